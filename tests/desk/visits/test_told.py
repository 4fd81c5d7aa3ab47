"""Own fields of visits, filled by what the website tells (F50-F53)."""

import pytest

from foyer.crm.actions.custom_fields import ChoiceRow, change_field, create_field, delete_field
from foyer.crm.models import CustomField
from foyer.identity.actions import browser_actor
from foyer.lib.text import clean_line
from foyer.team.types import Refusal
from foyer.visits.models import SeenField
from tests.desk.house import visit
from tests.desk.records.rights import limit
from tests.hostile.lines import XSS

pytestmark = pytest.mark.django_db
SEEN = "/setup/fields-seen/"
FIELDS = "/setup/fields/visit/"


def told(shop, **values):
    """A visit of which the website told these."""
    data = {name.casefold(): [name, value, 1] for name, value in values.items()}
    made = visit(shop, browser_actor(shop.pk, "browser-of-vera-0123456789"), page_data=data)
    for name in values:
        SeenField.objects.create(portal=shop, name=name.casefold(), label=name, kind="text", visit=made)
    return made


def fields_of(client, made):
    """What stands in the own fields of a visit's page, by label."""
    page = client.get(f"/visits/{made.pk}/").context["page"]
    return {one.field.label: (one.text, one.hint) for one in page.told.fields}


def page_of(client, path):
    return client.get(path).content.decode()


def test_a_field_of_equal_label_is_filled_also_with_what_came_before_it(as_boris, anna, shop):
    """F50, F51: case and outer space do not matter."""
    made = told(shop, Plan="Pro", Size=12)
    create_field(anna, "visit", " PLAN ", "text")
    create_field(anna, "visit", "Colour", "text")
    assert fields_of(as_boris, made) == {"PLAN": ("Pro", "")}
    assert "Also told by the website" in page_of(as_boris, f"/visits/{made.pk}/")


READINGS = {
    ("number", 12.5): "12.5",
    ("number", "1,250"): "1,250",
    ("flag", True): "Yes",
    ("date", "2026-11-24"): "24 Nov 2026",
    ("email", "Vera@Lindqvist.example"): "vera@lindqvist.example",
    ("text", ("a", "b")): "a, b",
    ("choice", "pro"): "Pro",
    ("multi", ("Pro", "basic")): "Pro, Basic",
}


@pytest.mark.parametrize(("kind", "value"), READINGS)
def test_each_kind_reads_what_was_told(as_boris, anna, shop, kind, value):
    create_field(anna, "visit", "x", kind, choices=[ChoiceRow(label="Pro"), ChoiceRow(label="Basic")])
    made = told(shop, x=list(value) if isinstance(value, tuple) else value)
    assert fields_of(as_boris, made) == {"x": (READINGS[kind, value], "")}


@pytest.mark.parametrize(("kind", "value"), [("number", "many"), ("date", "soon"), ("email", "x"), ("choice", "Gold")])
def test_what_does_not_fit_is_still_there_with_a_hint(as_boris, anna, shop, kind, value):
    create_field(anna, "visit", "x", kind, choices=[ChoiceRow(label="Pro")])
    text, hint = fields_of(as_boris, told(shop, x=value))["x"]
    assert (text, bool(hint)) == (value, True)


def test_own_fields_of_visits_cannot_be_edited(as_anna, anna, shop):
    """F52."""
    create_field(anna, "visit", "Plan", "text")
    made = told(shop, Plan="Pro")
    as_anna.post(f"/visits/{made.pk}/", {"c_plan": "Other"})
    as_anna.post(f"/visit/{made.pk}/fields/c_plan/", {"c_plan": "Other"})
    assert fields_of(as_anna, made) == {"Plan": ("Pro", "")}


def test_a_hidden_field_is_nowhere_on_the_page(as_boris, boris, anna, shop):
    """E25: not under what else was told either."""
    create_field(anna, "visit", "Income", "number")
    made = told(shop, Income=52000)
    limit(boris, fields={"visit": {"c_income": "hidden"}})
    assert "52000" not in page_of(as_boris, f"/visits/{made.pk}/").replace(",", "")


def test_fields_are_made_in_the_same_editor(as_anna):
    """F50, F230."""
    as_anna.post(FIELDS, {"name": "Plan", "kind": "text", "is_required": "on"})
    made = CustomField.objects.get(module="visit")
    assert (made.label, made.is_required) == ("Plan", False)
    assert "Fields seen" in page_of(as_anna, FIELDS)
    as_anna.post(f"{FIELDS}c_plan/", {"name": "Tariff"})
    assert CustomField.objects.get().label == "Tariff"
    as_anna.post(f"{FIELDS}c_plan/deletion/")
    assert not CustomField.objects.exists()


@pytest.mark.parametrize("kind", ["formula", "record", "user", "nonsense"])
def test_only_kinds_that_a_page_can_tell_are_offered(as_anna, kind):
    assert f'value="{kind}"' not in page_of(as_anna, FIELDS)
    as_anna.post(FIELDS, {"name": "x", "kind": kind, "target": "lead"})
    assert not CustomField.objects.exists()


