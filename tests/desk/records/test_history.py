"""The history of a record, deleting it, and the recycle bin (issue 3 point 9, E31)."""

import pytest

from foyer.crm.actions import change_record, create_record, delete_record
from foyer.crm.models import Deal, Lead, Stage
from foyer.events.models import Event
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(boris):
    made = create_record("lead", boris, {"last_name": "Lindqvist", "city": "Malmö"})
    return change_record(made, boris, {"city": "Lund"})


def last_event(kind):
    return Event.objects.filter(kind=kind).latest("pk").pk


def test_the_history_says_who_changed_what_from_what_to_what(as_boris, vera):
    (row,) = as_boris.get(f"/leads/{vera.pk}/history/").context["rows"]
    assert (row.who, str(row.field.label), row.old, row.new) == ("Boris Brandt", "City", "Malmö", "Lund")


def test_an_old_value_is_brought_back(as_boris, vera):
    as_boris.post(f"/leads/{vera.pk}/history/{last_event('FieldChanged')}/")
    assert Lead.objects.get().city == "Malmö"


def test_stage_status_and_owner_are_brought_back(as_boris, boris, anna):
    deal = create_record("deal", boris, {"name": "Bench"})
    change_record(deal, boris, {"stage": Stage.objects.get(key="quote").pk})
    as_boris.post(f"/deals/{deal.pk}/history/{last_event('DealMoved')}/")
    assert Deal.objects.get().stage.key == "new"


def test_the_history_of_another_record_brings_nothing_back(as_boris, boris, vera):
    other = create_record("lead", boris, {"last_name": "Other"})
    assert as_boris.post(f"/leads/{other.pk}/history/{last_event('FieldChanged')}/").status_code == 404


def test_who_may_not_write_a_field_restores_nothing(as_boris, boris, vera):
    limit(boris, fields={"lead": {"city": "read"}})
    assert as_boris.post(f"/leads/{vera.pk}/history/{last_event('FieldChanged')}/").status_code == 403
    limit(boris, fields={"lead": {"city": "hidden"}})
    assert as_boris.get(f"/leads/{vera.pk}/history/").context["rows"] == []


def test_deleting_shows_what_goes_and_is_undone_by_the_toast(as_boris, vera):
    assert b"recycle bin" in as_boris.get(f"/leads/{vera.pk}/deletion/").content
    answer = as_boris.post(f"/leads/{vera.pk}/deletion/")
    assert Lead.objects.get().gone == "deleted"
    assert f"/leads/{vera.pk}/restoration/" in as_boris.get(answer.url).content.decode()
    as_boris.post(f"/leads/{vera.pk}/restoration/")
    assert Lead.objects.get().gone == ""


def test_the_bin_lists_what_was_deleted_by_whom(as_boris, boris, vera):
    delete_record(vera, boris)
    (row,) = as_boris.get("/bin/?module=lead").context["rows"]
    assert (row.record, row.who) == (vera, "Boris Brandt")
    assert as_boris.get("/bin/?module=deal").context["rows"] == []


def test_a_record_in_the_bin_is_not_changed(as_boris, boris, vera):
    delete_record(vera, boris)
    assert b"In the recycle bin since" in as_boris.get(f"/leads/{vera.pk}/").content
    assert as_boris.get(f"/leads/{vera.pk}/edit/").status_code == 403
    assert as_boris.post(f"/leads/{vera.pk}/fields/city/", {"city": "Ystad"}).status_code == 403


def test_who_may_not_delete_neither_deletes_nor_restores(as_boris, boris, anna, vera):
    limit(boris, modules={"lead": {"verbs": ["view", "edit"]}})
    assert as_boris.post(f"/leads/{vera.pk}/deletion/").status_code == 403
    assert b"/deletion/" not in as_boris.get(f"/leads/{vera.pk}/").content
    delete_record(vera, anna)
    assert as_boris.post(f"/leads/{vera.pk}/restoration/").status_code == 403
    assert b"/restoration/" not in as_boris.get("/bin/?module=lead").content


def test_the_bin_shows_only_what_one_sees(as_boris, boris, anna, vera):
    delete_record(vera, anna)
    delete_record(create_record("lead", anna, {"last_name": "Other"}), anna)
    limit(boris, modules={"lead": {"scope": "own"}})
    assert [row.record for row in as_boris.get("/bin/?module=lead").context["rows"]] == [vera]


@pytest.mark.parametrize("many", [2, 20])
def test_the_bin_and_the_history_cost_the_same(as_boris, boris, vera, many, django_assert_max_num_queries):
    for number in range(many):
        change_record(vera, boris, {"city": f"City {number}"})
        delete_record(create_record("lead", boris, {"last_name": f"L{number}"}), boris)
    for path, most in (("/bin/?module=lead", 8), (f"/leads/{vera.pk}/history/", 18)):
        as_boris.get(path)
        with django_assert_max_num_queries(most):
            as_boris.get(path)
