"""One person through the whole house, without a browser: page view, chat, record (F28, F34-F49, F68-F81)."""

import pytest
from django.urls import reverse

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import start_form
from foyer.conversations.models import Conversation
from foyer.crm.models import Lead
from foyer.events.dispatch import react_to_pending
from foyer.presence.board import board as presence
from foyer.visits.fold import Fold
from foyer.visits.journal import Journal
from foyer.visits.models import Visit
from tests.desk.house import _contexts_are_told, anna, as_anna, as_boris, boris, other_shop, shop
from tests.visits.hits import CHROME, KEY, VERA, ago, hit
from tests.visits.test_fold import tell

__all__ = ["_contexts_are_told", "anna", "as_anna", "as_boris", "boris", "other_shop", "shop"]


@pytest.fixture
def website(shop, tmp_path):
    """A journal and a fold of the shop; browsing is telling hits and folding them."""
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.start()
    fold = Fold(journal, presence, lambda: {KEY: shop.pk})

    def browse(*hits):
        tell(journal, *hits, agent=CHROME)
        while fold.fold_next():
            pass
        react_to_all()

    yield browse
    journal.close()


def react_to_all():
    while react_to_pending():
        pass


def test_a_visitor_becomes_a_lead_with_visit_transcript_and_source(website, shop, anna, as_anna, as_boris):
    home = hit(
        page="a",
        url="https://shop.example/?utm_source=news",
        title="Home",
        referrer="https://www.google.com/",
        **ago(90),
    )
    website(home, hit("bye", page="a", seconds=30, **ago(60)), hit(page="b", title="Catalogue", **ago(60)))
    website(hit("bye", page="b", seconds=20, **ago(40)), hit(page="c", title="Alder bench", **ago(40)))

    typed = {"id": "client-id-0001", "name": "Vera Lindqvist", "email": "vera@lindqvist.example", "text": "In winter?"}
    _, session = chat.start(shop.pk, VERA, start_form(typed, "en"))
    react_to_all()
    path = reverse("conversation_assignment", kwargs={"conversation_id": session.conversation_id})
    assert as_anna.post(path).status_code == 302
    assert as_boris.post(path).status_code == 409
    lines = reverse("conversation_messages", kwargs={"conversation_id": session.conversation_id})
    as_anna.post(lines, {"text": "It is oiled oak.", "client_id": "a-1", "kind": "agent"}, HTTP_HX_REQUEST="true")
    chat.send(session, "Thank you", "c-2")
    as_anna.post(reverse("conversation_closure", kwargs={"conversation_id": session.conversation_id}))
    website(hit("bye", page="c", seconds=25))

    lead, visit = Lead.objects.get(), Visit.objects.get()
    assert (lead.name, lead.source, lead.owner) == ("Vera Lindqvist", "chat", anna)
    assert (visit.pages, visit.seconds, visit.search_engine, visit.utm, visit.attended_by) == (
        3,
        75,
        "Google",
        {"source": "news"},
        anna,
    )
    record = as_anna.get(reverse("lead", kwargs={"record_id": lead.pk})).content.decode()
    for shown in ("Vera Lindqvist", "vera@lindqvist.example", "In winter?", "Alder bench", "Catalogue"):
        assert shown in record
    page = as_anna.get(reverse("visit", kwargs={"visit_id": visit.pk})).content.decode()
    for shown in ("Vera Lindqvist", "Google", "Accessed", "Navigation", "It is oiled oak.", "Thank you", anna.name):
        assert shown in page


def test_an_unknown_visitor_is_seen_live_and_makes_no_record(website, as_anna):
    website(hit(page="a", title="Alder bench"))
    board = as_anna.get(reverse("live_board")).content.decode()
    assert "Alder bench" in board
    assert not Lead.objects.exists()
    website(hit("bye", page="a", seconds=2))
    assert (
        "Alder bench"
        not in as_anna.get(reverse("live_board"), {"mode": "list"}).content.decode().split("Just arrived")[0]
    )


def test_somebody_who_comes_back_is_known_at_once(website, shop, as_anna):
    website(hit(page="a", **ago(90)))
    typed = {"id": "client-id-0001", "name": "Vera Lindqvist", "email": "vera@lindqvist.example", "text": "Hello"}
    chat.start(shop.pk, VERA, start_form(typed, "en"))
    react_to_all()
    website(hit(page="b", title="Delivery"))
    assert "Vera Lindqvist" in as_anna.get(reverse("live_board")).content.decode()
    assert Conversation.objects.get().visitor_name == "Vera Lindqvist"
