"""The bar above the foot of a list: what is chosen is changed, exported, and taken back (E16, B15)."""

import re

import pytest
from django.urls import reverse

from foyer.crm.actions import create_record
from foyer.crm.actions.activities import create_activity
from foyer.crm.models import Activity, Lead, Run, Tagging
from foyer.crm.runs import actions
from foyer.crm.runs.engine import work_off
from foyer.team.models import AccessProfile
from tests.crm.runs.conftest import limit

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}
MASS, FORM, EXPORT = reverse("runs_mass"), reverse("runs_mass_form"), reverse("runs_export")


@pytest.fixture
def leads(anna):
    return [create_record("lead", anna, {"last_name": f"L{n}", "city": "Lund" if n else "Oslo"}).pk for n in range(10)]


def asked(client, act, ids, **more):
    return client.post(FORM, {"module": "lead", "act": act, "id": ids, **more}, headers=HTMX).content.decode()


def lines(client):
    run = Run.objects.get()
    answer = client.get(reverse("run_file", args=[run.pk]))
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("owner", "Who takes care of 10 records?"),
        ("set", "Choose a field"),
        ("tag", "Tag 10 records"),
        ("task", "Whoever takes care of the record"),
        ("export", "All fields"),
        ("mail", "Write to 0 people"),
        ("delete", "Delete 10 records?"),
    ],
)
def test_each_act_asks_first(as_anna, leads, act, words):
    assert words in asked(as_anna, act, leads)


def test_who_exports_nothing_or_sees_no_addresses_writes_to_nobody_at_once(as_boris, boris, anna, leads):
    for modules, fields in (({"lead": {"verbs": ["view"]}}, {}), ({}, {"lead": {"emails": "hidden"}})):
        limit(boris, modules, fields)
        assert as_boris.post(FORM, {"module": "lead", "act": "mail", "id": leads}).status_code == 403
        assert 'value="mail"' not in as_boris.get("/leads/").content.decode()
    assert as_boris.post(FORM, {"module": "deal", "act": "mail", "id": "1"}).status_code == 400


def test_a_field_brings_its_control(as_anna, leads):
    page = asked(as_anna, "set", leads, field="status")
    assert '<select class="form-select" id="c-status"' in page
    assert "Qualified" in page


def test_ten_leads_get_an_owner_and_the_old_one_back(as_anna, anna, boris, leads):
    given = {"module": "lead", "act": "owner", "id": leads, "owner": boris.pk}
    page = as_anna.post(MASS + "?q=l", given, follow=True)
    assert set(Lead.objects.values_list("owner", flat=True)) == {boris.pk}
    undo = reverse("run_undoing", args=[Run.objects.get().pk]) + "?back=%2Fleads%2F%3Fq%3Dl"
    assert undo in page.content.decode()
    page = as_anna.post(undo, follow=True)
    assert set(Lead.objects.values_list("owner", flat=True)) == {anna.pk}
    assert (page.redirect_chain[-1][0], "Taken back" in page.content.decode()) == ("/leads/?q=l", True)


def test_tags_are_added_and_removed(as_anna, leads):
    as_anna.post(MASS, {"module": "lead", "act": "tag_add", "id": leads, "tags": "Fair, Autumn"})
    as_anna.post(MASS, {"module": "lead", "act": "tag_remove", "id": leads[:4], "tags": "fair"})
    assert Tagging.objects.count() == 16


def test_each_owner_gets_a_task(as_anna, anna, boris, leads):
    Lead.objects.filter(pk=leads[0]).update(owner=boris)
    given = {"module": "lead", "act": "task", "id": leads, "subject": "Call", "owner": "each", "due_at": ""}
    assert "10 tasks are created" in as_anna.post(MASS, given, follow=True).content.decode()
    assert Activity.objects.filter(owner=boris).count() == 1
    assert Activity.objects.filter(owner=anna).count() == 9


def test_what_is_wrong_stands_in_the_dialog_with_what_was_typed(as_anna, leads):
    given = {"module": "lead", "act": "set", "id": leads, "field": "website", "website": "no address"}
    page = as_anna.post(MASS, given, headers=HTMX).content.decode()
    assert "Write the address" in page
    assert 'value="no address"' in page
    assert not Run.objects.exists()


def test_all_that_match_are_counted_and_changed(as_anna, leads):
    query = "?q=lund"
    assert "Select all 9" in as_anna.get(reverse("runs_count") + query + "&module=lead").content.decode()
    given = {"module": "lead", "act": "set", "all": "1", "field": "job_title", "job_title": "Chief"}
    as_anna.post(MASS + query, given)
    assert Lead.objects.filter(job_title="Chief").count() == 9


def test_many_are_changed_in_the_background_with_a_report_by_name(as_anna, leads, monkeypatch):
    monkeypatch.setitem(actions.AT_ONCE, "mass", 3)
    answer = as_anna.post(MASS, {"module": "lead", "act": "delete", "id": leads}, headers=HTMX)
    run = Run.objects.get()
    assert answer.headers["HX-Redirect"] == reverse("run", args=[run.pk])
    assert Lead.objects.filter(gone="").count() == 10
    work_off(run.pk)
    page = as_anna.get(reverse("run", args=[run.pk])).content.decode()
    assert (Lead.objects.filter(gone="").count(), ">L3</a>" in page, "Take back" in page) == (0, True, True)


