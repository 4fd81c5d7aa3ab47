"""Visits as a file: what is chosen or all of the list, as it is on the screen (B15, D4, T18)."""

import csv
import io
from importlib import import_module

import pytest
from django.apps import apps
from openpyxl import load_workbook

from foyer.crm.models import CustomField, Run
from foyer.crm.runs import actions
from foyer.crm.runs.engine import work_off
from foyer.desk.visits import export
from foyer.identity.actions import browser_actor
from foyer.team.models import AccessProfile
from tests.crm.people import lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db(transaction=True)


def browser(shop, number=1):
    return browser_actor(shop.pk, f"browser-{number:014}")


def ask(client, query="", **given):
    return client.post(f"/visits/export/{query}", {"format": "csv", **given}, follow=True)


def rows(client, query="", **given) -> list[list[str]]:
    answer = ask(client, query, **(given or {"all": "1"}))
    return list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))


@pytest.fixture
def vera(shop, boris):
    visit(shop, browser(shop), minutes_ago=90, referrer="https://search.example/?q=oak", attended_by=boris, kind="lead")
    return lead("Vera Lindqvist", from_actor=browser(shop), portal=shop)


def test_the_file_has_what_the_list_shows_and_the_agents_address(as_boris, boris, vera):
    """B15, D4."""
    head, row = rows(as_boris)
    told = dict(zip(head, row, strict=True))
    assert (told["Visited by"], told["Type"], told["Visited page"]) == ("Vera Lindqvist", "lead", "Alder bench")
    assert (told["Attended by"], told["Referrer"], told["Minutes"]) == (boris.email, "search.example", "5")


def test_all_pages_are_in_it_in_the_order_of_the_list(as_boris, shop, monkeypatch):
    monkeypatch.setattr(export, "STEP", 3)
    for number in range(8):
        visit(shop, browser(shop, number), minutes_ago=number, first_title=f"Page {number}")
    found = rows(as_boris, "?view=unknown")
    assert [row[3] for row in found[1:]] == [f"Page {number}" for number in range(8)]


def test_a_file_that_ends_before_the_list_says_so(as_boris, shop, monkeypatch):
    for number in range(3):
        visit(shop, browser(shop, number))
    monkeypatch.setattr(export, "MOST", 3)
    assert len(rows(as_boris, "?view=unknown")) == 1 + 3
    monkeypatch.setattr(export, "MOST", 2)
    *_, last = found = rows(as_boris, "?view=unknown")
    assert len(found) == 1 + 2 + 1
    assert last == ["The list goes on: the rest comes with a view that holds fewer visits."]


def test_chosen_ones_are_in_it_and_no_others(as_boris, shop):
    first, _second, third = [visit(shop, browser(shop, n), minutes_ago=n, first_title=f"Page {n}") for n in range(3)]
    found = rows(as_boris, "?view=unknown", id=[third.pk, first.pk])
    assert [row[3] for row in found[1:]] == ["Page 0", "Page 2"]


def test_a_spreadsheet_has_the_same_with_numbers_as_numbers(as_boris, vera):
    answer = ask(as_boris, all="1", format="xlsx")
    assert 'filename="visits.xlsx"' in answer["Content-Disposition"]
    head, row = load_workbook(io.BytesIO(answer.getvalue())).active.values
    told = dict(zip(head, row, strict=True))
    assert (told["Visited by"], told["Minutes"]) == ("Vera Lindqvist", 5)


def test_which_kind_of_file_is_asked(as_boris, vera):
    page = as_boris.post("/visits/export/form/?view=leads", {"all": "1"}).content.decode()
    assert "Export 1 visit<" in page
    assert as_boris.post("/visits/export/form/?view=leads").status_code == 400
    assert "Select something first." in ask(as_boris).content.decode()
    assert "Choose one from the list." in ask(as_boris, all="1", format="pdf").content.decode()


def test_many_are_waited_for_on_a_page(as_boris, shop, monkeypatch):
    monkeypatch.setitem(actions.AT_ONCE, Run.Kind.EXPORT, 1)
    for number in range(3):
        visit(shop, browser(shop, number))
    page = ask(as_boris, "?view=unknown", all="1").content.decode()
    run = Run.objects.get()
    assert f"/runs/{run.pk}/progress/" in page
    work_off(run.pk)
    assert (Run.objects.get().done, "Export of Visits" in as_boris.get(f"/runs/{run.pk}/").content.decode()) == (
        3,
        True,
    )


def test_rights_are_asked_again_when_it_is_written(as_boris, boris, vera, monkeypatch):
    """T7: a profile that changes while a run waits."""
    monkeypatch.setitem(actions.AT_ONCE, Run.Kind.EXPORT, 0)
    ask(as_boris, all="1")
    limit(boris, {"visit": {"verbs": ["view"]}})
    work_off(Run.objects.get().pk)
    assert Run.objects.get().state == Run.State.FAILED


def test_who_may_not_export_gets_none(as_boris, boris, vera):
    limit(boris, {"visit": {"verbs": ["view"]}})
    assert "/visits/export/" not in as_boris.get("/visits/?view=leads").content.decode()
    for path in ("/visits/export/", "/visits/export/form/"):
        assert as_boris.post(path, {"all": "1"}).status_code == 403
    assert not Run.objects.exists()


def test_who_may_export_and_not_delete_chooses_too(as_boris, boris, vera):
    limit(boris, {"visit": {"verbs": ["view", "export"]}})
    page = as_boris.get("/visits/?view=leads").content.decode()
    assert ("data-tick " in page, "/visits/export/form/" in page, "/visits/deletion/" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("query", "count"), [("?view=leads", 1), ("?view=unknown", 0), ("?view=top", 1), ("?view=x", 1)]
)
def test_the_view_narrows_it(as_boris, vera, query, count):
    assert len(rows(as_boris, query)) == 1 + count


def test_own_fields_are_columns_and_formulas_are_text(as_boris, anna, shop, vera):
    """F50, T18."""
    CustomField.objects.create(module="visit", key="c_plan", label="Plan", kind="text", options={"in_list": True})
    visit(shop, browser(shop), kind="lead", first_title='=HYPERLINK("x")', page_data={"plan": ["Plan", "Pro", 1]})
    head, newest, _older = rows(as_boris)
    assert newest[head.index("Plan")] == "Pro"
    assert newest[head.index("Visited page")] == '\'=HYPERLINK("x")'


def test_visits_of_other_portals_are_not_in_it(as_boris, other_shop, vera):
    """T7."""
    visit(other_shop, browser(other_shop))
    assert len(rows(as_boris, "?view=unknown")) == 1


def test_who_may_see_no_visits_gets_no_file(as_boris, boris, vera):
    """F29."""
    limit(boris, {"visit": {"verbs": []}})
    assert as_boris.post("/visits/export/", {"all": "1"}).status_code == 404


def test_the_list_leads_to_its_file(as_boris, vera):
    assert 'action="/visits/export/?view=leads"' in as_boris.get("/visits/?view=leads").content.decode()


def test_profiles_that_saw_visits_may_export_them(boris):
    """Before there was such a right, whoever saw the list had it as a file."""
    profiles = [AccessProfile.objects.create(name=f"{n}", modules={"visit": {"verbs": verbs}})
                for n, verbs in enumerate((["view", "delete"], []))]  # fmt: skip
    import_module("foyer.team.migrations.0002_let_visits_be_exported").allow(apps, None)
    told = [AccessProfile.objects.get(pk=one.pk).modules["visit"]["verbs"] for one in profiles]
    assert told == [["view", "delete", "export"], []]
