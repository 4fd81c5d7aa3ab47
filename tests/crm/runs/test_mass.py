"""Mass actions: each record by itself, told one by one, and taken back (E16, issue 3, 4)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import change_record, create_record
from foyer.crm.fields.types import BadValue
from foyer.crm.models import Activity, Lead, Run, Tagging
from foyer.crm.runs import actions, engine
from foyer.crm.runs.actions import begin_export, begin_mass, undo_run
from foyer.crm.runs.engine import work_off
from foyer.crm.runs.files import file_of
from foyer.team.types import Refusal
from tests.crm.runs.conftest import limit, worked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leads(anna):
    return [create_record("lead", anna, {"last_name": f"L{n}", "city": "Lund"}) for n in range(3)]


def done(anna, act, which, module="lead", **facts):
    return worked(begin_mass(module, anna, act, {"ids": [one.pk for one in which]}, **facts))


def waiting(anna, which):
    """A run that nobody has begun."""
    plan = {"ids": [one.pk for one in which]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "work_off", lambda _run_id: False)
        return begin_mass("lead", anna, "task", plan, task={"subject": "Call back"})


def told(run):
    return list(run.rows.order_by("number").values_list("outcome", "message"))


def test_an_owner_is_set_and_taken_back(anna, boris, leads):
    run = done(anna, "owner", leads, value=boris.pk)
    assert set(Lead.objects.values_list("owner", flat=True)) == {boris.pk}
    assert worked(undo_run(run, anna)).done == 3
    assert set(Lead.objects.values_list("owner", flat=True)) == {anna.pk}


def test_what_somebody_changed_since_stays(anna, leads):
    run = done(anna, "set", leads, field="city", value="Malmö")
    change_record(Lead.objects.get(last_name="L0"), anna, {"city": "Oslo"})
    undo = worked(undo_run(run, anna))
    assert (undo.done, undo.skipped) == (2, 1)
    assert sorted(Lead.objects.values_list("city", flat=True)) == ["Lund", "Lund", "Oslo"]


def test_tags_come_and_go_and_come_back(anna, leads):
    done(anna, "tag_add", leads, tags=["Fair"])
    run = done(anna, "tag_remove", leads[:2], tags=["fair"])
    assert Tagging.objects.count() == 1
    worked(undo_run(run, anna))
    assert Tagging.objects.count() == 3


def test_tasks_are_made_for_each(anna, leads):
    run = done(anna, "task", leads, task={"subject": "Call back"})
    assert Activity.objects.filter(subject="Call back", gone_at=None).count() == 3
    worked(undo_run(run, anna))
    assert not Activity.objects.filter(gone_at=None).exists()


def test_deleted_ones_come_back(anna, leads):
    run = done(anna, "delete", leads)
    assert not Lead.objects.filter(gone_at=None).exists()
    worked(undo_run(run, anna))
    assert Lead.objects.filter(gone_at=None).count() == 3


def test_the_recycle_bin_is_emptied_back(anna, leads):
    done(anna, "delete", leads)
    assert done(anna, "restore", leads).done == 3
    assert Lead.objects.filter(gone_at=None).count() == 3


def test_all_that_match_are_those_of_the_list(anna, leads):
    change_record(leads[0], anna, {"city": "Oslo"})
    filters = {"all": [{"field": "city", "is": "is", "value": "Lund"}]}
    run = worked(begin_mass("lead", anna, "set", {"all": True, "filters": filters}, field="job_title", value="Boss"))
    assert (run.total, run.done) == (2, 2)
    assert Lead.objects.get(last_name="L0").job_title == ""


def test_what_is_so_already_is_left(anna, leads):
    assert told(done(anna, "set", leads[:1], field="city", value="Lund")) == [("skipped", "It was so already.")]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("website", "not an address", "Write the address"),
        ("owner", "999", "Choose one"),
        ("status", "burn", "list"),
    ],
)
def test_a_value_that_no_record_could_take_is_refused_before_anything_begins(anna, leads, field, value, sentence):
    with pytest.raises(BadValue, match=sentence):
        done(anna, "set", leads, field=field, value=value)
    assert not Run.objects.exists()


@pytest.mark.parametrize("field", ["emails", "phones", "tags", "created_at", "nothing", None])
def test_one_address_is_never_set_for_many(anna, leads, field):
    with pytest.raises(Refusal):
        done(anna, "set", leads, field=field, value="same@x.example")


def test_who_sees_only_their_own_changes_only_their_own(anna, boris, leads):
    own = create_record("lead", boris, {"last_name": "Own"})
    limit(boris, {"lead": {"scope": "own"}})
    run = done(boris, "set", [*leads, own], field="city", value="Malmö")
    assert (run.total, run.done, Lead.objects.filter(city="Malmö").count()) == (1, 1, 1)


def test_who_may_not_edit_is_told_so(anna, boris, leads):
    limit(boris, {"lead": {"verbs": ["view"]}})
    run = done(boris, "delete", leads)
    assert told(run) == [("failed", "You may not do this with this record.")] * 3
    with pytest.raises(Refusal):
        begin_mass("lead", boris, "set", {"ids": [1]}, field="nothing", value="x")


def test_a_closed_module_is_closed(boris, anna):
    limit(boris, {"lead": {"verbs": []}})
    with pytest.raises(PermissionDenied):
        begin_mass("lead", boris, "delete", {"ids": [1]})


@pytest.mark.parametrize("selection", [{}, {"ids": []}, {"ids": ["x"]}, {"ids": "1"}, None, [1]])
def test_without_a_selection_nothing_begins(anna, selection):
    with pytest.raises(BadValue):
        begin_mass("lead", anna, "delete", selection)


def test_undo_works_once(anna, leads):
    run = done(anna, "delete", leads)
    worked(undo_run(run, anna))
    with pytest.raises(Refusal):
        undo_run(run, anna)


def test_nobody_takes_back_what_others_did(anna, boris, leads):
    with pytest.raises(PermissionDenied):
        undo_run(done(anna, "delete", leads), boris)


def test_an_export_is_the_list_without_hidden_fields(anna, boris, leads):
    change_record(leads[0], anna, {"description": "=1+1", "job_title": "Boss", "phones": ["+4915112345678"]})
    limit(boris, {}, {"lead": {"job_title": "hidden"}})
    selection = {"ids": [leads[0].pk]}
    columns = ["name", "city", "job_title", "description", "phones", "status"]
    run = worked(begin_export("lead", boris, selection, columns=columns, form="csv", shape="screen"))
    lines = file_of(run).read_text("utf-8-sig").splitlines()
    assert lines == ["Name,City,Description,Phone,Status", "L0,Lund,'=1+1,'+49 1511 2345678,New"]


def test_who_may_not_export_does_not(boris, anna, leads):
    limit(boris, {"lead": {"verbs": ["view", "edit"]}})
    with pytest.raises(PermissionDenied):
        begin_export("lead", boris, {"all": True}, columns=[], form="csv", shape="keys")


def test_who_comes_second_to_a_run_that_has_begun_does_nothing(anna, leads, monkeypatch):
    """R18: the first one is done when the second, who read it as waiting, would begin it."""
    run = waiting(anna, leads)
    begin = engine._begun

    def overtaken(late):
        monkeypatch.setattr(engine, "_begun", begin)
        work_off(run.pk)
        return begin(late)

    monkeypatch.setattr(engine, "_begun", overtaken)
    work_off(run.pk)
    assert told(run) == [("changed", "")] * 3
    assert Activity.objects.count() == 3
