"""The demo's data keep every rule that live data keep."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Count, F, Max, Min

from foyer.channels.webchat.models import ChatSession
from foyer.conversations.models import Conversation, Message, State
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.queries import people_of
from foyer.demo.fill import fill
from foyer.demo.house import demo_portal, is_furnished
from foyer.events.models import Event
from foyer.identity.models import Actor, Claim, Decision, Profile
from foyer.identity.verify import verify
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.visits.models import Action, Visit

BASE = "http://127.0.0.1:8000"
PASSWORD = "a quiet garden bench"
pytestmark = [pytest.mark.slow, pytest.mark.both]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The demo, filled once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(BASE, PASSWORD, clock.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def reading(filled, db):
    """Each test reads in a savepoint of its own."""


def test_there_is_enough_to_look_at():
    assert Visit.objects.count() > 1400
    assert Lead.objects.count() > 15
    assert Contact.objects.count() > 15
    assert Conversation.objects.count() > 50
    assert set(Deal.objects.values_list("state", flat=True)) == {"open", "won", "lost"}
    assert set(Conversation.objects.values_list("language", flat=True)) == {"de", "en", "fr"}


def test_two_months_up_to_now():
    span = Visit.objects.aggregate(first=Min("started"), last=Max("ended"))

    assert clock.now() - span["last"] < dt.timedelta(hours=1)
    assert dt.timedelta(days=50) < span["last"] - span["first"] < dt.timedelta(days=63)
    assert not Event.objects.filter(at__gt=clock.now()).exists()
    assert not Message.objects.filter(at__gt=clock.now()).exists()


def test_visits_agree_with_what_was_done_in_them():
    for visit in Visit.objects.prefetch_related("actions"):
        pages = sorted((a for a in visit.actions.all() if a.type != Action.Type.CHAT), key=lambda a: a.at)
        assert (visit.pages, visit.seconds) == (len(pages), sum(page.seconds for page in pages))
        assert (visit.first_url, visit.last_url) == (pages[0].url, pages[-1].url)
        assert [page.type for page in pages] == ["accessed", *["navigation"] * (len(pages) - 1)]
        assert visit.started == pages[0].at <= visit.ended


def test_visits_of_a_browser_are_numbered_and_apart():
    last: dict[int, Visit] = {}
    for visit in Visit.objects.order_by("actor", "started"):
        before = last.get(visit.actor_id)
        assert visit.number == (before.number + 1 if before else 1)
        assert before is None or visit.started - before.ended > dt.timedelta(minutes=30)
        last[visit.actor_id] = visit


def test_lines_have_no_gaps():
    for chat in Conversation.objects.prefetch_related("messages"):
        lines = sorted(chat.messages.all(), key=lambda line: line.seq)
        assert [line.seq for line in lines] == list(range(1, chat.last_seq + 1))
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert (chat.state == State.ENDED) == (chat.ended_at is not None)


def test_chats_lie_in_a_visit_that_names_the_agent():
    for chat in Conversation.objects.all():
        visit = Visit.objects.get(actor=chat.actor, started__lte=chat.started_at, ended__gte=chat.last_at)
        assert visit.attended_by_id == chat.agent_id
        assert visit.actions.filter(type=Action.Type.CHAT, at=chat.started_at).exists()


def test_older_chats_hold_what_was_agreed_to():
    """B20."""
    agreed = ChatSession.objects.exclude(consent="")
    assert 0 < agreed.count() < ChatSession.objects.count()
    assert agreed.exclude(consented_at=F("created_at")).count() == 0
    assert agreed.filter(consent__startswith="Linden & Oak darf").exists()


def test_who_is_who_follows_from_the_claims():
    """The same as a rebuild from nothing finds, each join with its decision (B1, R22)."""
    assert verify() == []
    assert Decision.objects.filter(kind="joined").count() == Event.objects.filter(kind="ActorsJoined").count()
    assert not Claim.objects.filter(at__gt=clock.now() - dt.timedelta(minutes=1)).exists()
    assert Profile.objects.count() == Actor.objects.count()


def test_all_kinds_of_visitors_came():
    kinds = {card.kind for card in people_of(set(Visit.objects.values_list("actor", flat=True))).values()}

    assert kinds == {"customer", "potential", "contact", "lead"}


def test_everything_is_reacted_to():
    assert not Event.objects.filter(reacted_at=None).exists()


def test_nobody_is_a_lead_and_a_contact():
    records = Actor.objects.filter(kind="record").values("profile").annotate(number=Count("pk"))
    assert set(records.values_list("number", flat=True)) == {1}


def test_the_trade_shop_has_no_hits():
    assert is_furnished()
    assert Portal.objects.exclude(pk=demo_portal().pk).get().visits.count() == 0


def test_two_people_wait_and_one_was_missed():
    """The inbox has something to do."""
    waiting = Conversation.objects.exclude(state=State.ENDED).exclude(waiting_since=None)

    assert waiting.filter(state=State.OPEN).count() == 2
    assert waiting.get(state=State.WAITING).missed_at is not None
