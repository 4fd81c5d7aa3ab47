"""What is done with records beyond their fields: activities, notes, identifiers, roles, conversions, merges."""

import pytest

from foyer.crm.models import Contact, Deal, Lead
from tests.crm.people import contact, deal, lead


def test_an_activity_is_made_about_a_record_done_and_opened_again(as_anna):
    about = {"module": "lead", "id": lead().pk}
    made = as_anna.post("activities", {"subject": "Ring Vera", "due_at": "2026-12-01T10:00:00Z", "record": about})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["kind"], told["record"], told["done_at"]) == ("task", about | {"name": "Vera Lang"}, None)
    path = f"activities/{told['id']}"
    done = as_anna.patch(path, {"done": True, "outcome": "Wants six."}, If_Match=made["ETag"]).json()
    assert (done["done_at"] is None, done["outcome"]) == (False, "Wants six.")
    assert as_anna.patch(path, {"done": False}).json()["done_at"] is None
    assert as_anna.patch(path, {"subject": "Write"}, If_Match='"1"').status_code == 412
    assert as_anna.patch(path, {"record": about}).status_code == 422


def test_an_activity_is_deleted_and_restored(as_anna):
    path = f"activities/{as_anna.post('activities', {'subject': 'Ring', 'kind': 'call', 'done': True}).json()['id']}"

    assert as_anna.delete(path).status_code == 204
    assert as_anna.get(path).status_code == 404
    assert as_anna.post(f"{path}/restoration").json()["kind"] == as_anna.get(path).json()["kind"] == "call"


@pytest.mark.parametrize(
    "body", [{}, {"subject": "x", "record": {"module": "lead", "id": 999}}, {"subject": "x", "kind": "party"}]
)
def test_an_activity_that_cannot_be_is_refused(as_anna, body):
    assert as_anna.post("activities", body).status_code == 422


def test_a_note_is_written_changed_deleted_and_restored(as_anna, anna):
    about = {"module": "contact", "id": contact().pk}
    made = as_anna.post("notes", {"record": about, "text": "Likes oak."})
    assert made.status_code == 201, made.content
    path = f"notes/{made.json()['id']}"
    assert made["Location"] == f"/api/v1/{path}"
    assert (made.json()["record"], made.json()["author"]["id"]) == (about | {"name": "Kim Noll"}, anna.pk)
    assert as_anna.patch(path, {"text": "Likes ash."}, If_Match='"1"').json()["text"] == "Likes ash."
    assert as_anna.patch(path, {"text": "Likes elm."}, If_Match='"1"').status_code == 412
    assert [row["text"] for row in as_anna.get("notes", contact=about["id"]).json()["items"]] == ["Likes ash."]
    assert as_anna.delete(path).status_code == 204
    assert as_anna.get(path).status_code == 404
    assert as_anna.post(f"{path}/restoration").json() == as_anna.get(path).json()


def test_notes_are_changed_by_their_authors_only(as_anna, as_boris):
    body = {"record": {"module": "lead", "id": lead().pk}, "text": "Mine."}
    path = f"notes/{as_anna.post('notes', body).json()['id']}"

    assert as_boris.get(path).status_code == 200
    assert {as_boris.patch(path, {"text": "Ours."}).status_code, as_boris.delete(path).status_code} == {403}


def test_addresses_are_described_and_taken_off(as_anna):
    path = f"leads/{lead(emails=['a@x.example', 'b@x.example']).pk}/identifiers"
    second = as_anna.get(path).json()["emails"][1]

    told = as_anna.patch(f"{path}/{second['id']}", {"kind": "work", "primary": True}).json()["emails"]
    assert (told[0]["id"], told[0]["kind"], told[0]["primary"]) == (second["id"], "work", True)
    assert as_anna.delete(f"{path}/{second['id']}").status_code == 204
    assert [one["id"] for one in as_anna.get(path).json()["emails"]] == [told[1]["id"]]
    assert as_anna.delete(f"{path}/{second['id']}").status_code == 404
    assert as_anna.patch(f"{path}/{told[1]['id']}", {"kind": "moon"}).status_code == 422


def test_an_address_is_changed_by_who_knows_how_it_stands(as_anna):
    """Issue 3, 12: the ETag is that of the record."""
    path = f"leads/{lead(emails=['a@x.example', 'b@x.example']).pk}/identifiers"
    read = as_anna.get(path)
    second, seen = f"{path}/{read.json()['emails'][1]['id']}", read.headers["ETag"]

    changed = as_anna.patch(second, {"kind": "work"}, if_match=seen)
    assert (changed.status_code, changed.headers["ETag"] == seen) == (200, False)
    assert as_anna.patch(second, {"kind": "private"}, if_match=seen).status_code == 412
    assert as_anna.delete(second, if_match=seen).status_code == 412
    assert as_anna.get(path).json()["emails"][1]["kind"] == "work"
    assert as_anna.delete(second, if_match=changed.headers["ETag"]).status_code == 204


def test_contacts_have_roles_in_deals(as_anna):
    sale, other = deal(contact(), "open"), contact("Olga Oak")
    path = f"deals/{sale.pk}/contacts/{other.pk}"

    told = as_anna.send("PUT", path, {"role": "decides"}).json()
    assert told["contacts"] == [{"id": other.pk, "name": "Olga Oak", "role": "decides"}]
    assert as_anna.send("PUT", path, {"role": "king"}).status_code == 422
    assert as_anna.delete(path).status_code == 204
    assert as_anna.get(f"deals/{sale.pk}").json()["contacts"] == []


def test_a_lead_is_converted_and_comes_back(as_anna):
    path = f"leads/{lead(company='ACME').pk}"
    body = {"new_account": True, "new_deal": True, "deal_name": "Garden", "amount": "900", "stage": "quote"}
    told = as_anna.post(f"{path}/conversion", body)
    assert told.status_code == 201, told.content
    assert as_anna.post(f"{path}/conversion", body).json() == told.json()
    sale = as_anna.get(f"deals/{told.json()['deal']}").json()
    assert (sale["name"], sale["amount"], sale["stage"]["key"]) == ("Garden", 900.0, "quote")
    assert as_anna.get(path).status_code == 404
    assert as_anna.delete(f"{path}/conversion").json() == as_anna.get(path).json()
    assert as_anna.delete(f"{path}/conversion").status_code == 404
    assert (Lead.objects.count(), Contact.objects.filter(gone_at=None).count()) == (1, 0)


@pytest.mark.parametrize("body", [{"new_contact": False}, {"contact": 999}, {"stage": "moon"}, {"amount": "many"}])
def test_a_conversion_that_cannot_be_is_refused(as_anna, body):
    response = as_anna.post(f"leads/{lead().pk}/conversion", body)

    assert response.status_code == 422, response.content
    assert not Deal.objects.exists()


def test_two_records_are_merged_and_parted(as_anna):
    kept, gone = lead("Vera Lang"), lead("Wera Lang", company="ACME")
    path = f"leads/{kept.pk}/merges"
    made = as_anna.post(path, {"record": gone.pk, "values": {"first_name": "gone"}}, Idempotency_Key="m1")
    assert made.status_code == 201, made.content
    told = as_anna.get(f"leads/{kept.pk}").json()
    assert (told["first_name"], told["company"]) == ("Wera", "ACME")
    assert as_anna.get(f"leads/{gone.pk}").status_code == 404
    assert as_anna.post(path, {"record": gone.pk}).status_code == 422
    assert as_anna.delete(f"{path}/{made.json()['id']}").json()["first_name"] == "Vera"
    assert as_anna.get(f"leads/{gone.pk}").status_code == 200
