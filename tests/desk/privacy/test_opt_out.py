"""The page on which visitors object (B20, B26)."""

import pytest

from foyer.portals.actions import change_portal
from foyer.portals.models import EmbedCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(shop):
    return f"/privacy/{EmbedCode.objects.get(portal=shop).key}/"


def test_anybody_opens_it_and_one_link_objects_without_scripts(stranger, shop, address):
    page = stranger.get(address).content.decode()
    assert f'href="{shop.site_url}#foyer-optout"' in page
    assert "Do not track my visits" in page


def test_it_says_what_is_kept(stranger, shop, address, anna):
    change_portal(shop, anna, kept_address="short", anonymous_days=30, asks_consent=True)
    page = stranger.get(address).content.decode()
    assert "without its last part" in page
    assert "deleted after 30 days" in page
    assert "Nothing is told before you agree" in page


def test_afterwards_it_says_that_it_holds(stranger, address):
    assert b"Your visits are not tracked" in stranger.get(f"{address}done/").content


def test_a_key_of_nobody_is_not_there(stranger, address):
    assert stranger.get("/privacy/p_nobody/").status_code == 404
    assert stranger.get("/privacy/p_nobody/done/").status_code == 404


def test_it_takes_two_queries(stranger, address, django_assert_max_num_queries):
    stranger.get(address)
    with django_assert_max_num_queries(2):
        stranger.get(address)
