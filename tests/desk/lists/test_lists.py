"""The lists of all modules: views, filters, order, paging, changing in place, choosing rows (E16, F229, P5)."""

import base64
import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from foyer.crm.actions import create_record, delete_record
from foyer.crm.lists.page import Wanted
from foyer.crm.lists.page import page as page_of
from foyer.crm.models import Activity, CustomField, Deal, Lead, View
from foyer.events.kept import new_edition
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from foyer.team.models import AccessProfile
from foyer.team.teams import create_team, set_members
from tests.crm.people import contact, lead
from tests.desk.house import is_here, visit
from tests.desk.lists.reading import HTMX, RECORDS, names, text, where, with_profile

pytestmark = pytest.mark.django_db
PHONE = "+46701740621"


@pytest.mark.parametrize("plural", RECORDS)
def test_an_empty_list_says_what_to_do(as_boris, plural):
    page = text(as_boris, f"/{plural}/", {"view": "mine"})
    assert f'href="/{plural}/new/"' in page


@pytest.mark.parametrize("plural", RECORDS)
def test_a_record_stands_in_the_list_of_its_module_only(as_boris, boris, plural):
    module = plural.removesuffix("s")
    create_record(module, boris, {"name": "Linden"} if module in {"account", "deal"} else {"last_name": "Linden"})
    found = {each: "Linden" in text(as_boris, f"/{each}/") for each in RECORDS}
    assert found == {each: each == plural for each in RECORDS}


def test_who_is_on_the_website_has_a_green_dot(as_boris, shop):
    browser = browser_actor(shop.pk, "browser-of-vera-0000001")
    lead("Vera Lindqvist", from_actor=browser)
    assert 'title="On the website now" hidden' in text(as_boris, "/leads/")
    is_here(visit(shop, browser), "Prices")
    assert 'title="On the website now" hidden' not in text(as_boris, "/leads/")


def test_columns_are_those_that_were_chosen_in_their_order(as_boris, boris):
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz", "tags": ["Benches"]})
    page = text(as_boris, "/leads/", {"cols": ["tags", "city"]})
    assert re.findall(r'<th scope="col"[^>]* title="([^"]*)"', page) == ["Tags", "City"]
    assert "Benches" in page


def test_a_custom_field_is_a_column_a_filter_and_an_order(as_boris, boris):
    CustomField.objects.create(module="lead", key="c_seats", label="Seats", kind="number")
    for name, seats in (("Kern", 4), ("Berg", 40), ("Graf", None)):
        create_record("lead", boris, {"last_name": name, "c_seats": seats})
    assert names(text(as_boris, "/leads/", {"sort": "-c_seats", "cols": "c_seats"})) == ["Berg", "Kern", "Graf"]
    assert names(text(as_boris, "/leads/", where(field="c_seats", value="10", **{"is": "more"}))) == ["Berg"]


ODD = ("sort=nothing", "sort=-", "cursor=x", "cursor=%00", "view=99999", "cols=x", "back=..", "q=%00")


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_show_the_plain_list(as_boris, odd):
    lead("Vera Lindqvist")
    assert "Vera Lindqvist" in text(as_boris, f"/leads/?{odd}")


def test_a_view_is_saved_shared_and_deleted(as_boris, as_anna, boris, anna):
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz"})
    create_record("lead", boris, {"last_name": "Berg"})
    query = "?f=" + json.dumps({"all": [{"field": "city", "is": "is", "value": "linz"}]}) + "&cols=city&sort=name"
    as_boris.post("/leads/views/" + query, {"name": "In Linz", "shared": "nobody"})
    view = View.objects.get()
    assert (view.columns, view.sort) == (["city"], "name")
    assert names(text(as_boris, f"/leads/?view={view.pk}")) == ["Kern"]
    assert "In Linz" not in text(as_anna, "/leads/")
    as_boris.post(f"/leads/views/{view.pk}/", {"name": "In Linz", "shared": "everybody"})
    assert "In Linz" in text(as_anna, "/leads/")
    as_boris.post(f"/leads/views/{view.pk}/removal/")
    assert not View.objects.exists()


def test_a_view_needs_a_name(as_boris):
    answer = as_boris.post("/leads/views/", {"name": " ", "shared": "nobody"}, headers=HTMX)
    assert b"Give the view a name." in answer.content


def test_a_view_of_somebody_else_is_changed_by_nobody_but_administrators(as_boris, as_anna, boris, anna):
    view = View.objects.create(module="lead", name="Hers", owner=anna, shared="everybody")
    for path in (f"/leads/views/{view.pk}/", f"/leads/views/{view.pk}/removal/"):
        assert as_boris.post(path, {"name": "Mine", "shared": "nobody"}).status_code == 403
    View.objects.filter(pk=view.pk).update(shared="nobody")
    assert as_boris.post(f"/leads/views/{view.pk}/removal/").status_code == 404
    assert as_anna.post(f"/leads/views/{view.pk}/removal/").status_code == 302