def test_there_is_one_field_of_a_label(anna):
    """F51."""
    create_field(anna, "visit", "Plan", "text")
    with pytest.raises(Refusal):
        create_field(anna, "visit", " plan", "number")


def test_a_deleted_field_loses_nothing(as_anna, anna, shop):
    made = told(shop, Plan="Pro")
    delete_field(create_field(anna, "visit", "Plan", "text"), anna)
    assert "Pro" in page_of(as_anna, f"/visits/{made.pk}/")


def test_all_that_was_told_is_looked_up_and_becomes_a_field(as_anna, anna, shop):
    """F53."""
    made = told(shop, Plan="Pro", Size=12)
    create_field(anna, "visit", "plan", "text")
    page = page_of(as_anna, SEEN)
    assert [t for t in ("Plan", "Pro", "Size", "Demo shop", f"/visits/{made.pk}/") if t not in page] == []
    assert (page.count("Create field"), page.count("Open field")) == (1, 1)
    assert 'value="Size"' in page_of(as_anna, f"{FIELDS}?name=Size&kind=text")


def test_before_anything_was_told_one_learns_how(as_anna, shop):
    assert "foyer(&#34;set&#34;" in page_of(as_anna, SEEN)


def test_only_administrators_look_it_up(as_boris, stranger, shop):
    """F53: "with admin rights"."""
    told(shop, Plan="Pro")
    assert (as_boris.get(SEEN).status_code, as_boris.get(FIELDS).status_code) == (403, 403)
    assert stranger.get(SEEN).url.startswith("/login/")


def test_a_deleted_visit_leaves_no_example(as_anna, shop):
    told(shop, Plan="Pro").delete()
    page = page_of(as_anna, SEEN)
    assert ("Plan" in page, ">Pro<" in page) == (True, False)


@pytest.mark.parametrize("part", range(4))
def test_what_a_page_tells_is_text(as_anna, shop, part):
    """T15."""
    lines = [line for line in XSS[part::4] if "<" in line]
    made = told(shop, **{clean_line(line, 80) or "x": clean_line(line, 500) for line in lines})
    for path in (f"/visits/{made.pk}/", SEEN):
        page = page_of(as_anna, path)
        assert [line for line in lines if line in page] == []


def test_an_address_that_runs_is_no_link(as_anna, anna, shop):
    create_field(anna, "visit", "x", "url")
    page = page_of(as_anna, f"/visits/{told(shop, x='javascript:alert(1)').pk}/")
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("many", [1, 40])
def test_the_pages_cost_the_same_for_few_and_for_many(as_anna, anna, shop, many, django_assert_max_num_queries):
    made = told(shop, **{f"Name {number}": number for number in range(many)})
    create_field(anna, "visit", "Name 0", "number")
    with django_assert_max_num_queries(22):
        as_anna.get(f"/visits/{made.pk}/")
    with django_assert_max_num_queries(10):
        as_anna.get(SEEN)


def column(anna, label, kind="text"):
    field = create_field(anna, "visit", label, kind)
    return change_field(field, anna, label=label, is_required=False, in_list=True)


def test_a_field_becomes_a_column_of_the_list(as_anna, anna, shop):
    """F50: the administrator says which."""
    as_anna.post(FIELDS, {"name": "Plan", "kind": "text"})
    assert "Garden Pro" not in page_of(as_anna, "/visits/?view=unknown")
    as_anna.post(f"{FIELDS}c_plan/", {"name": "Plan", "in_list": "on"})
    told(shop, Plan="Garden Pro")
    assert "Garden Pro" in page_of(as_anna, "/visits/?view=unknown")


@pytest.mark.parametrize(
    ("value", "asked"), [("Pro", "Pro"), (12, "12"), ("12", "12"), (12.5, "12.5"), (True, "true"), ("a__b", "a__b")]
)
def test_visits_of_the_same_value_are_listed(as_boris, anna, shop, value, asked):
    """F50: from the value on a visit's page."""
    create_field(anna, "visit", "my__Plan", "text")
    found = told(shop, my__Plan=value)
    visit(shop, browser_actor(shop.pk, "browser-of-kim-01234567890"), page_data={"my__plan": ["x", "other", 1]})
    assert f"is={asked}" in page_of(as_boris, f"/visits/{found.pk}/")
    rows = as_boris.get("/visits/", {"view": "unknown", "field": "c_my_plan", "is": asked}).context["list"].rows
    assert [row.id for row in rows] == [found.pk]


def test_a_field_that_is_hidden_neither_shows_nor_narrows(as_boris, boris, anna, shop):
    """E25."""
    column(anna, "Income")
    told(shop, Income="52000")
    limit(boris, fields={"visit": {"c_income": "hidden"}})
    page = as_boris.get("/visits/", {"view": "unknown", "field": "c_income", "is": "52000"})
    assert (page.context["list"].told, b"52000" in page.content) == (None, False)


@pytest.mark.parametrize("asked", ["", "nobody", "\x00", "9" * 5000, *XSS[:5]])
def test_hostile_values_narrow_to_nothing(as_boris, anna, shop, asked):
    column(anna, "Plan")
    told(shop, Plan="Pro")
    assert as_boris.get("/visits/", {"view": "unknown", "field": "c_plan", "is": asked}).status_code == 200
