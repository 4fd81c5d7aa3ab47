"""The record page and what can be changed on it."""

import datetime as dt

import pytest
from django.test import Client

from foyer.crm.models import Lead
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from foyer.portals.models import Portal
from tests.crm.people import contact, deal, lead
from tests.desk.house import is_here, visit
from tests.team.people import hire

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def actor(shop):
    return browser_actor(shop.pk, "browser-00000000000001")


@pytest.fixture
def vera(actor, shop, boris):
    return lead("Vera Lindqvist", from_actor=actor, portal=shop, owner=boris, emails=["vera@lindqvist.example"])


def test_the_summary_divides_minutes_by_days_not_by_visits(as_boris, shop, actor, vera):
    """D5, F74, F76."""
    day = clock.now() - dt.timedelta(days=3)
    visit(shop, actor, seconds=600, started=day, ended=day, day=day.date())
    visit(shop, actor, seconds=600, started=day, ended=day, day=day.date())
    visit(shop, actor, seconds=300, minutes_ago=10)
    summary = as_boris.get(f"/leads/{vera.pk}/").context["record"].behaviour.summary
    assert (summary.days, summary.average_minutes) == (2, 12.5)


def test_the_summary_has_the_words_of_the_founding_documents(as_boris, shop, actor, vera):
    """F74-F81, each with what it means."""
    visit(shop, actor, referrer="https://search.example/", search_keyword="oak bench")
    page = as_boris.get(f"/leads/{vera.pk}/").content.decode()
    for label in ("Days visited", "Number of chats", "Average time spent", "Last visited time", "First visited time"):
        assert label in page
    for label in ("First visited URL", "Referrer", "Visitor score", "Total minutes over all visits divided by days"):
        assert label in page


def test_the_score_says_why(as_boris, shop, actor, vera):
    visit(shop, actor, pages=4)
    record = as_boris.get(f"/leads/{vera.pk}/").context["record"].behaviour
    assert {"4 pages opened", "1 day visited"} <= {text for text, _points in record.reasons}
    assert sum(points for _text, points in record.reasons) == record.scored.score


def test_the_visits_list_shows_address_minutes_referrer_and_engine(as_boris, shop, actor, vera):
    """F82."""
    visit(shop, actor, referrer="https://search.example/?q=1", search_engine="Example Search")
    page = as_boris.get(f"/leads/{vera.pk}/").content.decode()
    for shown in ("203.0.113.7", "5 min", "search.example", "Example Search"):
        assert shown in page


def test_the_portal_filter_narrows_the_visits(as_anna, shop, other_shop, actor, vera):
    """F83."""
    visit(shop, actor, first_title="Bench of the shop")
    other = browser_actor(other_shop.pk, "browser-00000000000002")
    lead("", from_actor=other)
    page = as_anna.get(f"/leads/{vera.pk}/?portal={other_shop.pk}").context["record"]
    assert page.around.visits.rows == []
    assert len(as_anna.get(f"/leads/{vera.pk}/?portal={shop.pk}").context["record"].around.visits.rows) == 1


def test_where_they_are_now_stands_in_the_head(as_boris, shop, actor, vera):
    is_here(visit(shop, actor, minutes_ago=5), "Delivery and returns")
    assert b"On the website now: Delivery and returns" in as_boris.get(f"/leads/{vera.pk}/head/").content


def test_a_contact_shows_its_deals_and_why_it_is_a_customer(as_boris):
    kim = contact("Kim Noll")
    deal(kim, "won", name="Courtyard seating")
    page = as_boris.get(f"/contacts/{kim.pk}/").content
    assert b"Courtyard seating" in page
    assert b"Customer: deal" in page


def test_status_is_changed_by_its_menu(as_boris, vera):
    answer = as_boris.post(f"/leads/{vera.pk}/step/", {"step": "qualified"}, **HTMX)
    assert b"Qualified" in answer.content
    assert b"Saved" in answer.content
    assert Lead.objects.get().status == "qualified"


def test_a_status_that_is_none_is_refused(as_boris, vera):
    assert as_boris.post(f"/leads/{vera.pk}/step/", {"step": "king"}).status_code == 400


def test_contacts_have_no_status(as_boris):
    assert as_boris.post(f"/contacts/{contact().pk}/step/", {"step": "new"}).status_code == 404


