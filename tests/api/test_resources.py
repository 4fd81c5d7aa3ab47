"""What the API tells of visits, people and conversations (F34-F49, F68-F83)."""

import pytest

from foyer.events.dispatch import react_to_pending
from foyer.identity.actions import browser_actor
from foyer.visits.models import Visit
from foyer.visits.score import Behaviour, score
from tests.api.conftest import make_chat, make_customer, make_lead, make_visit
from tests.desk.records.rights import limit


def test_a_visit_carries_the_standard_fields(as_anna, shop):
    """F34-F49 under their names."""
    lead = make_lead(shop)
    make_visit(shop, browser_actor(shop.pk, "browser-of-Vera".ljust(24, "x")))

    (visit,) = as_anna.get("visits").json()["items"]

    assert visit["visited_by"] == {"module": "lead", "id": lead.pk, "name": "Vera Lindqvist"}
    expected = {
        "ip_address": "83.226.10.4",
        "visited_page": "Alder bench",
        "visited_page_url": "https://shop.example/bench",
        "time_spent_minutes": 2.0,
        "referrer": "https://www.google.com/",
        "search_engine": "Google",
        "browser": "Firefox 145",
        "operating_system": "Windows 10",
        "visitor_type": "lead",
        "portal_name": "Demo shop",
        "attended_by": None,
        "revenue": 0.0,
    }
    assert expected.items() <= visit.items()


def test_a_visit_carries_what_was_done_in_it(as_anna, shop, anna):
    """F68-F72, and the chat by its id (F31)."""
    actor = browser_actor(shop.pk, "b" * 24)
    make_visit(shop, actor, minutes_ago=1)
    chat = make_chat(shop, actor, anna)

    (visit,) = as_anna.get("visits").json()["items"]

    assert [(a["type"], a["title"], a["minutes"]) for a in visit["actions"]] == [
        ("accessed", "Alder bench", 0.5),
        ("navigation", "Contact", 1.5),
    ]
    assert visit["conversation_ids"] == [chat]


def test_a_lead_carries_its_summary(as_anna, shop, anna):
    """F74-F81."""
    actor = browser_actor(shop.pk, "b" * 24)
    make_visit(shop, actor, minutes_ago=3000, first_url="https://shop.example/first")
    make_visit(shop, actor, number=2)
    make_chat(shop, actor, anna)
    make_lead(shop, actor=actor)

    (lead,) = as_anna.get("leads").json()["items"]

    (email,) = lead["emails"]
    told = {"email": "vera@lindqvist.example", "kind": "person", "primary": True, "confirmed": False}
    assert told.items() <= email.items()
    summary = lead["visits_summary"]
    assert (summary["days_visited"], summary["number_of_chats"], summary["average_time_spent_minutes"]) == (2, 1, 2.0)
    assert summary["first_visited_url"] == "https://shop.example/first"
    assert summary["visitor_score"] == score(Behaviour(pages=4, minutes=4, days=2, chats=1, gave_email=True))


def test_a_customer_carries_revenue(as_anna, shop):
    """D6, D9."""
    make_customer(shop)

    (contact,) = as_anna.get("contacts").json()["items"]

    assert (contact["visitor_type"], contact["revenue"], contact["deals"][0]["stage"]) == ("customer", 3240.0, "won")


def test_a_conversation_has_messages_and_transcript(as_anna, shop, anna):
    """Notes are among the messages and not in the transcript."""
    chat = make_chat(shop, browser_actor(shop.pk, "b" * 24), anna)

    told = as_anna.get(f"conversations/{chat}").json()

    assert [line["kind"] for line in told["messages"]] == ["visitor", "system", "agent", "note", "system"]
    assert "Anna Albers: Yes, all year." in told["transcript"]
    assert "Wants six." not in told["transcript"]


