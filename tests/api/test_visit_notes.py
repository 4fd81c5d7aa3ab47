"""Notes on visits in the API (F30, F32)."""

import pytest

from foyer.crm.actions.notes import write_visit_note
from foyer.crm.models import Note
from foyer.identity.actions import browser_actor
from foyer.visits.queries import ref_of
from tests.api.conftest import make_visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
NOTES = "notes"


@pytest.fixture
def stay(shop):
    return make_visit(shop, browser_actor(shop.pk, "browser-of-vera-0123456789"))


def write(client, visit_id, text="Asked for oak"):
    told = {"text": text, "record": {"module": "visit", "id": visit_id}}
    return client.post(NOTES, told)


def test_a_note_is_written_on_a_visit_and_found_there(as_boris, stay):
    made = write(as_boris, stay.pk)
    assert made.status_code == 201
    assert made.json()["record"] == {"module": "visit", "id": stay.pk, "name": ""}
    assert as_boris.get(NOTES, visit=stay.pk).json()["items"] == [made.json()]
    assert as_boris.get(NOTES, visit=stay.pk + 1).json()["items"] == []


def test_it_is_changed_and_deleted_like_any_other(as_boris, stay):
    path = f"{NOTES}/{write(as_boris, stay.pk).json()['id']}"
    assert as_boris.patch(path, {"text": "ash"}).json()["text"] == "ash"
    assert as_boris.delete(path).status_code == 204
    assert as_boris.get(path).status_code == 404


def test_without_create_it_is_only_read(as_boris, boris, anna, stay):
    write_visit_note(ref_of(stay), anna, "one")
    limit(boris, {"visit": {"verbs": ["view"]}})
    assert len(as_boris.get(NOTES).json()["items"]) == 1
    assert write(as_boris, stay.pk).status_code == 403


def test_who_does_not_see_the_visit_sees_no_note(as_boris, boris, anna, stay, trade):
    """T7."""
    theirs = make_visit(trade, browser_actor(trade.pk, "browser-of-kim-01234567890"))
    assert write(as_boris, theirs.pk).status_code == 404
    write_visit_note(ref_of(stay), anna, "secret")
    limit(boris, {"visit": {"verbs": []}})
    assert as_boris.get(NOTES).json()["items"] == []
    assert as_boris.get(f"{NOTES}/{Note.objects.get().pk}").status_code == 404
    assert write(as_boris, stay.pk).status_code == 404
