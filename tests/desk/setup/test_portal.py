"""Setup > Channels > Chat (F1-F22)."""

import pytest

from foyer.identity.actions import browser_actor
from foyer.portals.models import EmbedCode, Portal, SigningKey
from foyer.portals.signing_keys import secret_of
from foyer.team.actions import set_availability
from tests.desk.house import visit
from tests.portals.test_signing_keys import PRIVATE, SECRET_PEM, public

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def code(shop):
    return EmbedCode.objects.get(portal=shop)


def save(client, shop, setting, /, **fields):
    """Changes a setting as the page does."""
    return client.post(f"/setup/portals/{shop.pk}/settings/{setting}/", fields, **HTMX)


def test_without_a_portal_there_is_enable(as_anna):
    """F1."""
    assert b"Enable" in as_anna.get("/setup/portals/").content


def test_setup_opens_the_portal(as_anna, shop):
    page = as_anna.get("/setup/", follow=True)
    assert page.redirect_chain[-1][0] == f"/setup/portals/{shop.pk}/"
    assert b"/foyer.js" in page.content


def test_the_code_carries_the_address_of_this_foyer(as_anna, shop, code, settings):
    """F19."""
    settings.BASE_URL = "https://foyer.shop.example"
    found = as_anna.get(f"/setup/portals/{shop.pk}/").context["page"].codes[0]
    assert (
        found.snippet == f'<script async src="https://foyer.shop.example/foyer.js" data-portal="{code.key}"></script>'
    )


def test_show_chat_icon_saves_at_once_and_says_so(as_anna, code):
    """F21, D1."""
    answer = as_anna.post(f"/setup/codes/{code.pk}/chat-icon/", {}, **HTMX)
    code.refresh_from_db()
    assert not code.show_chat_icon
    assert b"data-chat=&#34;off&#34;" in answer.content
    assert b"Saved" in answer.content


def test_push_as_saves_at_once(as_anna, shop):
    """F4."""
    save(as_anna, shop, "push-as", push_as="contact")
    assert Portal.objects.get().push_as == "contact"


def test_assign_to_a_user_and_back(as_anna, shop, boris):
    """F5, F6."""
    save(as_anna, shop, "assignment", assign_to=f"user:{boris.pk}")
    assert Portal.objects.get().assign_user == boris
    save(as_anna, shop, "assignment", assign_to="attendee")
    assert (Portal.objects.get().assign_to, Portal.objects.get().assign_user) == ("attendee", None)


def test_visitor_notification_off_and_on(as_anna, shop):
    """F7, F89."""
    save(as_anna, shop, "notification")
    assert not Portal.objects.get().notify_visitors
    save(as_anna, shop, "notification", notify_visitors="on")
    assert Portal.objects.get().notify_visitors


def test_users_of_the_portal(as_anna, shop, anna, boris):
    """F3."""
    save(as_anna, shop, "users", users=[anna.pk])
    assert list(shop.users.all()) == [anna]


def test_a_wrong_website_is_refused_with_a_sentence(as_anna, shop):
    answer = save(as_anna, shop, "website", name="Shop", site_url="not a site", domains="shop.example")
    assert b"This is not the address of a website." in answer.content
    assert Portal.objects.get().name == "Demo shop"


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("push-as", {"push_as": "king"}, 400),
        ("assignment", {"assign_to": "user:999"}, 400),
        ("assignment", {"assign_to": "user:x"}, 400),
        ("users", {"users": "x"}, 400),
        ("created_by", {"created_by": "1"}, 404),
    ],
)
def test_nonsense_and_other_fields_are_refused(as_anna, shop, name, fields, status):
    """T14."""
    assert save(as_anna, shop, name, **fields).status_code == status


def test_a_setting_changes_nothing_else(as_anna, shop):
    """T14."""
    save(as_anna, shop, "push-as", push_as="contact", is_enabled="", name="Stolen", accent="#000000")
    kept = Portal.objects.get()
    assert (kept.name, kept.is_enabled, kept.accent) == ("Demo shop", True, "#304AA6")


def test_disable_says_what_stops_and_what_stays_and_enable_brings_it_back(as_anna, shop):
    """D16."""
    assert b"All data stays" in as_anna.get(f"/setup/portals/{shop.pk}/").content
    as_anna.post(f"/setup/portals/{shop.pk}/operation/", {"enabled": "no"})
    assert not Portal.objects.get().is_enabled
    assert b"Enable this portal" in as_anna.get(f"/setup/portals/{shop.pk}/").content
    as_anna.post(f"/setup/portals/{shop.pk}/operation/", {"enabled": "yes"})
    assert Portal.objects.get().is_enabled


def test_one_more_code_for_a_part_of_the_website(as_anna, shop):
    """F20."""
    answer = as_anna.post(f"/setup/portals/{shop.pk}/codes/", {"name": "Landing pages"}, **HTMX)
    assert b"Landing pages" in answer.content
    assert EmbedCode.objects.count() == 2


