"""The verbs of the CRM's settings: fields, layouts, pick lists, pipelines (F189-F191, F217, F224, F230, F241)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import Invalid, change_record, create_record
from foyer.crm.actions.custom_fields import (
    ChoiceRow,
    change_field,
    create_field,
    delete_field,
    drop_field,
    switch_field,
)
from foyer.crm.actions.layouts import change_layout, reset_layout
from foyer.crm.actions.pick_lists import InUse, change_list, remove_choice
from foyer.crm.actions.pipelines import (
    StageRow,
    change_stages,
    close_stage,
    create_pipeline,
    make_default,
    rename_pipeline,
    switch_pipeline,
)
from foyer.crm.choices import choice_word, options_of
from foyer.crm.fields.registry import custom_fields
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import CUSTOM_KINDS, Kind
from foyer.crm.layouts import laid_out
from foyer.crm.models import CustomField, Deal, Lead
from foyer.crm.pipelines import default_pipeline, first_stage, stage_called
from foyer.team.types import Refusal

pytestmark = pytest.mark.django_db
SIZES = [ChoiceRow("Small"), ChoiceRow("Large", colour="red")]


@pytest.fixture
def size(anna):
    return create_field(anna, "lead", "Size", "choice", choices=SIZES)


def lead(anna, **values):
    return create_record("lead", anna, {"last_name": "Lang", **values})


@pytest.mark.parametrize("kind", CUSTOM_KINDS)
def test_every_kind_can_be_added(anna, kind):
    parts = [("+", create_field(anna, "deal", "Price", "money").key), ("-", "amount")]
    made = create_field(anna, "deal", "More", kind, choices=SIZES, target="account", parts=parts)
    assert (made.key, custom_fields("deal")["c_more"].kind) == ("c_more", kind)


def test_a_key_is_made_once_of_the_label_and_stays(anna, size):
    again = create_field(anna, "lead", "  Größe / Size ", "text")
    assert (size.key, again.key) == ("c_size", "c_grosse_size")
    assert create_field(anna, "lead", "SIZE", "text").key == "c_size_2"
    assert change_field(size, anna, label="How large", is_required=True).key == "c_size"


def test_choices_get_keys_colours_and_are_only_switched_off(anna, size):
    rows = [ChoiceRow("Huge"), ChoiceRow("Big", "large", "green"), ChoiceRow("Small", "small", is_active=False)]
    changed = change_field(size, anna, label="Size", is_required=False, choices=rows)
    kept = [(one["key"], one["label"], one["colour"], one["is_active"]) for one in changed.options["choices"]]
    assert kept == [("huge", "Huge", "", True), ("large", "Big", "green", True), ("small", "Small", "", False)]
    less = change_field(changed, anna, label="Size", is_required=False, choices=[])
    assert len(less.options["choices"]) == 3


@pytest.mark.parametrize(
    ("label", "kind", "facts"),
    [
        ("", "text", {}),
        ("Size", "king", {}),
        ("Size", "stage", {}),
        ("Size", "choice", {}),
        ("Link", "record", {"target": "user"}),
        ("Sum", "formula", {"parts": [("*", "annual_revenue")]}),
        ("Sum", "formula", {"parts": [("+", "city")]}),
        ("Sum", "formula", {}),
    ],
)
def test_what_makes_no_field_is_refused(anna, label, kind, facts):
    """T14."""
    with pytest.raises(Refusal):
        create_field(anna, "lead", label, kind, **facts)


def test_two_hundred_fields_are_the_most(anna):
    CustomField.objects.bulk_create(
        CustomField(module="lead", key=f"c_{n}", label=str(n), kind="text") for n in range(200)
    )
    with pytest.raises(Refusal):
        create_field(anna, "lead", "One more", "text")
    create_field(anna, "contact", "One more", "text")


def test_a_required_field_must_be_filled(anna, size):
    change_field(size, anna, label="Size", is_required=True)
    with pytest.raises(Invalid):
        lead(anna)
    assert lead(anna, c_size="small").custom == {"c_size": "small"}


def test_switched_off_its_values_stay_and_come_back(anna, size):
    person = lead(anna, c_size="small")
    switch_field(size, anna, is_active=False)
    assert "c_size" not in custom_fields("lead")
    change_record(person, anna, {"city": "Bonn"})
    switch_field(size, anna, is_active=True)
    assert Lead.objects.get().custom == {"c_size": "small"}


def test_a_field_with_values_is_deleted_only_by_its_name(anna, size, django_capture_on_commit_callbacks):
    person = lead(anna, c_size="small")
    with pytest.raises(Refusal):
        delete_field(size, anna, "Sice")
    with django_capture_on_commit_callbacks(execute=True):
        delete_field(size, anna, "Size")
    assert "c_size" not in custom_fields("lead")
    drop_field.func(size.pk)
    after = Lead.objects.get()
    assert (after.custom, after.version, CustomField.objects.count()) == ({}, person.version + 1, 0)


def test_an_empty_field_goes_at_once(anna, size):
    delete_field(size, anna)
    assert not CustomField.objects.exists()


def test_what_a_formula_needs_stays(anna):
    price = create_field(anna, "deal", "Price", "money")
    create_field(anna, "deal", "Rest", "formula", parts=[("+", "c_price")])
    for verb in (lambda: delete_field(price, anna), lambda: switch_field(price, anna, is_active=False)):
        with pytest.raises(Refusal):
            verb()


def test_a_layout_orders_names_and_hides(anna, size):
    change_layout(anna, "lead", [("First", ["c_size", "city", "c_size", "king"]), ("Rest", ["city"])], ["street"])
    found = laid_out("lead", shown_fields(anna, "lead"))
    assert [(part.title, [field.key for field in part.fields]) for part in found[:1]] == [("First", ["c_size", "city"])]
    assert "street" not in {field.key for part in found for field in part.fields}
    assert "last_name" in {field.key for field in found[-1].fields}
    reset_layout(anna, "lead")
    assert laid_out("lead", shown_fields(anna, "lead"))[0].fields[0].key == "salutation"


def test_a_title_from_the_start_is_still_translated(anna):
    from django.utils import translation

    change_layout(anna, "lead", [("Address", ["city"])])
    with translation.override("de"):
        assert laid_out("lead", shown_fields(anna, "lead"))[0].title == "Adresse"


def rows_of(name, **labels):
    return [ChoiceRow(labels.get(one.key, one.label), one.key, one.colour, one.is_active) for one in options_of(name)]


def test_a_status_is_renamed_and_the_others_stay_translated(anna):
    from django.utils import translation

    change_list(anna, "lead_status", [*rows_of("lead_status", new="Fresh"), ChoiceRow("Asleep", colour="amber")])
    assert choice_word("lead_status", "new") == "Fresh"
    assert [one.key for one in options_of("lead_status")][-1] == "asleep"
    with translation.override("de"):
        assert choice_word("lead_status", "contacted") != "Contacted"
        assert choice_word("lead_status", "new") == "Fresh"


def test_fixed_values_stay_on_offer(anna):
    rows = [ChoiceRow(one.label, one.key, is_active=False) for one in options_of("source")]
    change_list(anna, "source", rows)
    assert {one.key for one in options_of("source") if one.is_active} >= {"chat", "import"}
    with pytest.raises(Refusal):
        remove_choice(anna, "source", "chat")


def test_a_value_in_use_asks_for_another_one(anna):
    person = lead(anna, status="qualified")
    with pytest.raises(InUse) as refused:
        remove_choice(anna, "lead_status", "qualified")
    assert refused.value.number == 1
    for nothing in ("", "king", "qualified"):
        with pytest.raises(Refusal):
            remove_choice(anna, "lead_status", "qualified", nothing)
    assert remove_choice(anna, "lead_status", "qualified", "contacted") == 1
    after = Lead.objects.get()
    assert (after.status, after.version) == ("contacted", person.version + 1)
    assert after.changed_at > person.changed_at
    assert "qualified" not in {one.key for one in options_of("lead_status")}


def test_lists_that_are_not_editable_and_unknown_ones_are_refused(anna):
    for name in ("activity_kind", "king"):
        with pytest.raises(Refusal):
            change_list(anna, name, [])


def test_a_pipeline_begins_with_stages_and_can_become_the_default(anna):
    made = create_pipeline(anna, "Rentals")
    assert made.stages.count() == 6
    make_default(made, anna)
    assert default_pipeline() == made
    with pytest.raises(Refusal):
        switch_pipeline(made, anna, is_active=False)


def test_a_pipeline_with_open_deals_stays_in_use(anna):
    made = create_pipeline(anna, "Rentals")
    sale = create_record("deal", anna, {"name": "Bench", "stage": first_stage(made).pk})
    with pytest.raises(Refusal):
        switch_pipeline(made, anna, is_active=False)
    change_record(sale, anna, {"stage": made.stages.get(key="won").pk})
    assert not switch_pipeline(made, anna, is_active=False).is_active


def stage_rows(pipeline, **changes):
    """The stages as they are, with some of another meaning."""
    return [
        StageRow(stage.name or stage.key.title(), changes.get(stage.key, stage.meaning), stage.probability, stage.pk)
        for stage in pipeline.stages.filter(is_active=True)
    ]


def test_stages_are_named_ordered_and_added(anna):
    pipeline = default_pipeline()
    rows = stage_rows(pipeline)
    change_stages(pipeline, anna, [StageRow("Call first", "open", 5), *rows, StageRow("  ", "open", 0)])
    assert first_stage().name == "Call first"
    assert pipeline.stages.filter(is_active=True).count() == len(rows) + 1


def test_deals_follow_the_meaning_of_their_stage(anna):
    sale = create_record("deal", anna, {"name": "Bench", "stage": stage_called("negotiation").pk})
    change_stages(default_pipeline(), anna, stage_rows(default_pipeline(), negotiation="won"))
    after = Deal.objects.get()
    assert (after.state, after.version, after.closed_at is None) == ("won", sale.version + 1, False)


def test_a_pipeline_needs_begin_and_ends(anna):
    for key in ("won", "lost"):
        with pytest.raises(Refusal):
            close_stage(stage_called(key), anna)
        with pytest.raises(Refusal):
            change_stages(default_pipeline(), anna, stage_rows(default_pipeline(), **{key: "open"}))
    with pytest.raises(Refusal):
        change_stages(default_pipeline(), anna, [StageRow("X", "open", 101)])


def test_the_deals_of_a_closed_stage_go_where_one_says(anna):
    create_record("deal", anna, {"name": "Bench", "stage": stage_called("quote").pk})
    foreign = first_stage(create_pipeline(anna, "Rentals"))
    for into in (None, foreign, stage_called("quote")):
        with pytest.raises(Refusal):
            close_stage(stage_called("quote"), anna, into)
    assert close_stage(stage_called("quote"), anna, stage_called("won")) == 1
    assert Deal.objects.get().state == "won"
    assert not stage_called("quote").is_active


def test_agents_set_nothing(anna, boris, size):
    pipeline = default_pipeline()
    verbs = [
        lambda: create_field(boris, "lead", "Mine", Kind.TEXT),
        lambda: change_field(size, boris, label="Mine", is_required=False),
        lambda: switch_field(size, boris, is_active=False),
        lambda: delete_field(size, boris),
        lambda: change_layout(boris, "lead", [("Mine", [])]),
        lambda: reset_layout(boris, "lead"),
        lambda: change_list(boris, "source", []),
        lambda: remove_choice(boris, "source", "other"),
        lambda: create_pipeline(boris, "Mine"),
        lambda: rename_pipeline(pipeline, boris, "Mine"),
        lambda: make_default(pipeline, boris),
        lambda: switch_pipeline(pipeline, boris, is_active=False),
        lambda: change_stages(pipeline, boris, []),
        lambda: close_stage(stage_called("quote"), boris),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()


def test_an_empty_stage_closes_without_asking(anna):
    assert close_stage(stage_called("quote"), anna) == 0
