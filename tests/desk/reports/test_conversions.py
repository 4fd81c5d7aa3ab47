"""Ad conversions: which click led to a record, and the file for Google Ads (F121-F124, B21, T18)."""

import datetime as dt
from decimal import Decimal

import pytest

from foyer.lib import clock
from tests.crm.people import browser, contact, deal, lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
DAY = 24 * 60
CLICK = "CjwKCAiAjKu6BhAMEiwAx4UsAv"
HEAD = "Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC), tick=False)


def click(shop, actor, minutes_ago, click_id=CLICK, kind="gclid"):
    visit(shop, actor, minutes_ago=minutes_ago, medium="campaign", click_id_kind=kind, click_id=click_id)


@pytest.fixture
def vera(shop, boris):
    """She clicked an ad three days ago, came back by herself, and wrote in a chat."""
    click(shop, browser(shop), 3 * DAY)
    visit(shop, browser(shop), minutes_ago=20)
    return lead("Vera Lindqvist", from_actor=browser(shop), portal=shop, owner=boris)


def lines(client, query="") -> list[str]:
    return client.get(f"/reports/conversions/file/{query}").content.decode().split("\r\n")


def page_of(client, query=""):
    return client.get(f"/reports/conversions/{query}").context["page"]


def test_a_lead_by_a_click_comes_as_google_wants_it(as_boris, vera):
    """F124: the template of Google, with the time zone twice, so that no hour is taken for another."""
    assert lines(as_boris, "?event=lead&worth=25,5") == [
        "Parameters:TimeZone=Europe/Berlin",
        HEAD,
        f"{CLICK},Lead created,2026-11-12 13:00:00+0100,25.50,EUR",
        "",
    ]


def test_a_won_deal_tells_its_amount_and_when_it_was_won(as_boris, shop):
    click(shop, browser(shop), 10 * DAY)
    kim = contact("Kim Noll", from_actor=browser(shop), portal=shop)
    won = deal(kim, "won", "1234.5", currency="SEK")
    deal(kim, "open", "10")
    won.closed_at = clock.now() - dt.timedelta(days=1)
    won.save()
    assert lines(as_boris, "?event=deal&name=Sale")[2:] == [f"{CLICK},Sale,2026-11-11 13:00:00+0100,1234.50,SEK", ""]


def test_the_last_click_before_counts(as_boris, shop, vera):
    click(shop, browser(shop), 2 * DAY, "EAIaIQobChMI2")
    click(shop, browser(shop), -5, "EAIaIQobChMI3")
    assert lines(as_boris)[2].startswith("EAIaIQobChMI2,")


def test_a_click_on_the_phone_counts_once_both_are_known_to_be_one_person(as_boris, shop):
    """B21: the browser on which somebody clicked need not be the one on which they write."""
    phone, desk = browser(shop, 1), browser(shop, 2)
    click(shop, phone, 5 * DAY)
    lead("Vera Lindqvist", from_actor=desk, portal=shop, emails=["vera@lindqvist.example"])
    assert page_of(as_boris).count == 0
    lead("V. Lindqvist", from_actor=phone, portal=shop, emails=["vera@lindqvist.example"])
    assert page_of(as_boris).count == page_of(as_boris).of


def test_old_clicks_those_of_others_and_none_are_left_out(as_boris, shop, other_shop):
    click(shop, browser(shop, 1), 91 * DAY)
    click(shop, browser(shop, 2), DAY, kind="msclkid")
    click(shop, browser(shop, 3), DAY, '=HYPERLINK("x")')
    click(other_shop, browser(other_shop, 4), DAY)
    for number in (1, 2, 3):
        lead(f"Lead {number}", from_actor=browser(shop, number), portal=shop)
    lead("Lead 4", from_actor=browser(other_shop, 4), portal=other_shop)
    page = page_of(as_boris)
    assert (page.count, page.of) == (0, 4)