@pytest.mark.parametrize("sort", ["name", "-name", "city"])
def test_an_export_has_the_order_of_the_list(as_anna, leads, sort):
    given = {"module": "lead", "all": "1", "format": "csv", "shape": "screen"}
    as_anna.post(f"{EXPORT}?sort={sort}&cols=city", given)
    names = [line.partition(",")[0] for line in lines(as_anna)[1:]]
    page = as_anna.get(f"/leads/?sort={sort}&cols=city").content.decode()
    assert names == re.findall(r'class="who f-cut"[^>]*>([^<]*)<', page)


def test_a_small_export_comes_down_at_once(as_anna, leads):
    given = {"module": "lead", "id": leads[:2], "format": "xlsx", "shape": "keys"}
    answer = as_anna.post(EXPORT, given)
    assert answer.headers["Location"] == reverse("run_file", args=[Run.objects.get().pk])


def test_activities_are_exported_as_they_are_listed(as_anna, anna):
    Activity.objects.create(subject="Call Vera", owner=anna)
    as_anna.post(EXPORT + "?cols=owner", {"module": "activity", "all": "1", "format": "csv", "shape": "screen"})
    assert lines(as_anna) == ["Name,Assigned to", "Call Vera,Anna Albers"]


NONSENSE = [
    {},
    {"module": "lead"},
    {"module": "lead", "act": "burn", "id": "1"},
    {"module": "lead", "act": "owner", "id": "x"},
    {"module": "nothing", "act": "owner", "id": "1"},
]


@pytest.mark.parametrize("given", NONSENSE)
def test_what_makes_no_sense_is_refused(as_boris, given):
    assert as_boris.post(FORM, given).status_code == 400


def test_who_may_not_gets_no_buttons_and_no_dialog(as_boris, boris, anna, leads):
    limit(boris, {"lead": {"verbs": ["view"]}, "activity": {"verbs": ["view"]}})
    page = as_boris.get("/leads/").content.decode()
    assert 'name="act" value=' not in page
    answers = [as_boris.post(FORM, {"module": "lead", "act": act, "id": leads}) for act in ("owner", "delete")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert as_boris.post(MASS, {"module": "lead", "act": "task", "id": leads, "subject": "x"}).status_code == 403


def test_a_hidden_module_is_not_there(as_boris, boris, anna):
    limit(boris, {"lead": {"verbs": []}})
    assert as_boris.get(reverse("runs_count") + "?module=lead").status_code == 404
    assert as_boris.post(FORM, {"module": "lead", "act": "owner", "id": "1"}).status_code == 404


def test_what_one_does_not_see_is_not_changed(as_boris, boris, anna, leads):
    own = create_record("lead", boris, {"last_name": "Own"})
    limit(boris, {"lead": {"verbs": ["view", "edit"], "scope": "own"}})
    given = {"module": "lead", "act": "set", "id": [*leads, own.pk], "field": "city", "city": "Malmö"}
    as_boris.post(MASS, given)
    assert list(Lead.objects.filter(city="Malmö").values_list("pk", flat=True)) == [own.pk]


@pytest.fixture
def to_do(anna):
    return [create_activity(anna, {"subject": f"Ring {n}"}).pk for n in range(3)]


def test_activities_are_finished_and_opened_again(as_anna, to_do):
    as_anna.post(MASS, {"module": "activity", "act": "done", "id": to_do})
    assert not Activity.objects.filter(done_at=None).exists()
    as_anna.post(reverse("run_undoing", args=[Run.objects.get().pk]))
    assert Activity.objects.filter(done_at=None).count() == 3


def test_activities_get_another_owner_and_the_old_one_back(as_anna, anna, boris, to_do):
    as_anna.post(MASS, {"module": "activity", "act": "owner", "id": to_do, "owner": boris.pk})
    assert set(Activity.objects.values_list("owner", flat=True)) == {boris.pk}
    as_anna.post(reverse("run_undoing", args=[Run.objects.get().pk]))
    assert set(Activity.objects.values_list("owner", flat=True)) == {anna.pk}


def test_activities_are_deleted_and_come_back(as_anna, to_do):
    as_anna.post(MASS, {"module": "activity", "act": "delete", "id": to_do})
    assert not Activity.objects.filter(gone_at=None).exists()
    page = as_anna.post(reverse("run_undoing", args=[Run.objects.get().pk]), follow=True).content.decode()
    assert Activity.objects.filter(gone_at=None).count() == 3
    assert f'href="/activities/{to_do[0]}/"' in page


@pytest.mark.parametrize("act", ["tag", "task", "tag_add"])
def test_what_belongs_to_records_is_not_done_to_activities(as_anna, to_do, act):
    for path in (MASS, FORM):
        assert as_anna.post(path, {"module": "activity", "act": act, "id": to_do, "tags": "VIP"}).status_code == 400


def test_leads_are_never_done(as_anna, leads):
    assert as_anna.post(FORM, {"module": "lead", "act": "done", "id": leads}).status_code == 400


def test_what_can_be_done_stands_below_the_list_of_activities(as_anna, to_do):
    page = as_anna.get("/activities/").content.decode()
    assert 'value="done"' in page
    assert 'value="tag"' not in page
    assert (
        "Are 3 activities done?"
        in as_anna.post(FORM, {"module": "activity", "act": "done", "id": to_do}).content.decode()
    )


def test_tasks_for_owners_whom_one_does_not_see_are_ones_own(as_boris, boris, anna):
    """T7: the task would say whose the lead is."""
    lead = create_record("lead", anna, {"last_name": "Lund"})
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"owner": "hidden"}})
    boris.save()
    given = {"module": "lead", "act": "task", "id": [lead.pk], "subject": "Call", "owner": "each", "due_at": ""}
    as_boris.post(MASS, given, follow=True)
    assert Activity.objects.get().owner == boris
