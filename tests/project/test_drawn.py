"""What is drawn once and kept says to each what is theirs: own places, own language, own counts (P5)."""

import re

from foyer.portals.actions import change_portal
from foyer.team.models import User
from tests.conversations.conftest import begin, vera

__all__ = ["vera"]


def rail(client) -> str:
    """The navigation, as the client's user gets it."""
    return re.search(r'<nav class="f-rail".*?</nav>', client.get("/leads/").text, re.DOTALL)[0]


def test_each_user_has_their_own_places(as_anna, as_boris):
    for client, sees in ((as_anna, True), (as_boris, False), (as_anna, True)):
        assert ('data-nav="setup"' in rail(client)) == sees


def test_each_user_reads_their_own_language(as_anna, as_boris, boris):
    User.objects.filter(pk=boris.pk).update(language="de")
    for client, said in ((as_anna, "Contacts"), (as_boris, "Kontakte"), (as_anna, "Contacts")):
        assert said in rail(client)


def test_a_renamed_portal_shows_at_once(as_anna, anna, shop):
    assert "Demo shop" in as_anna.get("/leads/").text
    change_portal(shop, anna, name="Garden shop")
    page = as_anna.get("/leads/").text
    assert "Garden shop" in page
    assert "Demo shop" not in page


def test_a_chat_that_begins_is_counted_at_once(as_boris, shop, vera):
    counted = r'id="n-inbox"[^>]*>1<'
    assert not re.search(counted, rail(as_boris))
    begin(shop, vera)
    assert re.search(counted, rail(as_boris))


def test_no_token_is_drawn_for_others(as_anna, as_boris):
    tokens = [re.search(r'data-csrf="(\w+)"', client.get("/leads/").text)[1] for client in (as_anna, as_boris, as_anna)]
    assert len(set(tokens)) == 3
    assert "csrf" not in rail(as_anna)