def test_a_shared_view_is_put_among_ones_own_tabs_and_taken_off(as_boris, as_anna, anna):
    view = View.objects.create(module="lead", name="Hers", owner=anna, shared="everybody")
    for on, tabs in (("on", ["Hers"]), ("off", [])):
        as_boris.post(reverse("view_pin", kwargs={"module": "lead"}), {"view": view.pk, "on": on})
        shown = as_boris.get("/leads/").context["list"].tabs
        assert [tab.text for tab in shown if tab.key == str(view.pk)] == tabs
    assert "Hers" not in [tab.text for tab in as_anna.get("/leads/").context["list"].tabs]


def test_a_view_for_the_team_is_seen_by_the_team(as_boris, boris, anna):
    View.objects.create(module="lead", name="Of the team", owner=anna, shared="team")
    assert "Of the team" not in text(as_boris, "/leads/")
    set_members(create_team(anna, "Sales"), anna, [anna, boris])
    assert "Of the team" in text(as_boris, "/leads/")


def test_a_shared_view_shows_each_user_what_that_user_may_see(as_boris, boris, anna):
    create_record("lead", anna, {"last_name": "Secret"})
    create_record("lead", boris, {"last_name": "Mine"})
    view = View.objects.create(module="lead", name="All", owner=anna, shared="everybody", columns=["city", "phones"])
    boris.access_profile = AccessProfile.objects.create(
        name="P", modules={"lead": {"verbs": ["view"], "scope": "own"}}, fields={"lead": {"phones": "hidden"}}
    )
    boris.save()
    page = text(as_boris, f"/leads/?view={view.pk}")
    assert names(page) == ["Mine"]
    assert 'title="Phone"' not in page


def test_a_hidden_field_is_no_column_no_filter_and_no_order(as_boris, boris):
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"city": "hidden"}})
    boris.save()
    lead("Vera Lindqvist")
    page = text(as_boris, "/leads/?cols=city&sort=city")
    assert 'title="City"' not in page
    assert "There is no field" in text(as_boris, "/leads/", where(field="city", value="x", **{"is": "is"}))
    assert as_boris.get("/leads/filter/?field=city", headers=HTMX).content.count(b"How to compare") == 0


@pytest.mark.parametrize(("module", "key"), [("lead", "emails"), ("lead", "company"), ("contact", "phones")])
def test_who_has_no_name_is_called_by_nothing_hidden(as_boris, boris, anna, module, key):
    """T7: neither in the cell nor in what is read out."""
    create_record(
        module, anna, {key: "Vestwind" if key == "company" else ["vest@x.example" if key == "emails" else PHONE]}
    )
    said = re.compile("Vestwind|vest@x|174 06 21|701740621")
    assert said.search(text(as_boris, f"/{module}s/?cols=owner"))
    boris.access_profile = AccessProfile.objects.create(name="P", fields={module: {key: "hidden"}})
    boris.save()
    page = text(as_boris, f"/{module}s/?cols=owner")
    assert (names(page), said.search(page)) == (["No name"], None)


def test_a_list_is_in_no_hidden_order(as_boris, boris, anna):
    """T7: not by default either, and its pages tell no time."""
    for name, days in (("Kern", 2), ("Berg", 9), ("Lang", 5)):
        made = create_record("lead", anna, {"last_name": name})
        Lead.objects.filter(pk=made.pk).update(created_at=clock.now() - dt.timedelta(days=days))
    assert names(text(as_boris, "/leads/")) == ["Kern", "Lang", "Berg"]
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"created_at": "hidden"}})
    boris.save()
    assert names(text(as_boris, "/leads/")) == ["Lang", "Berg", "Kern"]
    first = page_of(boris, "lead", Wanted(limit=2))
    rest = page_of(boris, "lead", Wanted(limit=2, cursor=first.next_cursor))
    assert [row.last_name for row in (*first.rows, *rest.rows)] == ["Lang", "Berg", "Kern"]
    assert base64.b64decode(first.next_cursor + "==") == b'["", %d, %d]' % (first.rows[1].pk, first.rows[1].pk)


def test_the_order_of_names_tells_no_hidden_company(as_boris, boris, anna):
    """T7: people without a name stand there by their company."""
    for values in ({"last_name": "Kern"}, {"company": "Zander"}, {"company": "Adler"}, {"last_name": "Berg"}):
        create_record("lead", anna, values)
    assert names(text(as_boris, "/leads/?sort=name")) == ["Adler", "Berg", "Kern", "Zander"]
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"company": "hidden"}})
    boris.save()
    assert names(text(as_boris, "/leads/?sort=name")) == ["No name", "No name", "Berg", "Kern"]
    pages = [page_of(boris, "lead", Wanted(sort="name", limit=1))]
    while pages[-1].next_cursor:
        pages.append(page_of(boris, "lead", Wanted(sort="name", limit=1, cursor=pages[-1].next_cursor)))
    assert [page.rows[0].company or page.rows[0].last_name for page in pages] == ["Zander", "Adler", "Berg", "Kern"]


