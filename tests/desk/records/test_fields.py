"""Changing a record field by field: every kind, who may not, two at once (issue 3, E25, T7, T14, T15)."""

import json

import pytest

from foyer.crm.actions import change_record, create_record
from foyer.crm.actions.custom_fields import create_field
from foyer.crm.fields import fields_of
from foyer.crm.fields.rights import shown_fields
from foyer.crm.models import Account, CustomField, Deal, Lead
from foyer.crm.modules import MODULES, RECORDS
from tests.desk.records.rights import limit
from tests.hostile.lines import dealt

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
START = {
    "lead": {"last_name": "Lang"},
    "contact": {"last_name": "Noll"},
    "account": {"name": "ACME"},
    "deal": {"name": "Bench"},
}
HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "\x00\u202e{{ 7*7 }}",
    "9" * 400,
    "'\"><img src=x onerror=alert(1)>",
    "-1",
    "[]",
)


@pytest.fixture
def vera(boris):
    return create_record("lead", boris, {"last_name": "Lindqvist", "city": "Malmö"})


def path_of(record, tail=""):
    module = next(module for module in MODULES.values() if isinstance(record, module.model))
    return f"/{module.plural}/{record.pk}/{tail}"


def test_a_value_turns_into_a_control_and_back(as_boris, vera):
    path = path_of(vera, "fields/city/")
    assert b'name="city"' in as_boris.get(path, **HTMX).content
    shown = as_boris.get(f"{path}?shown", **HTMX).content
    assert b"Malm" in shown
    assert b"<form" not in shown


def test_a_value_is_saved_in_place_with_the_head(as_boris, vera):
    answer = as_boris.post(path_of(vera, "fields/last_name/"), {"last_name": "Berg"}, **HTMX)
    assert b'id="f-last_name"' in answer.content
    assert b'id="rec-head"' in answer.content
    assert Lead.objects.get().last_name == "Berg"


def test_what_cannot_be_stored_is_said_at_the_field_and_kept(as_boris, boris):
    deal = create_record("deal", boris, {"name": "Bench"})
    answer = as_boris.post(path_of(deal, "fields/amount/"), {"amount": "a lot"}, **HTMX).content
    assert b"This is not a number." in answer
    assert b'value="a lot"' in answer


def test_who_changed_it_meanwhile_is_told_with_both_values(as_boris, anna, vera):
    form = {"version": vera.version, "was": json.dumps({"city": "Malmö"}), "city": "Lund"}
    change_record(vera, anna, {"city": "Ystad"})
    answer = as_boris.post(path_of(vera, "fields/city/"), form, **HTMX).content.decode()
    assert "Anna" in answer
    assert "Ystad" in answer
    assert 'value="Lund"' in answer
    assert Lead.objects.get().city == "Ystad"


def test_a_change_of_another_field_is_no_conflict(as_boris, anna, vera):
    form = {"version": vera.version, "was": json.dumps({"city": "Malmö"}), "city": "Lund"}
    change_record(vera, anna, {"company": "Lindqvist AB"})
    as_boris.post(path_of(vera, "fields/city/"), form, **HTMX)
    kept = Lead.objects.get()
    assert (kept.city, kept.company) == ("Lund", "Lindqvist AB")


def test_the_form_keeps_what_only_somebody_else_changed(as_boris, anna, vera):
    was = {"city": "Malmö", "company": "", "last_name": "Lindqvist"}
    form = {"version": vera.version, "was": json.dumps(was), "city": "Malmö", "company": "AB", "last_name": "Lindqvist"}
    change_record(vera, anna, {"city": "Ystad"})
    assert as_boris.post(path_of(vera, "edit/"), form).status_code == 302
    kept = Lead.objects.get()
    assert (kept.city, kept.company) == ("Ystad", "AB")


def test_the_form_stops_where_both_changed_the_same(as_boris, anna, vera):
    form = {"version": vera.version, "was": json.dumps({"city": "Malmö"}), "city": "Lund"}
    change_record(vera, anna, {"city": "Ystad"})
    answer = as_boris.post(path_of(vera, "edit/"), form)
    assert answer.status_code == 409
    assert "Ystad" in answer.content.decode()