def test_owners_give_their_records_away(as_boris, anna, vera):
    as_boris.post(f"/leads/{vera.pk}/owner/", {"owner": anna.pk})
    assert Lead.objects.get().owner == anna


def test_who_is_not_the_owner_cannot_give_it_away(vera, shop):
    from tests.desk.house import signed_in

    mila = signed_in(hire("Mila Sand"))
    assert mila.post(f"/leads/{vera.pk}/owner/", {"owner": ""}).status_code == 404
    assert mila.get(f"/leads/{vera.pk}/").context["record"].head.owners == []


def test_details_are_changed_in_one_form_and_only_the_listed_ones(as_boris, vera, anna):
    """T14."""
    fields = {"first_name": "Wera", "last_name": "Lindqvist", "company": "AB", "created_by": anna.pk, "id": 7}
    answer = as_boris.post(f"/leads/{vera.pk}/edit/", fields)
    kept = Lead.objects.get()
    assert (kept.first_name, kept.company, kept.status, kept.created_by_id) == ("Wera", "AB", "new", None)
    assert answer.url == f"/leads/{vera.pk}/"


def test_an_identifier_is_added_and_taken_off_with_a_preview(as_boris, vera):
    """D18, F151."""
    as_boris.post(f"/leads/{vera.pk}/identifiers/", {"value": "vera.two@lindqvist.example"})
    known = as_boris.get(f"/leads/{vera.pk}/").context["record"].known.identifiers
    two = next(each for each in known if each.value == "vera.two@lindqvist.example")
    path = f"/leads/{vera.pk}/identifiers/{two.id}/"
    assert b"vera.two@lindqvist.example" in as_boris.get(path, **HTMX).content
    as_boris.post(path)
    assert b"vera.two@lindqvist.example off this record" in as_boris.get(f"/leads/{vera.pk}/feed/").content
    assert as_boris.get(path).status_code == 404


def test_a_second_record_of_the_person_is_flagged(as_boris, vera):
    contact("Vera Lindqvist", emails=["vera@lindqvist.example"])
    assert b"is a second record of this person" in as_boris.get(f"/leads/{vera.pk}/matches/").content


def test_text_of_visitors_is_shown_as_text(as_boris, shop, actor, vera):
    """T15."""
    visit(shop, actor, first_title="<script>alert(1)</script>", first_url="javascript:alert(1)")
    page = as_boris.get(f"/leads/{vera.pk}/").content
    assert b"<script>alert" not in page
    assert b'href="javascript:' not in page


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_costs_the_same_for_few_and_for_many(as_boris, shop, actor, vera, many, django_assert_max_num_queries):
    for number in range(many):
        visit(shop, actor, minutes_ago=number * 90)
    as_boris.get(f"/leads/{vera.pk}/")
    with django_assert_max_num_queries(40):
        as_boris.get(f"/leads/{vera.pk}/")


PATHS = ("", "head/", "feed/", "edit/", "fields/city/", "identifiers/1/")
POSTS = ("notes/", "step/", "owner/", "edit/", "fields/city/", "identifiers/", "identifiers/1/", "decisions/1/undoing/")


@pytest.mark.parametrize("path", PATHS)
def test_strangers_see_nothing(stranger: Client, vera, path):
    answer = stranger.get(f"/leads/{vera.pk}/{path}")
    assert answer.status_code == 302
    assert answer.url.startswith("/login/")


@pytest.mark.parametrize("path", POSTS)
def test_strangers_change_nothing(stranger: Client, vera, path):
    assert stranger.post(f"/leads/{vera.pk}/{path}").url.startswith("/login/")


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_there_is_not_found(as_boris, path):
    assert as_boris.get(f"/leads/999/{path}").status_code == 404


def test_what_was_done_on_portals_of_others_is_not_told(as_boris, anna, shop):
    """T7: the summary counts the portals that one sees, also when all are chosen."""
    other = Portal.objects.create(name="Other shop", site_url="https://other.example", created_by=anna)
    actor = browser_actor(other.pk, "browser-of-the-other-shop")
    vera = lead("Vera Lindqvist", from_actor=actor)
    visit(other, actor, minutes_ago=60 * 24 * 9, first_url="https://other.example/secret/", utm={"source": "secret"})
    record = as_boris.get(f"/leads/{vera.pk}/").context["record"]
    assert (record.behaviour.summary.days, record.behaviour.campaigns) == (0, [])
    assert b"secret" not in as_boris.get(f"/leads/{vera.pk}/").content
