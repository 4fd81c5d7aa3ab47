"""The CRM view of visits: streams that never overlap, and the panel beside them (F60-F67, D3, B5)."""

import datetime as dt
import html
import re

import pytest

from foyer.conversations.actions import start_conversation
from foyer.crm.actions import change_record
from foyer.crm.actions.activities import create_activity
from foyer.crm.actions.notes import write_note, write_visit_note
from foyer.desk.visits.streams import STREAMS, in_stream
from foyer.events.dispatch import react_to_pending
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
from foyer.team.models import AccessProfile
from foyer.visits.models import Visit
from foyer.visits.queries import ref_of
from tests.crm.people import contact, deal, lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


def browser(shop, number):
    return browser_actor(shop.pk, f"browser-{number:014}")


def columns(client, query=""):
    """The streams, once what happened is reacted to."""
    react_to_pending()
    return client.get(f"/visits/crm/{query}").context["columns"]


def streams(client, query=""):
    """Who stands in which stream."""
    return {column.stream.name: [row.name for row in column.rows] for column in columns(client, query)}


def text(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def house(shop):
    """A customer with a further open deal, a potential one, a contact, a lead, and somebody unknown."""
    buyer = contact("Kim Noll", from_actor=browser(shop, 1))
    deal(buyer, "won", name="Heron set", amount=3200)
    deal(buyer, "open", name="Lark swing")
    deal(contact("Jonas Seidel", from_actor=browser(shop, 2)), "open", name="Courtyard")
    contact("Claire Moreau", from_actor=browser(shop, 3))
    lead("Vera Lindqvist", from_actor=browser(shop, 4))
    for number in range(1, 6):
        visit(shop, browser(shop, number), minutes_ago=number)
    return buyer


def test_each_stands_in_one_stream_with_the_reason(as_boris, house):
    """F61-F63, D3: a won deal weighs more than an open one."""
    assert streams(as_boris) == {
        "customers": ["Kim Noll"],
        "potential": ["Jonas Seidel"],
        "people": ["Claire Moreau", "Vera Lindqvist"],
        "unknown": ["Visitor"],
    }
    page = text(as_boris.get("/visits/crm/"))
    assert "deal “Heron set” won on" in page
    assert "deal “Courtyard” is open" in page


@pytest.mark.parametrize("few", [True, False])
def test_every_visit_is_in_exactly_one_stream(house, few):
    """D3: whether the people of a kind are looked for first, or visits until some of them come."""
    react_to_pending()
    found = [visit.pk for stream in STREAMS for visit in in_stream(stream, Visit.objects.all(), few=few)]
    assert sorted(found) == sorted(Visit.objects.values_list("pk", flat=True))


def test_who_came_twice_stands_there_once_by_the_newest_visit(as_boris, shop, house):
    again = visit(shop, browser(shop, 4), minutes_ago=0)
    people = columns(as_boris)[2]
    assert [row.visit.pk for row in people.rows if row.name == "Vera Lindqvist"] == [again.pk]


def test_two_browsers_of_a_person_are_one(as_boris, shop):
    from foyer.identity.actions import claim
    from foyer.identity.models import Level

    lead("Vera Lindqvist", emails=["vera@l.example"], from_actor=browser(shop, 1))
    claim(browser(shop, 2), "email", "vera@l.example", event_ref="t:1", level=Level.PROVEN, way="chat_form")
    visit(shop, browser(shop, 1), minutes_ago=9)
    visit(shop, browser(shop, 2), minutes_ago=5)
    assert streams(as_boris)["people"] == ["Vera Lindqvist"]


def test_a_lost_deal_makes_nobody_a_customer_and_the_stream_follows_at_once(as_boris, boris, house):
    for sale in house.deals.all():
        change_record(sale, boris, {"stage": sale.stage.pipeline.stages.get(meaning="lost").pk})
    assert "Kim Noll" in streams(as_boris)["people"]


def test_the_period_narrows(as_boris, shop, house):
    Visit.objects.filter(actor=browser(shop, 2)).update(started=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    assert streams(as_boris, "?days=30")["potential"] == []
    assert streams(as_boris, "?days=nonsense")["customers"] == ["Kim Noll"]


def test_the_portal_narrows(as_anna, anna, shop, house):
    """F64."""
    other = Portal.objects.create(name="Other shop", site_url="https://other.example", created_by=anna)
    assert streams(as_anna, f"?portal={other.pk}")["customers"] == []


def test_more_of_a_stream_comes_by_its_cursor(as_boris, shop):
    for number in range(20):
        lead(f"Lead {number:02}", from_actor=browser(shop, number))
        visit(shop, browser(shop, number), minutes_ago=number)
    column = columns(as_boris)[2]
    rest = as_boris.get(f"/visits/crm/people/?days=7&before={column.older}", **HTMX).context["column"]
    last = as_boris.get(f"/visits/crm/people/?days=7&before={rest.older}", **HTMX).context["column"]
    shown = [row.name for part in (column, rest, last) for row in part.rows]
    assert (shown, last.older) == ([f"Lead {number:02}" for number in range(20)], "")


def test_a_stream_that_is_none_is_not_there(as_boris):
    assert as_boris.get("/visits/crm/strangers/").status_code == 404


def test_the_panel_shows_pages_chats_other_visits_and_deals(as_boris, shop, house):
    """F65, F66."""
    actor = browser(shop, 1)
    earlier = visit(shop, actor, minutes_ago=60 * 30)
    start_conversation(
        portal_id=shop.pk, actor_id=actor.pk, visitor_name="Kim", text="Can it stay outside?", client_id="c1",
        page_url="https://shop.example/", page_title="Bench", language="en",
    )  # fmt: skip
    newest = Visit.objects.filter(actor=actor).order_by("-started").first()
    shown = as_boris.get(f"/visits/{newest.pk}/around/", **HTMX)
    assert "Can it stay outside?" in text(shown)
    assert "Heron set" in text(shown)
    assert f"/visits/{earlier.pk}/" in shown.content.decode()


def test_the_panel_shows_who_it_is_and_fetches_the_timeline(as_boris, shop, house):
    """F67."""
    newest = Visit.objects.get(actor=browser(shop, 1))
    shown = as_boris.get(f"/visits/{newest.pk}/around/?panel=info", **HTMX).content.decode()
    assert "Noll" in shown
    assert f'hx-get="/contacts/{house.pk}/feed/"' in shown


def test_the_panel_shows_what_is_to_be_done_and_what_was_noted(as_boris, boris, shop, house):
    """F65: on the person and on the visit."""
    newest = Visit.objects.get(actor=browser(shop, 1))
    create_activity(boris, {"kind": "task", "subject": "Send the catalogue"}, about=house)
    write_note(house, boris, "Wants it in oak")
    write_visit_note(ref_of(newest), boris, "Looked at delivery twice")
    shown = text(as_boris.get(f"/visits/{newest.pk}/around/?panel=info", **HTMX))
    for words in ("Send the catalogue", "Wants it in oak", "Looked at delivery twice"):
        assert words in shown


def test_the_panel_has_the_details_of_the_visit(as_boris, shop, house):
    """F65."""
    shown = text(as_boris.get(f"/visits/{Visit.objects.get(actor=browser(shop, 1)).pk}/around/", **HTMX))
    assert "203.0.113.7" in shown
    assert "Firefox 143" in shown


def test_notes_on_a_record_that_the_profile_hides_are_not_told(as_boris, boris, shop, house):
    """T7."""
    newest = Visit.objects.get(actor=browser(shop, 1))
    write_note(house, boris, "Wants it in oak")
    limit(boris, {"contact": {"verbs": []}})
    shown = as_boris.get(f"/visits/{newest.pk}/around/?panel=info", **HTMX).content.decode()
    assert "Wants it in oak" not in shown


def test_without_script_the_panel_stands_on_the_page(as_boris, shop, house):
    newest = Visit.objects.get(actor=browser(shop, 1))
    answer = as_boris.get(f"/visits/{newest.pk}/around/")
    assert answer.url == f"/visits/crm/?visit={newest.pk}&panel=pages"
    assert "Heron set" in text(as_boris.get(answer.url))


def test_records_that_the_profile_hides_are_not_told(as_boris, boris, shop, house):
    """F229, T7."""
    boris.access_profile = AccessProfile.objects.create(name="No deals", modules={"deal": {"verbs": []}})
    boris.save()
    newest = Visit.objects.get(actor=browser(shop, 1))
    for path in (f"/visits/{newest.pk}/around/", f"/visits/{newest.pk}/", "/visits/crm/"):
        page = as_boris.get(path, **HTMX).content.decode()
        assert not any(secret in page for secret in ("Lark swing", "Heron set", "3,200")), path
        assert "Noll" in page


def test_visits_of_other_portals_are_not_there(as_boris, anna, house):
    other = Portal.objects.create(name="Other shop", site_url="https://other.example", created_by=anna)
    hidden = visit(other, browser_actor(other.pk, "browser-of-another-portal"), minutes_ago=1)
    assert as_boris.get(f"/visits/{hidden.pk}/around/").status_code == 404
    assert as_boris.get(f"/visits/crm/?visit={hidden.pk}").status_code == 404


@pytest.mark.parametrize("many", [1, 8])
def test_the_view_costs_the_same_for_few_and_for_many(as_boris, shop, many, django_assert_max_num_queries):
    """P5."""
    for number in range(many):
        deal(contact(f"Buyer {number}", from_actor=browser(shop, number)), "won", name=f"D-{number}")
        visit(shop, browser(shop, number))
    as_boris.get("/visits/crm/")
    with django_assert_max_num_queries(13):
        as_boris.get("/visits/crm/")
