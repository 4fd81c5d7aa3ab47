"""Setup > CRM > Fields and Layouts: what Anna sets, Boris has at once (F189-F191, F230)."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.fields.types import CUSTOM_KINDS
from foyer.crm.models import CustomField, Layout
from foyer.crm.modules import MODULES
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
FIELDS = "/setup/fields/lead/"
ONE = f"{FIELDS}c_size/"
LAYOUT = "/setup/layouts/lead/"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}'\""


def lead(user, **values):
    return create_record("lead", user, {"last_name": "Lang", **values})


@pytest.mark.parametrize("kind", CUSTOM_KINDS)
def test_every_kind_is_added_by_its_form(as_anna, kind):
    form = {"name": "Mine", "kind": kind, "more": "One\nTwo", "target": "deal"}
    form |= {"sign": ["+", "-"], "part": ["annual_revenue", ""]}
    page = as_anna.post(FIELDS, form, follow=True)
    assert page.context["field"].key == "c_mine"
    assert b"Mine" in as_anna.get(FIELDS).content


def test_what_cannot_be_added_is_said_with_what_was_typed(as_anna):
    page = as_anna.post(FIELDS, {"name": "Garden", "kind": "choice"})
    assert b"Name at least one choice" in page.content
    assert b'value="Garden"' in page.content


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_both_pages(as_anna, module):
    assert as_anna.get(f"/setup/fields/{module}/").status_code == 200
    assert as_anna.get(f"/setup/layouts/{module}/").status_code == 200


def test_a_field_is_named_and_its_choices_are_ordered_and_switched_off(as_anna, size):
    form = {"name": "How large", "is_required": "on", "more": "Huge", "active": ["large"]}
    form |= {"key": ["large", "small"], "label": ["Big", "Small"], "colour": ["green", ""]}
    as_anna.post(ONE, form)
    kept = CustomField.objects.get()
    choices = [(one["key"], one["label"], one["is_active"]) for one in kept.options["choices"]]
    assert choices == [("large", "Big", True), ("small", "Small", False), ("huge", "Huge", True)]
    assert (kept.label, kept.is_required) == ("How large", True)


def test_boris_has_a_new_field_at_once_and_fills_it_in(as_anna, as_boris, boris):
    """F191."""
    vera = lead(boris)
    as_anna.post(FIELDS, {"name": "Garden", "kind": "text"})
    as_anna.post(LAYOUT, {"item": ["section:", "last_name", "c_garden"], "title": ["Who"]})
    details = as_boris.get(f"/leads/{vera.pk}/details/").content.decode()
    assert details.index("Who") < details.index("Garden")
    as_boris.post(f"/leads/{vera.pk}/fields/c_garden/", {"c_garden": "Terrace"})
    assert b"Terrace" in as_boris.get(f"/leads/{vera.pk}/").content


def test_off_all_pages_and_back(as_anna, as_boris, boris, size):
    vera = lead(boris, c_size="large")
    as_anna.post(f"{ONE}state/", {"active": "no"})
    assert b"Size" not in as_boris.get(f"/leads/{vera.pk}/details/").content
    as_anna.post(f"{ONE}state/", {"active": "yes"})
    assert b"Large" in as_boris.get(f"/leads/{vera.pk}/details/").content


def test_a_field_with_values_asks_for_its_name(as_anna, boris, size):
    lead(boris, c_size="large")
    assert b"1 record loses its value" in as_anna.get(ONE).content
    page = as_anna.post(f"{ONE}deletion/", {"confirmed": "Sice"}, follow=True)
    assert b"Type the name of the field" in page.content
    as_anna.post(f"{ONE}deletion/", {"confirmed": "Size"})
    assert b"c_size" not in as_anna.get(FIELDS).content
    assert as_anna.get(ONE).status_code == 404


def test_an_empty_field_is_deleted(as_anna, size):
    as_anna.post(f"{ONE}deletion/")
    assert not CustomField.objects.exists()


def test_a_layout_has_sections_and_fields_in_the_order_of_the_form(as_anna, size):
    items = ["section:", "c_size", "section:", "city", "section:", "street", "off:", "region"]
    as_anna.post(LAYOUT, {"item": items, "title": ["First", "Second", ""]})
    kept = Layout.objects.get().sections
    assert [part.get("fields", part.get("hidden")) for part in kept] == [["c_size"], ["city", "street"], ["region"]]
    page = as_anna.get(LAYOUT)
    assert [part.title for part in page.context["parts"]] == ["First", "Second", "More fields"]
    assert [field.key for field in page.context["off"]] == ["region"]


def test_a_layout_goes_back_to_the_start(as_anna):
    as_anna.post(LAYOUT, {"item": ["section:", "city"], "title": ["Only"]})
    as_anna.post(LAYOUT, {"reset": "yes"})
    assert not Layout.objects.exists()


def test_a_layout_without_a_section_is_refused(as_anna):
    assert b"Lay out at least one section" in as_anna.post(LAYOUT, {"title": ["A"]}, follow=True).content
    assert not Layout.objects.exists()


def test_a_profile_asks_for_a_field(as_boris, boris, size):
    """E25: required by profile, like read only."""
    limit(boris, fields={"lead": {"city": "required", "c_size": "read"}})
    refused = as_boris.post("/leads/new/", {"last_name": "Lang"}).content.decode()
    assert "Fill this in." in refused
    assert "City <span" in refused
    as_boris.post("/leads/new/", {"last_name": "Lang", "city": "Lund"})
    vera = MODULES["lead"].model.objects.get()
    assert b"Fill this in." in as_boris.post(f"/leads/{vera.pk}/fields/city/", {"city": ""}).content
    assert as_boris.post(f"/leads/{vera.pk}/fields/c_size/", {"c_size": "small"}).status_code == 403


def test_hostile_names_are_text(as_anna):
    as_anna.post(FIELDS, {"name": HOSTILE, "kind": "choice", "more": HOSTILE})
    key = CustomField.objects.get().key
    as_anna.post(LAYOUT, {"item": ["section:", key], "title": [HOSTILE]})
    for path in (FIELDS, f"{FIELDS}{key}/", LAYOUT, "/leads/new/"):
        page = as_anna.get(path).content
        assert b"<script>alert" not in page
        assert b"49'" not in page


@pytest.mark.parametrize("path", [FIELDS, ONE, LAYOUT])
def test_agents_may_not_look(as_boris, stranger, size, path):
    assert as_boris.get(path).status_code == 403
    assert stranger.get(path).url.startswith("/login/")


@pytest.mark.parametrize("path", [FIELDS, ONE, f"{ONE}state/", f"{ONE}deletion/", LAYOUT])
def test_agents_may_not_change(as_boris, stranger, size, path):
    for client in (as_boris, stranger):
        assert client.post(path, {"name": "Mine", "kind": "text", "reset": "yes"}).status_code in {302, 403}
    assert CustomField.objects.get().label == "Size"


@pytest.mark.parametrize("path", ["/setup/fields/king/", "/setup/layouts/king/", f"{FIELDS}c_king/"])
def test_what_is_not_there_is_not_there(as_anna, path):
    assert as_anna.get(path).status_code == 404


@pytest.mark.parametrize("path", [FIELDS, ONE, LAYOUT])
def test_the_pages_cost_the_same_for_few_and_many(as_anna, size, path, django_assert_max_num_queries):
    CustomField.objects.bulk_create(
        CustomField(module="lead", key=f"c_{n}", label=str(n), kind="text") for n in range(50)
    )
    with django_assert_max_num_queries(13):
        as_anna.get(path)
