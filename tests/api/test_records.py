"""Records through the API: made, read, changed, deleted and restored, in every module (issue 3, E16, E26)."""

import pytest

from foyer.crm.actions import claim_of_visitor
from foyer.crm.models import Account, Contact, CustomField, Deal, Lead
from foyer.events.models import Event
from foyer.identity.customers import customer_value
from foyer.identity.models import Identifier, Level
from tests.crm.people import browser, contact, deal, lead

NEW = {
    "leads": {"last_name": "Lang", "status": "new", "tags": ["trade"], "employees": 12},
    "contacts": {"first_name": "Kim", "last_name": "Noll", "birthday": "1990-02-28"},
    "accounts": {"name": "Noll & Co", "industry": "it", "annual_revenue": 120000.5},
    "deals": {"name": "Terrace", "amount": "1200.50", "stage": "quote"},
}
CHANGE = {
    "leads": {"status": "contacted"},
    "contacts": {"job_title": "Head of garden"},
    "accounts": {"city": "Bonn"},
    "deals": {"amount": 900},
}


@pytest.mark.parametrize("plural", NEW)
def test_a_record_is_made_read_changed_deleted_and_restored(as_anna, plural):
    made = as_anna.post(plural, NEW[plural])
    assert made.status_code == 201, made.content
    path = f"{plural}/{made.json()['id']}"
    assert made["Location"] == f"/api/v1/{path}"
    assert as_anna.get(path).json() == made.json()
    changed = as_anna.patch(path, CHANGE[plural], If_Match=made["ETag"])
    assert CHANGE[plural].items() <= changed.json().items()
    assert (changed.json()["version"], changed["ETag"]) == (2, '"2"')
    assert as_anna.delete(path).status_code == 204
    assert as_anna.get(path).status_code == 404
    assert as_anna.get(plural).json()["items"] == []
    assert as_anna.post(f"{path}/restoration").json() == as_anna.get(path).json()


def test_a_lead_tells_what_was_written(as_anna, anna):
    told = as_anna.post("leads", NEW["leads"]).json()

    assert {"last_name": "Lang", "status": "new", "tags": ["trade"], "employees": 12.0}.items() <= told.items()
    assert told["owner"] == told["created_by"] == {"id": anna.pk, "name": anna.name, "email": anna.email}
    assert (told["source"], told["country"], told["annual_revenue"]) == ("by_hand", "", None)


def test_a_deal_tells_its_stage_and_pipeline(as_anna):
    told = as_anna.post("deals", NEW["deals"]).json()

    assert (told["stage"]["key"], told["state"], told["amount"], told["probability"]) == ("quote", "open", 1200.5, 40.0)
    assert told["pipeline"]["name"] == "Sales pipeline"
    won = as_anna.patch(f"deals/{told['id']}", {"stage": "won"}).json()
    assert (won["state"], won["closed_at"] is None) == ("won", False)


def test_links_and_owners_are_written_by_id_and_owners_by_address_too(as_anna, boris):
    account = as_anna.post("accounts", NEW["accounts"]).json()
    body = NEW["contacts"] | {"account": account["id"], "owner": boris.email}
    told = as_anna.post("contacts", body).json()

    assert told["account"] == {"id": account["id"], "name": "Noll & Co"}
    assert (told["company"], told["owner"]["id"]) == ("Noll & Co", boris.pk)
    emptied = as_anna.patch(f"contacts/{told['id']}", {"account": None, "owner": {"id": told["created_by"]["id"]}})
    assert (emptied.json()["account"], emptied.json()["owner"]) == (None, told["created_by"])


def test_addresses_and_numbers_are_added_with_their_kind(as_anna):
    body = {"emails": ["vera@x.example", {"email": "Vera@Home.example", "kind": "private", "primary": True}]}
    path = f"leads/{as_anna.post('leads', body).json()['id']}"
    told = as_anna.patch(path, {"phones": [{"phone": "+49 151 1234 5678"}], "emails": ["v@y.example"]}).json()

    assert [(one["email"], one["kind"], one["primary"]) for one in told["emails"][:1]] == [
        ("vera@home.example", "private", True)
    ]
    assert {one["email"] for one in told["emails"]} == {"vera@home.example", "vera@x.example", "v@y.example"}
    assert [(one["phone"], one["kind"]) for one in told["phones"]] == [("+4915112345678", "mobile")]


def test_custom_fields_have_their_key(as_anna):
    options = {"choices": [{"key": "s", "label": "Small"}]}
    CustomField.objects.create(module="lead", key="c_size", label="Size", kind="choice", options=options)
    CustomField.objects.create(module="lead", key="c_seats", label="Seats", kind="number")
    path = f"leads/{as_anna.post('leads', NEW['leads'] | {'c_size': 's', 'c_seats': 6}).json()['id']}"

    assert (as_anna.get(path).json()["c_size"], as_anna.get(path).json()["c_seats"]) == ("s", 6)
    assert len(as_anna.get("leads", c_size="s", c_seats="6").json()["items"]) == 1
    assert as_anna.patch(path, {"c_size": "xxl"}).json()["errors"][0]["name"] == "c_size"
    assert [row["id"] for row in as_anna.get("leads", sort="-c_seats").json()["items"]] == [int(path[6:])]


