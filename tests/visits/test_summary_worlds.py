"""Whoever is joined and parted again: the summary is that of the visits a person has then (D5, D23, F74-F80)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.crm.models import Lead
from foyer.identity.actions import link, unlink
from foyer.identity.models import Actor, Claim
from foyer.identity.queries import actors_of
from foyer.presence.board import Board
from foyer.team.models import Organisation
from foyer.team.queries import forget_organisation
from foyer.visits.fold import Fold
from foyer.visits.journal import Entry
from foyer.visits.models import Visit
from foyer.visits.queries import days_of, visits_summary
from tests.crm.people import browser, lead
from tests.visits.hits import CHROME, KEY, body, hit
from tests.visits.test_fold_worlds import Tape

BEGIN = dt.datetime(2026, 10, 23, tzinfo=dt.UTC)  # two days before clocks change in Europe
STAY = st.tuples(st.integers(0, 2), st.integers(0, 7 * 24), st.integers(0, 3_000))
STEPS = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=8)
ZONES = st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])


def name_of(number: int) -> str:
    return f"browser-{number:014d}"


def entry(number: int, stay: tuple[int, int, int]) -> Entry:
    """A page that was looked at for so many seconds, some hours after the beginning."""
    who, hours, seconds = stay
    received = round((BEGIN + dt.timedelta(hours=hours)).timestamp() * 1000)
    page = {"browser": name_of(who), "page": f"p{number}"}
    hits = (
        hit(**page, id=f"v{number}", url=f"https://shop.example/{number}"),
        hit("bye", **page, id=f"b{number}", seconds=seconds),
    )
    return Entry(number, received, "192.0.2.7", CHROME, True, body(*hits))


def fold(portal, stays) -> None:
    tape = Tape("stays", [])
    tape._entries = [entry(number, stay) for number, stay in enumerate(sorted(stays, key=lambda s: s[1]), 1)]
    tape.limit = len(stays)
    Fold(tape, Board(), lambda: {KEY: portal.pk}).fold_next()


def expected(numbers: set[int], zone: ZoneInfo) -> tuple:
    """The formulas, worked out by hand from the rows."""
    mine = [
        visit
        for visit in Visit.objects.select_related("actor")
        if visit.actor.ref.endswith(tuple(map(name_of, numbers)))
    ]
    mine = sorted(mine, key=lambda visit: (visit.started, visit.pk)) if numbers else []
    if not mine:
        return 0, 0, 0.0, 0.0, None, None, ""
    days = {visit.started.astimezone(zone).date() for visit in mine}
    minutes = sum(visit.seconds for visit in mine) / 60
    average = round(minutes / len(days), 1)
    return len(mine), len(days), round(minutes, 1), average, mine[-1].started, mine[0].started, mine[0].first_url


@pytest.mark.both
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stays=st.lists(STAY, min_size=1, max_size=6), steps=STEPS, zone=ZONES)
def test_the_summary_is_that_of_whoever_hangs_together(portal, stays, steps, zone):
    for left in (Visit, Claim, Lead, Actor):  # people whom the example before left joined
        left.objects.all().delete()
    Organisation.objects.update(time_zone=zone)
    forget_organisation()
    fold(portal, stays)
    vera, linked = lead("Vera Lindqvist", portal=portal), {}
    for count, (number, joins) in enumerate(steps):
        if joins and number not in linked:
            linked[number] = link(browser(portal, number), vera.actor, f"step:{count}", Claim.Way.AGENT)
        elif not joins and number in linked:
            unlink(linked.pop(number), None)
        actors = actors_of(vera.actor_id)
        told = visits_summary(actors, days_of(actors))
        shown = told.visits, told.days, told.minutes, told.average_minutes, told.last, told.first, told.first_url
        assert shown == expected(set(linked), ZoneInfo(zone))
