"""Making and changing portals, and who may not (F1-F22, D1, D15, D16; T7, T14)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.lib.bus import bus
from foyer.portals.actions import (
    change_portal,
    create_embed_code,
    create_portal,
    disable_portal,
    enable_portal,
    set_chat_icon,
    set_limits,
)
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import embed_code_for, embed_snippet, limits, portal_for, portals_of
from foyer.portals.types import LimitReached
from foyer.team.actions import deactivate_user
from foyer.team.types import Refusal


def open_shop(by, name, users=()):
    """By the action, which is tested here."""
    return create_portal(by, name, "shop.example", users=users)


@pytest.fixture
def heard(monkeypatch):
    messages = []
    monkeypatch.setattr(bus(), "publish", lambda topic, message: messages.append((topic, message)))
    return messages


def test_a_portal_comes_with_an_embed_code_and_its_people(anna, boris):
    """F2-F8, F19."""
    shop = create_portal(anna, " Demo shop ", "https://www.Shop.example/start", "contact", users=[boris])
    assert (shop.name, shop.site_url, shop.domains) == ("Demo shop", "https://www.shop.example/", ["www.shop.example"])
    assert (shop.push_as, set(shop.users.all())) == ("contact", {anna, boris})
    code = shop.embed_codes.get()
    assert code.key.startswith("p_")
    assert code.show_chat_icon


@pytest.mark.parametrize(("name", "site"), [("", "shop.example"), ("Shop", "not a website"), ("Shop", "javascript:x")])
def test_without_a_name_or_a_website_there_is_no_portal(anna, name, site):
    with pytest.raises(Refusal):
        create_portal(anna, name, site)
    assert not Portal.objects.exists()


def test_two_portals_cannot_have_one_name(anna, shop):
    with pytest.raises(Refusal, match="name already"):
        open_shop(anna, shop.name)


def test_an_organisation_has_at_most_five_portals(anna):
    """F17, D15."""
    for number in range(limits().most):
        open_shop(anna, f"Shop {number}")
    with pytest.raises(LimitReached):
        open_shop(anna, "One more")


def test_an_agent_makes_one_portal_and_no_second(boris):
    """F16: but may belong to others."""
    open_shop(boris, "Own")
    with pytest.raises(LimitReached):
        open_shop(boris, "Second")


def test_both_limits_can_be_raised(anna, boris):
    """D15."""
    set_limits(anna, "6", "2")
    for number in range(2):
        open_shop(boris, f"Own {number}")
    for number in range(4):
        open_shop(anna, f"Shop {number}")
    with pytest.raises(LimitReached):
        open_shop(anna, "The seventh")


def test_a_limit_that_is_lowered_takes_nothing_away(anna, boris):
    for number in range(3):
        open_shop(anna, f"Shop {number}")
    set_limits(anna, "1", "1")
    assert (Portal.objects.count(), limits().are_reached) == (3, True)


@pytest.mark.parametrize("typed", ["", "0", "-1", "501", "x", "1e3", "9" * 30])
def test_limits_are_numbers(anna, typed):
    with pytest.raises(Refusal, match="numbers from 1"):
        set_limits(anna, typed, "1")


def test_only_administrators_set_limits(boris):
    with pytest.raises(PermissionDenied):
        set_limits(boris, "9", "9")


def test_agents_see_the_portals_they_belong_to(anna, boris):
    """T7: what may not be seen is as if it were not there."""
    hidden, shown = open_shop(anna, "Hidden"), open_shop(anna, "Shown", users=[boris])
    assert list(portals_of(boris)) == [shown]
    assert set(portals_of(anna)) == {hidden, shown}
    for number in (hidden.pk, 999_999):
        with pytest.raises(Portal.DoesNotExist):
            portal_for(boris, number)
    with pytest.raises(EmbedCode.DoesNotExist):
        embed_code_for(boris, hidden.embed_codes.get().pk)


def test_who_has_left_sees_no_portal(anna, boris, shop):
    change_portal(shop, anna, users=[anna, boris])
    deactivate_user(boris, anna)
    assert not portals_of(boris).exists()


def test_only_administrators_and_the_maker_change_a_portal(anna, boris):
    """T14: belonging to a portal is no right to change it."""
    shop = open_shop(anna, "Demo shop", users=[boris])
    code = shop.embed_codes.get()
    attempts = [
        lambda: change_portal(shop, boris, name="Mine"),
        lambda: disable_portal(shop, boris),
        lambda: set_chat_icon(code, on=False, by=boris),
        lambda: create_embed_code(shop, boris, "Other"),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    own = open_shop(boris, "Own")
    assert change_portal(own, boris, name="Renamed").name == "Renamed"


def test_settings_are_read_before_they_are_stored(anna, shop):
    changed = change_portal(
        shop,
        anna,
        domains=["Shop.example", "https://*.shop.example/x", "shop.example", ""],
        missed_after_s=" 90 ",
    )
    changed.refresh_from_db()
    assert changed.domains == ["shop.example", "*.shop.example"]
    assert changed.missed_after_s == 90


@pytest.mark.parametrize(
    "fields",
    [
        {"domains": ["*.com"]},
        {"hours": {"zone": "x", "week": [], "days": ""}},
        {"site_url": "x y"},
        {"name": " "},
        {"assign_to": "user"},
    ],
)
def test_settings_that_cannot_be_are_refused(anna, shop, fields):
    with pytest.raises(Refusal):
        change_portal(shop, anna, **fields)


@pytest.mark.parametrize("field", ["created_by", "is_enabled", "id", "created_at", "nonsense"])
def test_other_fields_cannot_be_set_in_passing(anna, shop, field):
    """T14."""
    with pytest.raises(TypeError):
        change_portal(shop, anna, **{field: 1})


def test_a_user_to_assign_to_can_be_chosen(anna, boris, shop):
    """F6."""
    change_portal(shop, anna, assign_to="user", assign_user=boris)
    assert Portal.objects.get().assign_user == boris


def test_switching_off_and_on_keeps_everything(anna, shop):
    """F130, D16."""
    key = shop.embed_codes.get().key
    disable_portal(shop, anna)
    assert not EmbedCode.objects.get(key=key).portal.is_enabled
    enable_portal(shop, anna)
    assert EmbedCode.objects.get(key=key).portal.is_enabled


def test_the_snippet_says_where_which_and_whether_the_icon_shows(anna, shop):
    """F19, F21, D1."""
    code = shop.embed_codes.get()
    line = f'<script async src="https://foyer.example/foyer.js" data-portal="{code.key}"></script>'
    assert embed_snippet(code, "https://foyer.example/") == line
    set_chat_icon(code, on=False, by=anna)
    assert embed_snippet(code, "https://foyer.example").endswith(' data-chat="off"></script>')


def test_a_portal_can_have_several_embed_codes(anna, shop):
    """F20."""
    create_embed_code(shop, anna, "Blog", show_chat_icon=False)
    assert [code.name for code in shop.embed_codes.all()] == ["Whole website", "Blog"]


def test_the_entrances_hear_of_every_change_after_it_is_stored(anna, shop, heard):
    react_to_pending()
    assert ("portals", {"portal": shop.pk}) in heard
    heard.clear()
    disable_portal(shop, anna)
    assert heard == []
    react_to_pending()
    assert heard == [("portals", {"portal": shop.pk})]
    assert Event.objects.latest("pk").data == {"fields": ["is_enabled"]}