def test_clicks_without_cookies_have_columns_of_their_own(as_boris, shop, vera):
    click(shop, browser(shop, 2), DAY, "0AAAAApple_1", "gbraid")
    lead("Nils Berg", from_actor=browser(shop, 2), portal=shop)
    found = lines(as_boris)
    assert found[1].startswith("Google Click ID,GBRAID,Conversion Name")
    assert sorted(line.split(",")[:2] for line in found[2:4]) == [["", "0AAAAApple_1"], [CLICK, ""]]


def test_a_name_that_is_a_formula_is_guarded(as_boris, vera):
    """T18."""
    assert lines(as_boris, "?name=%3D1%2B1")[2].split(",")[1] == "'=1+1"


def test_the_page_shows_what_is_in_the_file(as_boris, vera):
    """B15."""
    page = page_of(as_boris, "?worth=25")
    (row,) = page.rows
    assert (row.text, row.kind, row.worth, row.url) == ("Vera Lindqvist", "gclid", "€25", f"/leads/{vera.pk}/")
    assert (page.count, page.of) == (1, 1)
    assert "1 of 1 new leads" in as_boris.get("/reports/conversions/").content.decode()


def test_the_period_and_the_portal_narrow(as_anna, shop, other_shop, vera):
    assert page_of(as_anna, "?from=2026-11-01&to=2026-11-11").of == 0
    assert page_of(as_anna, f"?portal={other_shop.pk}").count == 0
    assert page_of(as_anna, "?portal=").count == 1


@pytest.mark.parametrize("query", ["?event=x", "?worth=-1", "?worth=1e9", "?worth=1,234", "?from=x", "?name=%00"])
def test_what_makes_no_sense_is_as_if_it_was_not_said(as_boris, vera, query):
    page = page_of(as_boris, query)
    assert (page.asked.event, page.asked.worth, page.asked.name, page.count) == ("lead", None, "Lead created", 1)


def test_who_may_not_export_gets_no_file(as_boris, boris, vera):
    """E25, T7."""
    verbs = ["view", "create", "edit", "delete"]
    limit(boris, {module: {"verbs": verbs} for module in ("lead", "contact", "deal")})
    for path in ("/reports/conversions/", "/reports/conversions/file/"):
        assert as_boris.get(path).status_code == 404
    assert "/reports/conversions/" not in as_boris.get("/reports/").content.decode()


def test_only_records_and_amounts_that_one_sees_are_in_it(as_boris, boris, anna, shop, vera):
    """E25."""
    click(shop, browser(shop, 2), DAY, "EAIaIQobChMI2")
    nils = contact("Nils Berg", from_actor=browser(shop, 2), portal=shop, owner=anna)
    won = deal(nils, "won", "500")
    won.closed_at = clock.now()
    won.save()
    limit(boris, {"contact": {"verbs": ["view", "export"], "scope": "own"}}, {"deal": {"amount": "hidden"}})
    assert page_of(as_boris, "?event=contact").of == 0
    assert page_of(as_boris, "?event=deal").rows[0].worth == ""
    assert lines(as_boris, "?event=deal")[2].endswith(",,")


def test_it_asks_the_same_queries_for_any_number(as_boris, shop, vera, django_assert_num_queries):
    page_of(as_boris)
    with django_assert_num_queries(5):
        page_of(as_boris)
    for number in range(2, 12):
        click(shop, browser(shop, number), DAY)
        lead(f"Lead {number}", from_actor=browser(shop, number), portal=shop)
    with django_assert_num_queries(5):
        assert page_of(as_boris, "?worth=3").asked.worth == Decimal(3)


@pytest.mark.parametrize(
    ("module", "key", "left"),
    [("lead", "created_at", "contact"), ("deal", "closed_at", "lead"), ("deal", "stage", "lead")],
)
def test_what_happened_when_is_hidden_is_not_offered(as_boris, boris, vera, module, key, left):
    """T7."""
    limit(boris, {}, {module: {key: "hidden"}})
    page = page_of(as_boris, f"?event={module}")
    assert page.asked.event == left
    assert module not in dict(page.events)
