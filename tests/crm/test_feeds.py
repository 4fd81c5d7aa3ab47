"""What happened with several actors is read page by page as one story (F168-F176, F196)."""

import datetime as dt

import pytest
from django.db.models import Q

from foyer.crm.feeds import FEW_ACTORS, events_of, feed_cursor
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC)
KINDS = ("NoteWritten", "FieldChanged", "PageRead")


@pytest.fixture
def actors(shop):
    """The first one did much, the second little, the third nothing; much of it in the same minute."""
    found = [browser_actor(shop.pk, f"browser-number-{number:04}") for number in range(3)]
    rows = [(found[0], number) for number in range(40)] + [(found[1], number) for number in range(0, 12, 3)]
    Event.objects.bulk_create(
        Event(actor=actor, kind=KINDS[number % 3], at=MORNING + dt.timedelta(minutes=number % 7), subject_id=1)
        for actor, number in rows
    )
    return [actor.pk for actor in found]


def paged(actors, size, kinds=KINDS, which=None):
    """All pages, one after the other."""
    found, before = [], None
    while page := events_of(actors, kinds, before, limit=size, which=which):
        assert len(page) <= size
        found += page
        before = feed_cursor(page[-1])
    return [event.pk for event in found]


@pytest.mark.parametrize("size", [1, 4, 41, 100])
@pytest.mark.parametrize("kinds", [KINDS, KINDS[:2], KINDS[2:]], ids=len)
@pytest.mark.parametrize("which", [None, Q(kind="FieldChanged")], ids=["all", "some"])
def test_all_pages_together_are_everything_in_its_order(actors, size, kinds, which):
    wanted = Event.objects.filter(which or Q(), actor__in=actors, kind__in=kinds)
    assert paged(actors, size, kinds=kinds, which=which) == list(
        wanted.order_by("-at", "-pk").values_list("pk", flat=True)
    )


def test_more_actors_than_a_few_are_read_alike(actors, shop):
    many = [Actor(kind="browser", ref=f"{shop.pk}:more-{number}") for number in range(FEW_ACTORS)]
    more = [actor.pk for actor in Actor.objects.bulk_create(many)]
    assert paged([*actors, *more], 10) == paged(actors, 10)


def test_what_was_brought_from_long_ago_is_told_as_well(actors):
    Event.objects.filter(kind="PageRead").update(at=dt.datetime(1971, 12, 10, tzinfo=dt.UTC))
    assert len(paged(actors, 10)) == 44


def test_nobody_has_done_nothing(db):
    assert events_of([], KINDS) == []
