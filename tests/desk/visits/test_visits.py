"""The Visits tab (F24-F59, F68-F83)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, start_conversation
from foyer.events.actions import record
from foyer.events.dispatch import react_to_pending
from foyer.identity.actions import browser_actor
from foyer.visits.types import VisitStarted
from tests.crm.people import contact, lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db


def browser(shop, number):
    return browser_actor(shop.pk, f"browser-{number:014}")


def names(client, view):
    """Who stands in a view, after what happened has been reacted to."""
    react_to_pending()
    return [row.name for row in client.get(f"/visits/?view={view}").context["list"].rows]


@pytest.fixture
def at_noon(time_machine):
    """Visits of a few minutes ago are of today, but just after midnight."""
    time_machine.move_to(dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC))


@pytest.fixture
def three(shop):
    """A lead, a contact, and somebody unknown, each with a visit today or before."""
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    contact("Kim Noll", from_actor=browser(shop, 2))
    visit(shop, browser(shop, 1), minutes_ago=1, seconds=60)
    visit(shop, browser(shop, 2), minutes_ago=60 * 24 * 3, pages=5, seconds=1200)
    visit(shop, browser(shop, 3), minutes_ago=3)
    react_to_pending()


def test_the_counts_of_the_views_come_after_the_page(as_boris, at_noon, three):
    """P5: nobody waits for them."""
    assert 'id="nv-leads"></span>' in as_boris.get("/visits/").content.decode()
    counts = dict(as_boris.get("/visits/counts/").context["counts"])
    assert counts == {"all": 2, "today": 1, "leads": 1, "contacts": 1}


@pytest.mark.parametrize(
    ("view", "who"),
    [
        ("all", ["Vera Lindqvist", "Kim Noll"]),
        ("today", ["Vera Lindqvist"]),
        ("top", ["Kim Noll", "Vera Lindqvist"]),
        ("today-top", ["Vera Lindqvist"]),
        ("leads", ["Vera Lindqvist"]),
        ("contacts", ["Kim Noll"]),
        ("unknown", [""]),
        ("no-such-view", ["Vera Lindqvist", "Kim Noll"]),
    ],
)
def test_each_view_shows_its_visits(as_boris, at_noon, three, view, who):
    """F54-F59, D2, D7."""
    assert names(as_boris, view) == who


def test_before_the_first_visit_the_code_is_offered(as_boris, shop):
    """F23."""
    page = as_boris.get("/visits/").content
    assert b"Send to webmaster" in page
    assert b"data-portal=" in page


def test_after_the_first_visit_it_is_not(as_boris, three):
    assert b"Send to webmaster" not in as_boris.get("/visits/").content


def test_who_belongs_to_no_portal_is_told_so(as_boris, other_shop):
    visit(other_shop, browser(other_shop, 1))
    page = as_boris.get("/visits/").content
    assert b"you belong to none" in page
    assert b"data-portal=" not in page


def test_the_portal_filter_is_kept_while_one_moves_about(as_anna, shop, other_shop):
    """F25."""
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    lead("Otto Other", from_actor=browser(other_shop, 2))
    visit(shop, browser(shop, 1))
    visit(other_shop, browser(other_shop, 2))
    as_anna.get(f"/visits/?portal={other_shop.pk}")
    assert names(as_anna, "all") == ["Otto Other"]
    as_anna.get("/visits/?portal=")
    assert len(names(as_anna, "all")) == 2


def test_pages_go_older_and_newer(as_boris, shop):
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    for number in range(55):
        visit(shop, browser(shop, 1), minutes_ago=number + 1)
    react_to_pending()
    first = as_boris.get("/visits/").context["list"]
    second = as_boris.get(f"/visits/{first.older_url}").context["list"]
    assert (len(first.rows), len(second.rows)) == (50, 5)
    assert second.older_url == ""
    assert as_boris.get(f"/visits/{second.newer_url}").context["list"].rows == first.rows


def test_a_visit_shows_every_standard_field(as_boris, shop, boris):
    """F34-F49."""
    contact("Kim Noll", from_actor=browser(shop, 1))
    made = visit(
        shop, browser(shop, 1), referrer="https://search.example/", search_engine="Example Search",
        search_keyword="oak bench", user_agent="Mozilla/5.0 (X11)", attended_by=boris,
    )  # fmt: skip
    page = as_boris.get(f"/visits/{made.pk}/").content.decode()
    labels = (
        "IP address",
        "Visited by",
        "Visited page",
        "Time spent (minutes)",
        "Referrer",
        "User agents",
        "Attended by",
    )
    labels += (
        "Visited page URL",
        "Browser",
        "Visited time",
        "Search keyword",
        "Search engine",
        "Operating system",
        "Portal name",
    )
    values = (
        "203.0.113.7",
        "Kim Noll",
        "Alder bench",
        "5",
        "Mozilla/5.0 (X11)",
        "Boris Brandt",
        "oak bench",
        "Linux",
        "Demo shop",
    )
    assert [text for text in (*labels, *values) if text not in page] == []


def test_actions_performed_have_type_action_time_and_minutes(as_boris, shop):
    """F68-F72."""
    page = as_boris.get(f"/visits/{visit(shop, browser(shop, 1)).pk}/").context["page"]
    assert [(row.type, row.title, row.spent) for row in page.actions] == [
        ("Accessed", "Page 0", "1 min"),
        ("Navigation", "Page 1", "1 min"),
    ]


def test_the_transcript_is_attached(as_boris, shop, boris):
    """F31."""
    made = visit(shop, browser(shop, 1), minutes_ago=2)
    chat = start_conversation(
        portal_id=shop.pk, actor_id=browser(shop, 1).pk, visitor_name="Vera", text="Is it oak?", client_id="c1",
        page_url="https://shop.example/", page_title="Shop", language="en",
    )  # fmt: skip
    accept_conversation(chat.pk, boris)
    end_conversation(chat.pk, "agent", boris)
    page = as_boris.get(f"/visits/{made.pk}/").content.decode()
    assert "Is it oak?" in page
    assert "Chat started on" in page
    assert "Chat ended on" in page


def test_marketing_information_is_there_when_the_visit_has_some(as_boris, shop):
    made = visit(
        shop,
        browser(shop, 1),
        utm={"source": "newsletter", "campaign": "spring"},
        click_id="abc",
        click_id_kind="gclid",
    )
    page = as_boris.get(f"/visits/{made.pk}/").content.decode()
    assert [
        text for text in ("Marketing information", "newsletter", "spring", "Click ID (gclid)") if text not in page
    ] == []


def test_nothing_of_a_visit_can_be_edited(as_boris, boris, shop):
    """F27."""
    made = visit(shop, browser(shop, 1))
    limit(boris, {"visit": {"verbs": ["view"]}})
    page = as_boris.get(f"/visits/{made.pk}/").content.decode()
    assert "<textarea" not in page
    assert as_boris.post(f"/visits/{made.pk}/", {"ip": "x"}).status_code == 405


def test_what_visitors_send_is_text(as_boris, shop):
    """T15."""
    made = visit(
        shop,
        browser(shop, 1),
        first_title="<img src=x>",
        first_url="javascript:alert(1)",
        referrer="javascript:alert(2)",
    )
    page = as_boris.get(f"/visits/{made.pk}/").content
    assert b"<img src=x>" not in page
    assert b'href="javascript:' not in page


def test_visits_of_other_portals_are_not_found(as_boris, as_anna, other_shop):
    """T7, F30."""
    made = visit(other_shop, browser(other_shop, 1))
    assert as_boris.get(f"/visits/{made.pk}/").status_code == 404
    assert as_anna.get(f"/visits/{made.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["/visits/", "/visits/1/"])
def test_strangers_are_sent_to_the_log_in(stranger, path):
    assert stranger.get(path).url.startswith("/login/")


@pytest.mark.parametrize("many", [1, 15])
def test_a_page_costs_the_same_for_few_and_for_many(as_boris, shop, many, django_assert_max_num_queries):
    """P5."""
    for number in range(many):
        lead(f"Lead {number}", from_actor=browser(shop, number))
        visit(shop, browser(shop, number))
        visit(shop, browser(shop, number + 100))
    as_boris.get("/visits/")
    for view in ("all", "top", "unknown"):
        with django_assert_max_num_queries(30):
            as_boris.get(f"/visits/?view={view}")


def test_the_single_page_costs_the_same_for_few_and_for_many(as_boris, shop, django_assert_max_num_queries):
    made = visit(shop, browser(shop, 1), pages=30)
    with django_assert_max_num_queries(20):
        as_boris.get(f"/visits/{made.pk}/")


def over(shop, number=7):
    stay = visit(shop, browser(shop, number), minutes_ago=90)
    type(stay).objects.filter(pk=stay.pk).update(is_open=False)
    return stay


def test_a_visit_that_is_over_can_be_deleted(as_boris, shop):
    """F30."""
    stay = over(shop)
    assert b"Delete visit" in as_boris.get(f"/visits/{stay.pk}/").content
    as_boris.post(f"/visits/{stay.pk}/deletion/")
    assert as_boris.get(f"/visits/{stay.pk}/").status_code == 404
    assert as_boris.get("/visits/").status_code == 200


def test_a_visit_that_goes_on_stays(as_boris, shop):
    stay = visit(shop, browser(shop, 8))
    assert b"Delete visit" not in as_boris.get(f"/visits/{stay.pk}/").content
    page = as_boris.post(f"/visits/{stay.pk}/deletion/", follow=True)
    assert b"still goes on" in page.content
    assert type(stay).objects.filter(pk=stay.pk).exists()


def test_who_may_not_delete_visits_does_not(as_boris, boris, shop, stranger):
    """F30: view without delete."""
    limit(boris, {"visit": {"verbs": ["view"]}})
    stay = over(shop)
    assert b"Delete visit" not in as_boris.get(f"/visits/{stay.pk}/").content
    assert as_boris.post(f"/visits/{stay.pk}/deletion/").status_code == 403
    assert stranger.post(f"/visits/{stay.pk}/deletion/").url.startswith("/login/")
    assert type(stay).objects.filter(pk=stay.pk).exists()


def test_the_record_of_a_deleted_visit_still_opens(as_anna, anna, shop):
    stay = over(shop)
    record(VisitStarted(subject_id=stay.pk, actor_id=stay.actor_id, portal_id=shop.pk, number=1))
    vera = lead(from_actor=stay.actor)
    assert as_anna.get(f"/leads/{vera.pk}/").content.count(f"/visits/{stay.pk}/".encode())
    as_anna.post(f"/visits/{stay.pk}/deletion/")
    assert f"/visits/{stay.pk}/".encode() not in as_anna.get(f"/leads/{vera.pk}/").content
