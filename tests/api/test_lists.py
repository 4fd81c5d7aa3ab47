"""Lists of records: filters, order, words, pages (E2, E3, P5)."""

import json

import pytest

from foyer.crm.models import Lead
from foyer.lib import clock
from tests.crm.people import contact, deal, lead


def names(api, path="leads", **query):
    return [row["last_name"] for row in api.get(path, **query).json()["items"]]


@pytest.fixture
def leads(as_anna, boris):
    """Three leads: Anders of Bonn, Berg of Boris, Cohn who is contacted."""
    for body in (
        {"last_name": "Anders", "city": "Bonn", "employees": 5, "tags": ["trade"]},
        {"last_name": "Berg", "owner": boris.pk, "emails": ["berg@x.example"], "employees": 50},
        {"last_name": "Cohn", "status": "contacted", "company": "Oak & Sons"},
    ):
        assert as_anna.post("leads", body).status_code == 201


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "contacted"}, ["Cohn"]),
        ({"status": ["contacted", "new"], "city": "bonn"}, ["Anders"]),
        ({"owner": "boris@foyer.test"}, ["Berg"]),
        ({"owner": "me", "sort": "name"}, ["Anders", "Cohn"]),
        ({"tags": "Trade"}, ["Anders"]),
        ({"emails": "Berg@X.example"}, ["Berg"]),
        ({"employees": "50"}, ["Berg"]),
        ({"employees": ""}, ["Cohn"]),
        ({"q": "oak cohn"}, ["Cohn"]),
        ({"q": "oak berg"}, []),
        ({"sort": "-employees"}, ["Berg", "Anders", "Cohn"]),
        ({"sort": "employees", "limit": 2}, ["Anders", "Berg"]),
        ({"changed_since": "2020-01-01", "sort": "changed_at"}, ["Anders", "Berg", "Cohn"]),
        ({"changed_since": "2100-01-01T00:00:00Z"}, []),
        ({"filters": '{"any": [{"field": "city", "is": "begins", "value": "bo"}]}'}, ["Anders"]),
        ({"filters": '{"all": [{"field": "employees", "is": "more", "value": 5}]}'}, ["Berg"]),
    ],
)
def test_lists_are_filtered_and_sorted(as_anna, leads, query, found):
    assert names(as_anna, **query) == found


@pytest.mark.parametrize(
    "query",
    [
        {"colour": "red"},
        {"sort": "owner"},
        {"sort": "-nothing"},
        {"sort": "emails"},
        {"cursor": "elsewhere"},
        {"filters": "{"},
        {"filters": "[" * 5000},
        {"filters": '{"field": "nothing", "is": "is", "value": 1}'},
        {"filters": '{"field": "created_at", "is": "on", "value": "9999-12-31"}'},
        {"filters": '{"field": "created_at", "is": "last_days", "value": "' + "9" * 5000 + '"}'},
        {"filters": '{"field": "city", "is": "is", "value": "\\ud800"}'},
        {"owner": "9" * 400},
        {"created_at": "0001-01-01"},
        {"employees": "many"},
        {"city": "x" * 501},
        {"city": "\x00"},
        {"changed_since": "yesterday"},
    ],
)
def test_a_question_that_cannot_be_understood_is_named(as_anna, query):
    refused = as_anna.get("leads", **query)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["name"] in query


@pytest.mark.parametrize("sort", ["name", "-employees", "employees", "-created_at", "status", "birthday"])
def test_pages_hold_every_row_once_in_any_order(as_anna, leads, sort):
    for number in range(4):
        lead(f"Vera Lang{number % 2}")
    contact("Kim Noll")
    path = "contacts" if sort == "birthday" else "leads"
    found, cursor = [], {}
    while cursor is not None:
        page = as_anna.get(path, sort=sort, limit=2, **cursor).json()
        found += [row["id"] for row in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    assert found == [row["id"] for row in as_anna.get(path, sort=sort).json()["items"]]
    assert len(set(found)) == len(found) == (1 if path == "contacts" else Lead.objects.count())


def test_a_cursor_belongs_to_its_order(as_anna, leads):
    cursor = as_anna.get("leads", limit=1).json()["next_cursor"]

    assert as_anna.get("leads", sort="name", cursor=cursor).status_code == 422
    assert as_anna.get("leads", cursor=cursor[:-1] + "x").status_code == 422


def test_deals_are_found_by_stage_and_contact(as_anna):
    person = contact()
    sale = deal(person, "won")
    deal(contact("Other"), "open")
    tree = json.dumps({"all": [{"field": "contact.last_name", "is": "is", "value": "noll"}]})

    for query in ({"stage": "won"}, {"contact": person.pk}, {"filters": tree}, {"stage": sale.stage_id}):
        assert [row["id"] for row in as_anna.get("deals", **query).json()["items"]] == [sale.pk]
    assert as_anna.get("contacts", changed_since=clock.now().isoformat()).json()["items"] == []
