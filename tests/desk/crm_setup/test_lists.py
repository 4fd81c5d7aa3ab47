"""Setup > CRM > Pick lists, Pipelines (F217, F224, F241, D12)."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.choices import options_of
from foyer.crm.models import Choice, Deal, Lead, Pipeline, Stage
from foyer.crm.pipelines import default_pipeline, stage_called, stage_word

pytestmark = pytest.mark.django_db
LIST = "/setup/lists/lead_status/"
REMOVAL = f"{LIST}qualified/removal/"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}'\""


def rows(**names):
    """The form of the list of statuses as it stands, with some of another name."""
    options = options_of("lead_status")
    shown = {"key": [one.key for one in options], "label": [names.get(one.key, one.label) for one in options]}
    return {**shown, "colour": [one.colour for one in options], "active": [one.key for one in options]}


def stages(pipeline):
    """The form of a pipeline as it stands."""
    there = list(pipeline.stages.filter(is_active=True))
    form = {"id": [one.pk for one in there], "label": [stage_word(one) for one in there]}
    form |= {"meaning": [one.meaning for one in there], "percent": [one.probability for one in there]}
    return {"name": "Sales", **form}


@pytest.fixture
def sale(anna):
    return create_record("deal", anna, {"name": "Bench", "stage": stage_called("quote").pk})


def test_values_are_renamed_added_and_moved(as_anna):
    form = rows(contacted="Spoken to")
    form = {name: values[::-1] for name, values in form.items()}
    as_anna.post(LIST, {**form, "more": "Asleep\n\nAway"})
    labels = [one.label for one in options_of("lead_status")]
    assert labels == ["Lost", "Qualified", "Spoken to", "New", "Asleep", "Away"]
    assert b"Spoken to" in as_anna.get("/setup/lists/").content


def test_a_retired_value_is_no_longer_offered_and_stays_on_records(as_anna, as_boris, boris):
    person = create_record("lead", boris, {"last_name": "Lang", "status": "qualified"})
    as_anna.post(LIST, {**rows(), "active": ["contacted"]})
    assert b"Qualified" in as_boris.get(f"/leads/{person.pk}/").content
    assert b'value="qualified"' not in as_boris.get("/leads/new/").content


def test_a_removed_value_is_replaced_by_another(as_anna, boris):
    """F241."""
    create_record("lead", boris, {"last_name": "Lang", "status": "qualified"})
    assert b"1 record has this value" in as_anna.get(REMOVAL).content
    refused = as_anna.post(REMOVAL, {}, follow=True)
    assert b"Choose what they get instead" in refused.content
    page = as_anna.post(REMOVAL, {"replacement": "contacted"}, follow=True)
    assert b"1 record changed" in page.content
    assert Lead.objects.get().status == "contacted"


@pytest.mark.parametrize("path", [f"{LIST}new/removal/", f"{LIST}king/removal/", "/setup/lists/activity_kind/"])
def test_fixed_and_unknown_ones_are_not_there(as_anna, path):
    assert as_anna.get(path).status_code == 404
    assert as_anna.post(path).status_code == 404


def test_a_pipeline_is_made_and_opened(as_anna):
    page = as_anna.post("/setup/pipelines/", {"name": "Rentals"}, follow=True)
    assert len(page.context["stages"]) == 6


def test_stages_are_named_moved_weighed_and_added(as_anna, sale):
    pipeline = sale.stage.pipeline
    form = stages(pipeline)
    form["label"][0], form["percent"][0] = "Call first", "5"
    for name, value in {"id": "", "label": "Handed over", "meaning": "confirmed", "percent": "90"}.items():
        form[name].insert(3, value)
    as_anna.post(f"/setup/pipelines/{pipeline.pk}/", form)
    found = [(stage_word(one), one.probability) for one in pipeline.stages.filter(is_active=True)]
    assert found[0] == ("Call first", 5)
    assert found[3] == ("Handed over", 90)


def test_a_stage_is_closed_and_its_deals_go_on(as_anna, sale):
    path = f"/setup/stages/{sale.stage_id}/closing/"
    assert b"1 deal is in it" in as_anna.get(path).content
    assert b"Choose where they go" in as_anna.post(path, {}, follow=True).content
    as_anna.post(path, {"into": stage_called("negotiation").pk})
    assert Deal.objects.get().stage.key == "negotiation"
    assert as_anna.get(path).status_code == 404


def test_a_pipeline_becomes_the_default_and_goes_out_of_use(as_anna):
    first = default_pipeline()
    as_anna.post("/setup/pipelines/", {"name": "Rentals"})
    made = Pipeline.objects.get(name="Rentals")
    as_anna.post(f"/setup/pipelines/{made.pk}/state/", {"state": "default"})
    as_anna.post(f"/setup/pipelines/{first.pk}/state/", {"state": "off"})
    assert (default_pipeline(), Pipeline.objects.get(pk=first.pk).is_active) == (made, False)
    as_anna.post(f"/setup/pipelines/{first.pk}/state/", {"state": "on"})
    assert Pipeline.objects.get(pk=first.pk).is_active


def test_hostile_words_are_text(as_anna):
    as_anna.post(LIST, {**rows(new=HOSTILE), "more": HOSTILE})
    as_anna.post("/setup/pipelines/", {"name": HOSTILE})
    pages = ("/setup/lists/", LIST, "/setup/pipelines/", "/leads/", "/leads/new/")
    assert [path for path in pages if b"<script>alert" in as_anna.get(path).content] == []
    assert Choice.objects.filter(key="new").exists()


@pytest.mark.parametrize("name", ["lists/", "lists/lead_status/", "pipelines/", "pipelines/{}/", "stages/{}/closing/"])
def test_agents_may_neither_look_nor_change(as_boris, stranger, name):
    pipeline = default_pipeline()
    path = f"/setup/{name.format(pipeline.pk if 'pipe' in name else pipeline.stages.first().pk)}"
    for method in ("get", "post"):
        assert getattr(as_boris, method)(path).status_code == 403
        assert getattr(stranger, method)(path).url.startswith("/login/")


@pytest.mark.parametrize("path", ["lists/", "lists/source/", "pipelines/"])
def test_the_pages_cost_a_fixed_number_of_queries(as_anna, path, django_assert_max_num_queries):
    default_pipeline()
    for number in range(12):
        Choice.objects.create(list="source", key=f"s{number}", label=f"S {number}", position=number)
        made = Pipeline.objects.create(name=f"P {number}", position=number)
        Stage.objects.create(pipeline=made, name="Open", meaning="open", position=0)
    with django_assert_max_num_queries(18):
        as_anna.get(f"/setup/{path}")