def test_what_cannot_be_stored_is_named_field_by_field(as_anna):
    refused = as_anna.post("leads", {"last_name": 7, "status": "new", "website": []})
    assert (refused.status_code, {one["name"] for one in refused.json()["errors"]}) == (422, {"last_name", "website"})
    refused = as_anna.post("leads", {"last_name": "Lang", "status": "king", "country": "Narnia"})
    assert (refused.status_code, {one["name"] for one in refused.json()["errors"]}) == (422, {"status", "country"})
    refused = as_anna.post("leads", {"surname": "Lang"}).json()["errors"]
    assert refused == [{"name": "surname", "detail": "There is no such field."}]
    assert as_anna.post("accounts", {}).json()["errors"] == [{"name": "name", "detail": "Fill this in."}]
    assert not Lead.objects.exists()


def test_computed_fields_cannot_be_written(as_anna):
    refused = as_anna.post("leads", {"last_name": "Lang", "created_at": "2020-01-01"})

    assert (refused.status_code, refused.json()["errors"][0]["name"]) == (403, "created_at")


def test_who_looked_at_an_older_version_changes_nothing(as_anna):
    path = f"accounts/{as_anna.post('accounts', NEW['accounts']).json()['id']}"
    as_anna.patch(path, {"city": "Bonn"}, If_Match='"1"')

    late = as_anna.patch(path, {"city": "Berlin"}, If_Match='"1"')
    assert (late.status_code, late["ETag"], late["Content-Type"]) == (412, '"2"', "application/problem+json")
    assert as_anna.delete(path, If_Match='"1"').status_code == 412
    assert as_anna.patch(path, {"city": "Berlin"}, If_Match="nonsense").status_code == 412
    assert as_anna.get(path).json()["city"] == "Bonn"
    assert as_anna.patch(path, {"city": "Berlin"}, If_Match='"1", "2"').status_code == 200
    assert as_anna.delete(path, If_Match="*").status_code == 204


@pytest.mark.parametrize("body", [{"tags": ["fair"]}, {"emails": ["v@y.example"]}, {"phones": ["+4915112345678"]}])
def test_tags_and_addresses_count_as_changes(as_anna, body):
    path = f"leads/{as_anna.post('leads', {'last_name': 'Lang'}).json()['id']}"

    assert as_anna.patch(path, body, If_Match='"1"')["ETag"] == '"2"'
    late = as_anna.patch(path, {"city": "Bonn"}, If_Match='"1"')
    assert (late.status_code, as_anna.get(path)["ETag"], as_anna.get(path).json()["city"]) == (412, '"2"', "")


def test_changes_through_the_api_have_their_author(as_boris, boris):
    path = f"leads/{as_boris.post('leads', {'last_name': 'Lang'}).json()['id']}"
    as_boris.patch(path, {"city": "Bonn"})

    told = Event.objects.get(kind="FieldChanged")
    assert (told.user, told.data["field"], told.data["new"]) == (boris, "city", "Bonn")


@pytest.mark.parametrize("gone", ["merged", "converted"])
def test_what_was_merged_or_converted_is_not_there(as_anna, anna, gone):
    row = lead()
    Lead.objects.update(gone=gone, gone_at=row.created_at)

    for response in (as_anna.get(f"leads/{row.pk}"), as_anna.post(f"leads/{row.pk}/restoration")):
        assert response.status_code == 404


def test_a_contact_still_tells_its_deals(as_anna):
    person = contact()
    deal(person, "won", "3240.00")
    told = as_anna.get(f"contacts/{person.pk}").json()

    assert (told["revenue"], told["visitor_type"], told["deals"][0]["stage"]) == (3240.0, "customer", "won")
    assert (Account.objects.count(), Contact.objects.count(), Deal.objects.count()) == (0, 1, 1)


def test_what_a_website_calls_a_person_is_told_with_its_portal(as_anna, shop):
    """E39."""
    vera = lead("Vera Lang", from_actor=browser(shop), portal=shop)
    value = customer_value(shop.pk, "4711")
    claim_of_visitor(browser(shop), "customer", value, event_ref="s", level=Level.PROVEN, way="signed")
    told = as_anna.get(f"leads/{vera.pk}").json()["customer_numbers"]
    known = Identifier.objects.get(kind="customer").pk
    assert told == [{"id": known, "number": "4711", "portal": shop.pk}]
    assert as_anna.patch(f"leads/{vera.pk}/identifiers/{known}", {"kind": "work"}).status_code == 404
