"""Lists and summaries of visits (F54-F55, F74-F80, D5, T7; P5)."""

import datetime as dt

import pytest

from foyer.identity.models import Actor
from foyer.portals.models import Portal
from foyer.team.models import Role, User
from foyer.visits.models import Visit
from foyer.visits.queries import days_of, newest, visit_for, visits_of, visits_summary

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)


@pytest.fixture
def vera():
    return Actor.objects.create(kind=Actor.Kind.BROWSER, ref="1:vera")


@pytest.fixture
def anna():
    return User.objects.create(email="anna@foyer.test", name="Anna", role=Role.ADMINISTRATOR)


def visit(portal, actor, start=NOON, seconds=60, **fields):
    common = {
        "ended": start,
        "day": start.date(),
        "pages": 1,
        "first_url": "https://shop.example/",
        "last_url": "https://shop.example/",
    }
    return Visit.objects.create(portal=portal, actor=actor, started=start, seconds=seconds, **(common | fields))


def test_average_time_is_minutes_by_days_not_by_visits(portal, vera):
    visit(portal, vera, NOON, seconds=600)
    visit(portal, vera, NOON + dt.timedelta(hours=2), seconds=600)
    visit(portal, vera, NOON + dt.timedelta(days=1), seconds=1200)
    summary = visits_summary([vera.pk], days_of([vera.pk]))
    assert (summary.visits, summary.days, summary.minutes, summary.average_minutes) == (3, 2, 40.0, 20.0)


def test_the_summary_names_first_and_last_visit_and_where_it_began(portal, vera):
    visit(portal, vera, NOON, first_url="https://shop.example/guide", referrer="https://www.google.com/")
    visit(portal, vera, NOON + dt.timedelta(days=3))
    summary = visits_summary([vera.pk], days_of([vera.pk]))
    assert (summary.first, summary.last) == (NOON, NOON + dt.timedelta(days=3))
    assert (summary.first_url, summary.referrer) == ("https://shop.example/guide", "https://www.google.com/")


def test_the_summary_of_nobody_is_empty(portal):
    assert visits_summary([], []).last is None


def test_pages_of_a_list_go_back_and_forth_without_gap_or_double(portal, vera, anna):
    ids = [visit(portal, vera, NOON + dt.timedelta(minutes=n // 2)).pk for n in range(7)]
    first = newest(visits_of(anna), limit=3)
    second = newest(visits_of(anna), before=first.older, limit=3)
    third = newest(visits_of(anna), before=second.older, limit=3)
    shown = [v.pk for page in (first, second, third) for v in page.visits]
    assert shown == sorted(ids, key=lambda pk: (Visit.objects.get(pk=pk).started, pk), reverse=True)
    assert (first.newer, third.older) == (None, None)
    assert [v.pk for v in newest(visits_of(anna), after=third.newer, limit=3).visits] == [v.pk for v in second.visits]


def test_a_page_takes_the_same_queries_however_long_the_list_is(portal, vera, anna, django_assert_num_queries):
    for n in range(20):
        visit(portal, vera, NOON + dt.timedelta(minutes=n))
    with django_assert_num_queries(2):
        assert len(newest(visits_of(anna), limit=10).visits) == 10


def test_an_agent_sees_visits_of_his_own_portals_only(portal, vera):
    boris = User.objects.create(email="boris@foyer.test", name="Boris")
    other = Portal.objects.create(name="Trade shop", site_url="https://trade.example")
    other.users.add(boris)
    hidden = visit(portal, vera)
    seen = visit(other, vera)
    assert [v.pk for v in visits_of(boris)] == [seen.pk]
    with pytest.raises(Visit.DoesNotExist):
        visit_for(boris, hidden.pk)
