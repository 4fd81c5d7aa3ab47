"""The list of visits as a file: what is on the screen, all pages of it (B15, D4, T18)."""

import csv

import pytest

from foyer.crm.models import CustomField
from foyer.desk.visits import export
from foyer.identity.actions import browser_actor
from tests.crm.people import lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db


def browser(shop, number=1):
    return browser_actor(shop.pk, f"browser-{number:014}")


def rows(client, query="") -> list[list[str]]:
    answer = client.get(f"/visits/file/{query}")
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
    assert [row[3] for row in rows(as_boris, "?view=unknown")[1:]] == [f"Page {number}" for number in range(8)]


def test_a_file_that_ends_before_the_list_says_so(as_boris, shop, monkeypatch):
    for number in range(3):
        visit(shop, browser(shop, number))
    monkeypatch.setattr(export, "MOST", 3)
    assert len(rows(as_boris, "?view=unknown")) == 1 + 3
    monkeypatch.setattr(export, "MOST", 2)
    *_, last = found = rows(as_boris, "?view=unknown")
    assert len(found) == 1 + 2 + 1
    assert last == ["The list goes on: the rest comes with a view that holds fewer visits."]


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
    assert as_boris.get("/visits/file/").status_code == 404


def test_the_list_leads_to_its_file(as_boris, vera):
    assert 'href="/visits/file/?view=leads"' in as_boris.get("/visits/?view=leads").content.decode()
