"""Anna, Boris, their shop, and Vera's browser."""

import pytest

from foyer.conversations.actions import start_conversation
from foyer.identity.actions import browser_actor
from tests.team.people import open_shop


@pytest.fixture
def shop(anna, boris):
    return open_shop(anna, users=[anna, boris])


@pytest.fixture
def vera(shop):
    return browser_actor(shop.pk, "vera-browser-0123456789")


@pytest.fixture
def chat(shop, vera):
    return begin(shop, vera)


def begin(shop, actor, text="Can the Alder bench stay outside?", client_id="first"):
    """A chat that somebody began."""
    return start_conversation(
        portal_id=shop.pk,
        actor_id=actor.pk,
        visitor_name="Vera Lindqvist",
        text=text,
        client_id=client_id,
        page_url="https://shop.example/alder",
        page_title="Alder bench",
        language="en",
    )
