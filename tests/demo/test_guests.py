"""Made-up visitors walk about the demo's shop, as visitors would: the board is alive before anybody comes (E33)."""

import datetime as dt
from random import Random

import msgspec
import pytest

from foyer.demo.guests import AT_ONCE, LONGEST_S, Guests, Shop, steps_of
from foyer.demo.house import furnish
from foyer.demo.stays import made_up_stay, new_browser
from foyer.identity.browsers import browser_actors
from foyer.lib import clock
from foyer.presence.board import Board
from foyer.visits.fold import Fold
from foyer.visits.hit import parse
from foyer.visits.journal import Journal
from foyer.visits.models import Visit

BASE = "http://127.0.0.1:8000"
MINUTE_MS = 60_000
START = dt.datetime(2026, 11, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def shop(db):
    portal = furnish(BASE, "a quiet garden bench").shop
    return Shop(portal.pk, portal.embed_codes.get().key, BASE)


def made_up(random):
    return made_up_stay(random, new_browser(random, "DE", "google", "alder-bench"), START, 0.9)


def walked(guests, minutes, start_ms):
    """Row by row what they do, asked every second."""
    for now_ms in range(start_ms, start_ms + minutes * MINUTE_MS, 1000):
        yield from guests.rows_until(now_ms)
        assert len(guests) <= AT_ONCE


def test_a_visit_is_told_as_the_tracker_tells_it():
    stay = made_up(Random(3))
    steps = list(steps_of(stay, Shop(1, "p_demo", BASE)))
    views = [step.hit for step in steps if step.hit["type"] == "view"]
    assert [view["url"] for view in views] == [BASE + look.path for look in stay.looks]
    assert [view["referrer"] for view in views[1:]] == [view["url"] for view in views[:-1]]
    assert [step.hit["seconds"] for step in steps if step.hit["type"] == "bye"] == [look.seconds for look in stay.looks]
    assert [step.at_ms for step in steps] == sorted(step.at_ms for step in steps)
    assert len({parse(msgspec.json.encode(step.hit))[0].id for step in steps}) == len(steps)


def test_they_come_look_around_and_go(shop, tmp_path):
    now_ms = clock.now_ms()
    journal = Journal(tmp_path / "journal.sqlite3")
    journal.start()
    for row in walked(Guests(Random(5), shop, now_ms), 8, now_ms):
        journal.append(row, lambda stored: None)
    journal.close()
    fold = Fold(journal, Board(), lambda: {shop.key: shop.portal_id})
    while fold.fold_next():
        pass
    visits = Visit.objects.all()
    assert visits.count() >= 4
    assert sum(visit.pages for visit in visits) > visits.count()
    assert all(visit.country and visit.browser for visit in visits)
    assert max(visit.seconds for visit in visits) <= LONGEST_S * max(visit.pages for visit in visits)


def test_whom_the_crm_knows_comes_again_with_the_same_browser(shop):
    key = "k" * 24
    actor_id = browser_actors([(shop.portal_id, key)])[shop.portal_id, key]
    facts = {"started": START, "ended": START, "day": START.date(), "country": "SE", "language": "sv-SE"}
    Visit.objects.create(portal_id=shop.portal_id, actor_id=actor_id, kind="lead", **facts)
    hits = [parse(row[4])[0] for row in walked(Guests(Random(7), shop, 0), 20, 0)]
    theirs = {hit.page for hit in hits if hit.browser == key}
    assert theirs
    assert {hit.language for hit in hits if hit.browser == key and hit.type == "view"} == {"sv-SE"}
    assert len({hit.browser for hit in hits}) > 1
