"""The lists of leads and contacts."""

import pytest

from foyer.identity.actions import browser_actor
from tests.crm.people import contact, lead
from tests.desk.house import is_here, visit

pytestmark = pytest.mark.django_db


def test_a_lead_stands_in_the_list_of_leads_only(as_boris, boris):
    lead("Vera Lindqvist", owner=boris)
    assert b"Vera Lindqvist" in as_boris.get("/leads/").content
    assert b"Vera Lindqvist" not in as_boris.get("/contacts/").content


def test_a_contact_stands_in_the_list_of_contacts(as_boris):
    contact("Kim Noll")
    assert b"Kim Noll" in as_boris.get("/contacts/").content


def test_empty_lists_say_what_to_do(as_boris):
    assert b"No leads yet" in as_boris.get("/leads/").content
    assert b"No contacts yet" in as_boris.get("/contacts/").content


def test_the_filter_finds_words_of_name_and_company(as_boris):
    lead("Vera Lindqvist", company="Landskap AB")
    lead("Paula Kern")
    found = as_boris.get("/leads/?q=vera+landskap").content
    assert b"Vera Lindqvist" in found
    assert b"Paula Kern" not in found


def test_a_filter_that_finds_nobody_offers_to_be_removed(as_boris):
    lead("Vera Lindqvist")
    assert b"Remove filter" in as_boris.get("/leads/?q=zzz").content


def test_who_is_here_now_has_a_green_dot(as_boris, shop):
    actor = browser_actor(shop.pk, "browser-00000000000001")
    lead("Vera Lindqvist", from_actor=actor)
    assert b"On the website now" not in as_boris.get("/leads/").content
    is_here(visit(shop, actor, minutes_ago=5))
    assert b"On the website now" in as_boris.get("/leads/").content


def test_older_and_newer_go_forth_and_back(as_boris):
    for number in range(103):
        lead(f"Lead {number:03}")
    first = as_boris.get("/leads/").context["list"]
    second = as_boris.get(f"/leads/{first.older_url}").context["list"]
    third = as_boris.get(f"/leads/{second.older_url}").context["list"]
    assert [len(page.rows) for page in (first, second, third)] == [50, 50, 3]
    again = as_boris.get(f"/leads/{third.newer_url}").context["list"]
    assert [row.person.id for row in again.rows] == [row.person.id for row in second.rows]
    assert as_boris.get(f"/leads/{again.newer_url}").context["list"].newer_url == ""


def test_a_page_costs_the_same_for_few_and_for_many(as_boris, shop, django_assert_max_num_queries):
    for number in range(30):
        visit(shop, browser_actor(shop.pk, f"browser-{number:014}"))
        lead(f"Lead {number}", from_actor=browser_actor(shop.pk, f"browser-{number:014}"))
    as_boris.get("/leads/")
    with django_assert_max_num_queries(11):
        as_boris.get("/leads/")


def test_a_record_can_be_made_by_hand(as_boris, boris):
    answer = as_boris.post("/leads/new/", {"first_name": "Vera", "emails": "vera@lindqvist.example"})
    page = as_boris.get(answer.url)
    assert page.context["subject"].owner == boris
    assert b"vera@lindqvist.example" in page.content


@pytest.mark.parametrize("fields", [{}, {"emails": "not one"}, {"phones": "12"}])
def test_a_record_of_nothing_or_nonsense_is_refused(as_boris, fields):
    answer = as_boris.post("/leads/new/", fields)
    assert answer.status_code == 200
    assert answer.context["errors"]
