"""A visitor as the board shows it: ring, size, mark, name."""

from decimal import Decimal

import pytest
from django.utils import translation

from foyer.crm.types import PersonCard
from foyer.desk.live.cards import by_priority, country_name, here_now
from foyer.lib import clock
from foyer.presence.board import Visitor


def visitor(**facts) -> Visitor:
    kept = {
        "visit_id": 7,
        "actor_id": 3,
        "portal_id": 1,
        "number": 1,
        "started_ms": clock.now_ms() - 60_000,
        "page_since_ms": clock.now_ms() - 12_000,
        "url": "https://shop.example/",
        "title": "Alder bench",
        "pages": 2,
        "seconds": 30,
        "country": "DE",
        "source": "",
        "browser": "Firefox",
        "device": "desktop",
    }
    return Visitor(**(kept | facts))


def card(kind: str, name: str = "Sofie Jansen", owner_id: int | None = 1) -> PersonCard:
    module = "lead" if kind == "lead" else "contact"
    return PersonCard(
        module=module,
        id=5,
        name=name,
        company="Jansen Tuinen",
        owner_id=owner_id,
        owner_name="Boris Brandt",
        kind=kind,
        reason="",
        revenue=Decimal(0),
        actor_id=9,
    )


@pytest.mark.parametrize(("kind", "ring"), [("customer", 1), ("potential", 1), ("lead", 2), ("contact", 2)])
def test_who_is_known_stands_in_the_ring_of_their_kind(kind, ring):
    assert here_now(visitor(), card(kind), None).ring == ring


@pytest.mark.parametrize(
    ("facts", "ring"), [({"seconds": 179}, 4), ({"seconds": 180}, 3), ({"has_custom_event": True}, 3)]
)
def test_who_is_unknown_comes_nearer_after_three_minutes_or_by_doing_something(facts, ring):
    assert here_now(visitor(**facts), None, None).ring == ring


def test_a_dot_grows_with_the_minutes():
    sizes = [here_now(visitor(seconds=minutes * 60), None, None).size for minutes in (1, 2, 9, 10)]
    assert sizes == ["sm", "", "", "lg"]


def test_who_came_before_is_marked():
    assert here_now(visitor(number=2), None, None).mark.text == "came back"
    assert here_now(visitor(number=1), None, None).mark is None


def test_strangers_are_called_by_their_country_in_the_readers_language():
    assert here_now(visitor(), None, None).name == "Visitor from Germany"
    assert here_now(visitor(country=""), None, None).name == "Visitor"
    with translation.override("fr"):
        assert country_name("DE") == "Allemagne"


def test_a_record_without_a_name_is_called_by_its_company():
    assert here_now(visitor(), card("contact", name=""), None).name == "Jansen Tuinen"


def test_the_order_is_ring_then_score_then_newest():
    shown = [
        here_now(visitor(visit_id=1), None, None, 90),
        here_now(visitor(visit_id=2), card("customer"), None, 10),
        here_now(visitor(visit_id=3), card("customer"), None, 50),
        here_now(visitor(visit_id=4), card("lead"), None, 99),
    ]
    assert [one.visit_id for one in sorted(shown, key=by_priority)] == [3, 2, 4, 1]


def test_mine_is_who_i_own():
    assert here_now(visitor(), card("lead", owner_id=1), None).is_of(1)
    assert not here_now(visitor(), card("lead", owner_id=2), None).is_of(1)


@pytest.mark.parametrize(("mark", "text"), [("basket", "basket"), ("left_form", "left the form"), ("", "came back")])
def test_what_somebody_did_is_marked_before_that_they_came_back(mark, text):
    """E10."""
    assert here_now(visitor(mark=mark, number=2), None, None).mark.text == text


def test_a_stranger_is_called_as_the_website_names_them():
    """E38."""
    assert here_now(visitor(), None, None, named="Vera Lindqvist").name == "Vera Lindqvist"


@pytest.mark.parametrize(
    ("source", "shown"),
    [("google", "Google"), ("Google", "Google"), ("autumn letter", "autumn letter"), ("", "Direct")],
)
def test_a_campaign_and_a_referrer_of_one_name_are_one_source(source, shown):
    assert here_now(visitor(source=source), None, None).source == shown