def test_the_doctor_sees_code_hit_and_agents(as_anna, shop, boris):
    page = as_anna.get(f"/setup/portals/{shop.pk}/doctor/").content
    assert b"Code not seen yet" in page
    assert b"Nobody can answer now" in page
    visit(shop, browser_actor(shop.pk, "browser-00000000000001"), minutes_ago=6)
    set_availability(boris, "online")
    page = as_anna.get(f"/setup/portals/{shop.pk}/doctor/").content
    assert b"2 pages in the last hour" in page
    assert b"Last hit" in page
    assert b"Boris is online" in page


def test_the_webmaster_can_check_without_a_log_in(stranger, shop, code):
    assert b"not seen yet" in stranger.get(f"/setup/check/{code.key}/").content
    visit(shop, browser_actor(shop.pk, "browser-00000000000001"))
    assert b"The code was seen" in stranger.get(f"/setup/check/{code.key}/").content
    assert stranger.get("/setup/check/p_unknown/").status_code == 404


PATHS = ("portals/", "portals/1/", "portals/1/doctor/", "users/")
POSTS = (
    "portals/1/settings/push-as/",
    "portals/1/operation/",
    "portals/1/codes/",
    "codes/1/chat-icon/",
)
POSTS += ("users/invitations/", "users/1/role/", "users/1/activity/")


@pytest.mark.parametrize("path", PATHS)
def test_agents_may_not_see_the_settings(as_boris, stranger, shop, path):
    assert as_boris.get(f"/setup/{path}").status_code == 403
    assert stranger.get(f"/setup/{path}").url.startswith("/login/")


@pytest.mark.parametrize("path", POSTS)
def test_agents_may_not_change_them(as_boris, stranger, shop, path):
    assert as_boris.post(f"/setup/{path}").status_code == 403
    assert stranger.post(f"/setup/{path}").url.startswith("/login/")


def test_a_portal_that_is_not_there_is_not_found(as_anna):
    assert as_anna.get("/setup/portals/99/").status_code == 404
    assert save(as_anna, Portal(pk=99), "push-as", push_as="lead").status_code == 404


def test_the_page_costs_the_same_for_few_and_many_users(as_anna, shop, django_assert_max_num_queries):
    from tests.team.people import hire

    for number in range(15):
        hire(f"User{number} Extra")
    with django_assert_max_num_queries(18):
        as_anna.get(f"/setup/portals/{shop.pk}/")


def hours(week="9:00-12:30", **fields):
    return {"on": "on", "zone": "Europe/Berlin", "days": "12-25", **{f"day_{n}": week for n in range(7)}} | fields


def test_business_hours_are_kept_and_said(as_anna, shop):
    """B22."""
    page = save(as_anna, shop, "hours", **hours("0:00-24:00")).content
    shop.refresh_from_db()
    assert (shop.hours["on"], shop.hours["week"][6], shop.hours["days"]) == (True, "0:00-24:00", "12-25")
    assert b"Now open" in page


@pytest.mark.parametrize("typed", [{"day_3": "<b>late</b>"}, {"days": "Christmas"}, {"zone": "Europe/Nowhere"}])
def test_hours_that_are_none_are_refused_and_what_was_typed_stays(as_anna, shop, typed):
    answer = save(as_anna, shop, "hours", **hours(**typed))
    shop.refresh_from_db()
    assert (shop.hours, answer["HX-Reswap"]) == ({}, "none")
    assert b"is not understood" in answer.content
    assert b"<b>late" not in answer.content


def test_the_secret_of_a_key_is_shown_once(as_anna, shop):
    """E39."""
    shown = as_anna.post(f"/setup/portals/{shop.pk}/keys/", **HTMX).content.decode()
    kid = SigningKey.objects.get().kid
    assert secret_of(kid) in shown
    assert secret_of(kid) not in as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()
    assert kid not in as_anna.post(f"/setup/portals/{shop.pk}/keys/{kid}/", **HTMX).content.decode()


def test_keys_of_portals_of_others_are_not_theirs(as_boris, shop):
    assert as_boris.post(f"/setup/portals/{shop.pk}/keys/").status_code in {403, 404}
    assert not SigningKey.objects.exists()


def test_a_public_key_is_pasted_and_a_private_one_refused(as_anna, as_boris, shop):
    """E39."""
    path = f"/setup/portals/{shop.pk}/keys/"
    assert "EdDSA" in as_anna.post(path, {"public_key": public(PRIVATE)}, **HTMX).content.decode()
    refused = as_anna.post(path, {"public_key": SECRET_PEM}, **HTMX).content.decode()
    assert "This is a private key." in refused
    assert SECRET_PEM.splitlines()[1] not in refused
    assert as_boris.post(path, {"public_key": public(PRIVATE)}).status_code in {403, 404}