def test_a_hidden_field_is_not_there(as_boris, boris, vera):
    limit(boris, fields={"lead": {"city": "hidden"}})
    assert as_boris.get(path_of(vera, "fields/city/")).status_code == 404
    assert as_boris.post(path_of(vera, "fields/city/"), {"city": "Lund"}).status_code == 404
    assert "Malmö" not in as_boris.get(path_of(vera)).content.decode()


def test_a_formula_over_a_hidden_field_is_hidden(as_boris, boris, anna):
    """T7: it would tell what its parts hold."""
    seats = create_field(anna, "deal", "Seats", "number")
    total = create_field(anna, "deal", "Total", "formula", parts=[("+", seats.key)])
    deal = create_record("deal", anna, {"name": "Bench", seats.key: "868686"})
    assert "868,686" in as_boris.get(path_of(deal)).content.decode()
    limit(boris, fields={"deal": {seats.key: "hidden"}})
    assert total.key not in shown_fields(boris, "deal")
    assert "868,686" not in as_boris.get(path_of(deal)).content.decode()


def test_a_field_for_reading_cannot_be_changed(as_boris, boris, vera):
    limit(boris, fields={"lead": {"city": "read"}})
    assert as_boris.get(path_of(vera, "fields/city/")).status_code == 403
    assert as_boris.post(path_of(vera, "fields/city/"), {"city": "Lund"}).status_code == 403
    assert "Malmö" in as_boris.get(path_of(vera)).content.decode()
    assert b"fields/city/" not in as_boris.get(path_of(vera)).content


def test_a_name_that_nobody_has_makes_an_account(as_boris, boris):
    deal = create_record("deal", boris, {"name": "Bench"})
    as_boris.post(path_of(deal, "fields/account/"), {"account": "", "account-name": "New Company"}, **HTMX)
    assert Deal.objects.get().account == Account.objects.get(name="New Company")


def test_a_link_to_what_is_not_seen_is_neither_shown_nor_changed(as_boris, boris, anna):
    hidden = create_record("account", anna, {"name": "Secret Company"})
    deal = create_record("deal", anna, {"name": "Bench", "account": hidden.pk})
    limit(boris, modules={"account": {"verbs": []}})
    assert b"Secret Company" not in as_boris.get(path_of(deal)).content
    assert b"Secret Company" not in as_boris.get(path_of(deal, "head/")).content


@pytest.mark.slow
@pytest.mark.parametrize("module", RECORDS)
def test_hostile_values_in_every_field_break_nothing(as_boris, boris, module):
    """T15, T22: nothing executes, no error page."""
    for kind in ("text", "number", "date", "moment", "flag", "email", "phone", "url", "user", "multi", "choice"):
        CustomField.objects.create(module=module, key=f"c_{kind}", label=f"<b>{kind}</b>", kind=kind)
    record = create_record(module, boris, START[module])
    for turn, key in enumerate(fields_of(module)):
        for value in dealt(HOSTILE, turn, of=5):
            answer = as_boris.post(path_of(record, f"fields/{key}/"), {key: value}, **HTMX)
            assert answer.status_code in {200, 403}, (key, value)
            assert b"<script>alert" not in answer.content
            assert b'href="javascript:' not in answer.content
    page = as_boris.get(path_of(record)).content
    assert b"<img src=x" not in page
    assert b"<b>text</b>" not in page


@pytest.mark.parametrize("module", RECORDS)
def test_every_field_has_a_control_that_keeps_its_value(as_boris, boris, module):
    record = create_record(module, boris, START[module])
    page = as_boris.get(path_of(record, "edit/"))
    form = {key: control.value for key, control in page.context["controls"].items() if control.value not in ("", [])}
    names = {key for key, control in page.context["controls"].items() if control.input == "record"}
    answer = as_boris.post(path_of(record, "edit/"), {key: value for key, value in form.items() if key not in names})
    assert answer.status_code == 302
    fresh = MODULES[module].model.objects.get(pk=record.pk)
    assert fresh.version == record.version
