"""Accepting, ending, making a lead, writing a note; and who may not."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.models import State
from foyer.crm.models import Contact, Lead, Note, Source
from foyer.crm.queries import person_of
from tests.crm.people import contact, lead
from tests.desk.chats import browser, chat, here
from tests.desk.house import visit

pytestmark = pytest.mark.django_db
READS = ("", "head/", "foot/", "side/", "messages/")
WRITES = ("messages/", "assignment/", "closure/", "lead/", "notes/", "phone/", "handover/")


@pytest.fixture
def waiting(shop):
    return chat(browser(shop), name="Lena Ewert")


def test_an_agent_accepts_a_chat(as_boris, boris, waiting):
    """F160."""
    assert as_boris.post(f"/inbox/{waiting.pk}/assignment/").url == f"/inbox/{waiting.pk}/#write"
    waiting.refresh_from_db()
    assert (waiting.agent, waiting.state) == (boris, State.OPEN)


def test_the_second_agent_is_told_who_was_faster(as_boris, anna, waiting):
    """R13."""
    accept_conversation(waiting.pk, anna)
    answer = as_boris.post(f"/inbox/{waiting.pk}/assignment/")
    assert answer.status_code == 409
    assert "Anna Albers has taken this chat." in answer.content.decode()


def test_accepting_twice_is_accepting_once(as_boris, waiting):
    """R12."""
    assert as_boris.post(f"/inbox/{waiting.pk}/assignment/").status_code == 302
    assert as_boris.post(f"/inbox/{waiting.pk}/assignment/").status_code == 302
    assert waiting.messages.filter(text="joined").count() == 1


def test_accepting_what_is_over_says_so(as_boris, waiting):
    end_conversation(waiting.pk, "visitor")
    answer = as_boris.post(f"/inbox/{waiting.pk}/assignment/", follow=True)
    assert "The visitor left before somebody accepted." in answer.content.decode()


def test_ending_ends_for_both_sides(as_boris, boris, waiting):
    """F166."""
    accept_conversation(waiting.pk, boris)
    as_boris.post(f"/inbox/{waiting.pk}/closure/")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_by) == (State.ENDED, "agent")


def test_the_pane_offers_to_create_a_lead_for_who_is_unknown(as_boris, waiting):
    """F165, F178."""
    page = as_boris.get(f"/inbox/{waiting.pk}/").content.decode()
    assert "Create lead" in page
    assert "Not in the CRM yet" in page
    assert "Open card" not in page
    assert "Goes to Boris Brandt." in page


def test_a_lead_is_created_with_origin_owner_and_note(as_boris, boris, waiting):
    """F179, F181, F182."""
    posted = {"name": "Lena Ewert", "email": "lena@posthaus.example", "note": "Wants six benches"}
    answer = as_boris.post(f"/inbox/{waiting.pk}/lead/", posted, follow=True)
    made = Lead.objects.get()
    assert (made.name, made.source, made.owner, made.portal) == ("Lena Ewert", Source.CHAT, boris, waiting.portal)
    assert Note.objects.get().text == "Wants six benches"
    assert person_of(waiting.actor_id).id == made.pk
    assert "Lead created for Boris Brandt" in answer.content.decode()
    assert "Open card" in answer.content.decode()


def test_the_portals_setting_says_whose_it_is(as_boris, anna, shop, waiting):
    """F6, F179."""
    shop.assign_to, shop.assign_user = "user", anna
    shop.save()
    assert "Goes to Anna Albers." in as_boris.get(f"/inbox/{waiting.pk}/").content.decode()
    as_boris.post(f"/inbox/{waiting.pk}/lead/", {"name": "Lena Ewert"})
    assert Lead.objects.get().owner == anna


@pytest.mark.parametrize("posted", [{"name": "Lena"}, {"email": "lena@posthaus.example"}])
def test_a_name_or_an_e_mail_alone_is_enough(as_boris, waiting, posted):
    """D14."""
    as_boris.post(f"/inbox/{waiting.pk}/lead/", posted)
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "error"),
    [
        ({"name": "Lena", "email": "lena at posthaus"}, "This is not an e-mail address."),
        ({"name": " ", "note": "Six benches"}, "Fill in a name or an e-mail address."),
    ],
)
def test_what_was_typed_is_kept_when_it_is_refused(as_boris, waiting, posted, error):
    answer = as_boris.post(f"/inbox/{waiting.pk}/lead/", posted)
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert posted.get("note", posted["name"]) in answer.content.decode()
    assert not Lead.objects.exists()


def test_creating_twice_makes_one_lead(as_boris, waiting):
    """R9, R12."""
    for _ in range(2):
        as_boris.post(f"/inbox/{waiting.pk}/lead/", {"name": "Lena Ewert"})
    assert Lead.objects.count() == 1


def test_who_is_known_has_a_card_details_and_visits(as_boris, boris, shop, waiting):
    """F164."""
    record = contact(
        "Lena Ewert", from_actor=waiting.actor, owner=boris, company="Posthaus", emails=["l@posthaus.example"]
    )
    visit(shop, waiting.actor)
    here(waiting.actor, title="Delivery and returns")
    page = as_boris.get(f"/inbox/{waiting.pk}/side/").content.decode()
    for text in (
        "Open card",
        f"/contacts/{record.pk}/",
        "l@posthaus.example",
        "Posthaus",
        "Delivery and returns",
        "Why",
    ):
        assert text in page
    assert "Create lead" not in page


def test_a_note_goes_to_the_card(as_boris, boris, waiting):
    """F164, F177."""
    record = lead("Lena Ewert", from_actor=waiting.actor)
    answer = as_boris.post(f"/inbox/{waiting.pk}/notes/", {"text": "Call in spring"}, follow=True)
    assert Note.objects.get().actor_id == record.actor_id
    assert "Note saved on the card" in answer.content.decode()


def test_a_note_needs_words_and_a_card(as_boris, waiting):
    assert as_boris.post(f"/inbox/{waiting.pk}/notes/", {"text": "Call"}).status_code == 404
    lead("Lena Ewert", from_actor=waiting.actor)
    assert as_boris.post(f"/inbox/{waiting.pk}/notes/", {"text": " "}).status_code == 422


@pytest.mark.parametrize("path", READS)
def test_chats_of_other_portals_are_not_found(as_boris, as_anna, other_shop, path):
    foreign = chat(browser(other_shop))
    assert as_boris.get(f"/inbox/{foreign.pk}/{path}").status_code == 404
    assert as_anna.get(f"/inbox/{foreign.pk}/{path}").status_code == 200
    assert as_anna.get(f"/inbox/999/{path}").status_code == 404


@pytest.mark.parametrize("path", WRITES)
def test_nothing_is_changed_in_chats_of_other_portals(as_boris, other_shop, path):
    foreign = chat(browser(other_shop))
    posted = {"text": "Hello", "name": "Lena", "client_id": "c1"}
    assert as_boris.post(f"/inbox/{foreign.pk}/{path}", posted).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.last_seq, Lead.objects.count(), Contact.objects.count()) == (State.WAITING, 1, 0, 0)


@pytest.mark.parametrize("path", ["", "rows/", "1/", *(f"1/{part}" for part in (*READS[1:], *WRITES))])
def test_strangers_are_sent_to_the_log_in(stranger, path):
    answer = stranger.post(f"/inbox/{path}") if path.removeprefix("1/") in WRITES else stranger.get(f"/inbox/{path}")
    assert answer.url.startswith("/login/")


@pytest.mark.parametrize("path", ["assignment/", "closure/", "lead/", "notes/", "phone/"])
def test_what_changes_something_needs_a_post(as_boris, waiting, path):
    assert as_boris.get(f"/inbox/{waiting.pk}/{path}").status_code == 405