@pytest.mark.parametrize("path", ["", "counts/", "filter/", "columns/", "views/", "1/cells/city/"])
def test_a_hidden_module_is_not_there(as_boris, boris, path):
    with_profile(boris, lead={"verbs": []})
    assert as_boris.get(f"/leads/{path}").status_code == 404
    assert b'data-nav="leads"' not in as_boris.get("/contacts/").content


def test_a_cell_changes_in_place(as_boris, boris):
    person = create_record("lead", boris, {"last_name": "Kern"})
    assert b"<select" in as_boris.get(f"/leads/{person.pk}/cells/status/", headers=HTMX).content
    answer = as_boris.post(f"/leads/{person.pk}/cells/status/", {"status": "contacted"}, headers=HTMX)
    assert b"Contacted" in answer.content
    assert Lead.objects.get().status == "contacted"


def test_a_cell_keeps_what_was_refused_and_says_why(as_boris, boris):
    sale = create_record("deal", boris, {"name": "Bench", "amount": "10"})
    answer = as_boris.post(f"/deals/{sale.pk}/cells/amount/", {"amount": "lots"}, headers=HTMX).content.decode()
    assert "This is not a number." in answer
    assert 'value="lots"' in answer
    assert Deal.objects.get().amount == 10


def test_a_cell_of_a_read_only_field_does_not_open(as_boris, boris):
    person = create_record("lead", boris, {"last_name": "Kern"})
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"city": "read"}})
    boris.save()
    assert as_boris.get(f"/leads/{person.pk}/cells/city/", headers=HTMX).status_code == 403
    found = [as_boris.get(f"/leads/{person.pk}/cells/{key}/", headers=HTMX) for key in ("created_at", "nothing")]
    assert [answer.status_code for answer in found] == [403, 404]


def test_deleted_records_are_in_no_list(as_boris, anna):
    delete_record(contact("Kim Noll"), anna)
    assert names(text(as_boris, "/contacts/")) == []


def test_the_counts_of_the_tabs_come_after_the_page(as_boris, boris):
    create_record("lead", boris, {"last_name": "Kern"})
    counts = as_boris.get("/leads/counts/", headers=HTMX).content.decode()
    assert '<span class="n" id="n-mine" hx-swap-oob="true">1</span>' in counts


def test_older_and_newer_go_forth_and_back(as_boris, boris):
    for number in range(60):
        create_record("lead", boris, {"last_name": f"Kern {number:02}"})
    first = text(as_boris, "/leads/?sort=name")
    older = re.search(r'rel="next" href="([^"]*)"', first).group(1).replace("&amp;", "&")
    second = text(as_boris, f"/leads/{older}")
    assert names(first) + names(second) == [f"Kern {number:02}" for number in range(60)]
    newer = re.search(r'rel="prev" href="([^"]*)"', second).group(1).replace("&amp;", "&")
    assert names(text(as_boris, f"/leads/{newer}")) == names(first)


@pytest.mark.parametrize("many", [2, 12])
def test_a_page_costs_the_same_for_few_and_for_many(as_boris, boris, many, django_assert_max_num_queries):
    account = create_record("account", boris, {"name": "Seeblick"})
    for number in range(many):
        person = create_record("contact", boris, {"last_name": f"Kern {number}", "account": account.pk, "tags": ["A"]})
        create_record("lead", boris, {"last_name": f"Kern {number}", "emails": [f"k{number}@x.example"]})
        create_record("deal", boris, {"name": f"Deal {number}", "contact": person.pk})
        Activity.objects.create(subject=f"Call {number}", owner=boris, actor=person.actor)
    for plural in (*RECORDS, "activities"):
        new_edition()  # nothing is kept in memory of the page before
        with django_assert_max_num_queries(26):
            text(as_boris, f"/{plural}/")


@pytest.mark.parametrize("accounts", [{"verbs": []}, {"verbs": ["view"], "scope": "own"}])
def test_nobody_orders_by_the_names_of_records_that_they_do_not_see(as_boris, boris, anna, accounts):
    """T7: the order would tell them, and the address of the next page as well."""
    for number, name in enumerate(("Zander", "Adler")):
        account = create_record("account", anna, {"name": name})
        create_record("contact", anna, {"last_name": f"Kern {number}", "account": account.pk})
    assert names(text(as_boris, "/contacts/?sort=account")) == ["Kern 1", "Kern 0"]
    boris.access_profile = AccessProfile.objects.create(name="P", modules={"account": accounts})
    boris.save()
    assert names(text(as_boris, "/contacts/?sort=account")) == names(text(as_boris, "/contacts/"))
    assert "sort=account" not in text(as_boris, "/contacts/").replace("sort=account_", "")