def test_messages_are_paged(as_anna, shop, anna):
    chat = make_chat(shop, browser_actor(shop.pk, "b" * 24), anna)

    first = as_anna.get(f"conversations/{chat}/messages", limit=3).json()
    rest = as_anna.get(f"conversations/{chat}/messages", limit=3, cursor=first["next_cursor"]).json()

    assert [line["seq"] for line in first["items"] + rest["items"]] == [1, 2, 3, 4, 5]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_hold_every_row_once(as_anna, shop, limit):
    """Keyset paging, also over rows of the same moment."""
    wanted = [make_visit(shop, browser_actor(shop.pk, f"{n}" * 24), minutes_ago=n // 2).pk for n in range(1, 8)]
    found, cursor = [], {}
    while cursor is not None:
        page = as_anna.get("visits", limit=limit, **cursor).json()
        found += [visit["id"] for visit in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None

    assert sorted(found) == sorted(wanted)
    assert len(found) == len(wanted)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"visitor_type": "lead"}, 1),
        ({"visitor_type": "unknown"}, 1),
        ({"visitor_type": "customer"}, 0),
        ({"country": "SE"}, 2),
        ({"country": "FR"}, 0),
        ({"from": "2020-01-01T00:00:00Z"}, 2),
        ({"to": "2020-01-01T00:00:00"}, 0),
        ({"is_open": "false"}, 0),
    ],
)
def test_visits_are_filtered(as_anna, shop, query, count):
    make_lead(shop)
    make_visit(shop, browser_actor(shop.pk, "browser-of-Vera".ljust(24, "x")))
    make_visit(shop, browser_actor(shop.pk, "s" * 24))
    while react_to_pending():
        pass

    assert len(as_anna.get("visits", **query).json()["items"]) == count


def test_a_visit_that_is_over_is_deleted_for_good(as_anna, shop):
    """F30."""
    visit = make_visit(shop, browser_actor(shop.pk, "s" * 24), is_open=False)

    assert as_anna.delete(f"visits/{visit.pk}").status_code == 204
    assert as_anna.delete(f"visits/{visit.pk}").status_code == 404
    assert not Visit.objects.exists()


def test_a_visit_that_goes_on_is_not_deleted(as_anna, shop):
    visit = make_visit(shop, browser_actor(shop.pk, "s" * 24), is_open=True)

    assert as_anna.delete(f"visits/{visit.pk}").status_code == 422
    assert Visit.objects.get() == visit


@pytest.mark.parametrize(("verbs", "status"), [([], 404), (["view", "create"], 403), (["view", "delete"], 204)])
def test_who_deletes_visits_may(as_boris, boris, shop, verbs, status):
    """F30, T14."""
    limit(boris, modules={"visit": {"verbs": verbs}})
    visit = make_visit(shop, browser_actor(shop.pk, "s" * 24), is_open=False)

    assert as_boris.delete(f"visits/{visit.pk}").status_code == status
    assert Visit.objects.exists() is (status != 204)


def test_a_visit_on_the_portal_of_others_is_not_deleted(as_boris, trade):
    """T7."""
    visit = make_visit(trade, browser_actor(trade.pk, "t" * 24), is_open=False)

    assert as_boris.delete(f"visits/{visit.pk}").status_code == 404
    assert Visit.objects.exists()


def test_visits_of_a_lead_and_of_a_portal(as_anna, shop, trade):
    lead = make_lead(shop)
    mine = make_visit(shop, browser_actor(shop.pk, "browser-of-Vera".ljust(24, "x")))
    other = make_visit(trade, browser_actor(trade.pk, "t" * 24))

    assert [v["id"] for v in as_anna.get("visits", lead=lead.pk).json()["items"]] == [mine.pk]
    assert [v["id"] for v in as_anna.get("visits", portal=trade.pk).json()["items"]] == [other.pk]


def test_leads_are_found_by_email(as_anna, shop):
    lead = make_lead(shop)
    make_lead(shop, "Nina")

    found = as_anna.get("leads", email="Vera@Lindqvist.example").json()["items"]

    assert [one["id"] for one in found] == [lead.pk]
    assert as_anna.get("leads", email="nobody").json()["items"] == []
