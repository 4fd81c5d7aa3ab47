"""Page views and events told by a website's server (E37; R1, T7, T20, T34)."""

import datetime as dt

import pytest

from foyer.lib import clock
from foyer.portals.models import EmbedCode
from foyer.presence.board import Board
from foyer.visits.fold import Fold
from foyer.visits.models import Action, CustomEvent, Visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
OLGA = "customer-of-the-shop-77"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def fold(journal, shop):
    """What is on disk becomes visits."""
    keys = dict(EmbedCode.objects.values_list("key", "portal_id"))
    return Fold(journal, Board(), lambda: keys).fold_next


def view(**more):
    facts = {"id": "v1", "visitor": OLGA, "type": "view", "url": "https://shop.example/bench?utm_source=letter"}
    return facts | {"title": "Bench", "user_agent": FIREFOX, "ip_address": "192.0.2.7"} | more


def order(**more):
    return {
        "id": "order-1001",
        "visitor": OLGA,
        "name": "ordered",
        "data": {"value": 240},
        "user_agent": FIREFOX,
    } | more


def tell(client, shop, *events):
    return client.post("events", {"portal": shop.pk, "events": list(events)})


def test_they_become_a_visit_with_its_page_and_its_event(as_anna, shop, fold):
    answer = tell(as_anna, shop, view(), order())
    assert (answer.status_code, answer.json()) == (202, {"taken": 2})
    fold()
    visit = Visit.objects.get()
    assert (visit.first_title, visit.browser, visit.utm["source"]) == ("Bench", "Firefox 145", "letter")
    assert (CustomEvent.objects.get().name, CustomEvent.objects.get().visit) == ("ordered", visit)


def test_told_twice_they_count_once(as_anna, shop, fold):
    for _ in range(2):
        tell(as_anna, shop, view(), order())
        fold()
    assert (Action.objects.count(), CustomEvent.objects.count()) == (1, 1)


def test_an_event_has_the_time_at_which_it_was(as_anna, shop, fold):
    at = clock.now() - dt.timedelta(hours=3)
    tell(as_anna, shop, view(at=at.isoformat()))
    fold()
    assert abs(Visit.objects.get().started - at) < dt.timedelta(seconds=2)


def test_without_a_browser_it_is_no_bots(as_anna, shop, fold):
    tell(as_anna, shop, {"id": "v", "visitor": OLGA, "type": "view", "url": "https://shop.example/"})
    fold()
    assert Visit.objects.get().browser == ""


WRONG = [
    {"visitor": "short"}, {"visitor": "has a space in it ok"}, {"id": ""}, {"id": "x" * 41}, {"id": 7}, {"url": ""},
    {"url": "javascript:alert(1)"}, {"url": "https://" + "x" * 2000}, {"type": "beat"}, {"type": "event"},
    {"title": "a\x00b"}, {"title": "\ud800"}, {"data": {"x": "y" * 5000}}, {"data": []}, {"ip_address": "not one"},
    {"at": "yesterday"}, {"at": "2026-11-24T10:00:00"}, {"at": "2020-01-01T00:00:00Z"}, {"at": "9999-12-31T00:00:00Z"},
    {"at": 1}, {"consent": "yes"}, {"portal": "p_other"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: repr(wrong)[:40])
def test_one_that_is_wrong_is_named_and_none_is_taken(as_anna, shop, journal, wrong):
    answer = tell(as_anna, shop, order(), view(**wrong))
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert journal.taken == 0


def test_more_than_a_hundred_are_refused(as_anna, shop, journal):
    assert tell(as_anna, shop, *[order(id=str(n)) for n in range(101)]).status_code == 422
    assert tell(as_anna, shop, *[order(id=str(n)) for n in range(100)]).json() == {"taken": 100}
    assert tell(as_anna, shop).status_code == 422


def test_a_portal_that_asks_for_consent_takes_only_what_has_it(as_anna, shop, journal):
    shop.asks_consent = True
    shop.save()
    assert tell(as_anna, shop, view(consent=True), order()).status_code == 422
    assert tell(as_anna, shop, view(consent=True), order(consent=True)).status_code == 202


def test_a_disabled_portal_takes_nothing(as_anna, shop, journal):
    shop.is_enabled = False
    shop.save()
    assert tell(as_anna, shop, view()).json()["errors"][0]["name"] == "portal"


def test_the_portal_of_others_answers_like_none(as_boris, trade, journal):
    foreign, none = (as_boris.post("events", {"portal": pk, "events": [view()]}) for pk in (trade.pk, 999_999))
    assert foreign.json() == none.json()
    assert (foreign.status_code, journal.taken) == (422, 0)


@pytest.mark.parametrize(("verbs", "status"), [([], 404), (["view"], 403), (["view", "create"], 202)])
def test_who_tells_may_create_visits(as_boris, boris, shop, journal, verbs, status):
    limit(boris, modules={"visit": {"verbs": verbs}})
    assert tell(as_boris, shop, view()).status_code == status


def test_without_a_journal_nothing_is_said_to_be_taken(as_anna, shop):
    answer = tell(as_anna, shop, view())
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


def test_a_full_journal_says_so(as_anna, shop, journal, monkeypatch):
    monkeypatch.setattr(journal, "_is_full", True)
    assert tell(as_anna, shop, view()).status_code == 503


def test_the_same_key_gives_the_same_answer_and_tells_nothing_again(as_anna, shop, journal):
    body = {"portal": shop.pk, "events": [view()]}
    first, second = (as_anna.post("events", body, idempotency_key="once") for _ in range(2))
    assert (first.json(), second.json(), journal.taken) == ({"taken": 1}, {"taken": 1}, 1)
