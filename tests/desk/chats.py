"""Chats and visitors who are here, for the tests of board, inbox and status."""

from foyer.conversations.actions import start_conversation
from foyer.conversations.models import Conversation
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.presence.board import Visitor, board

HTMX = {"HTTP_HX_REQUEST": "true"}


def browser(shop: Portal, number: int = 1) -> Actor:
    """A browser that visits the shop."""
    return browser_actor(shop.pk, f"browser-{number:014d}")


def here(actor: Actor, visit_id: int = 0, **facts) -> Visitor:
    """The actor looks at a page of the shop now."""
    kept = {
        "visit_id": visit_id or actor.pk,
        "number": 1,
        "started_ms": clock.now_ms() - 60_000,
        "page_since_ms": clock.now_ms() - 12_000,
        "url": "https://shop.example/bench",
        "title": "Alder bench",
        "pages": 2,
        "seconds": 30,
        "country": "DE",
        "source": "Google",
        "browser": "Firefox",
        "device": "desktop",
    }
    visitor = Visitor(actor_id=actor.pk, portal_id=actor.portal_id, **(kept | facts))
    board.see(visitor)
    return visitor


def chat(actor: Actor, text: str = "Is it oak?", name: str = "Vera Lindqvist", client_id: str = "") -> Conversation:
    """A chat that waits for an agent."""
    return start_conversation(
        portal_id=actor.portal_id,
        actor_id=actor.pk,
        visitor_name=name,
        text=text,
        client_id=client_id or f"start-{actor.pk}-{clock.now_ms()}",
        page_url="https://shop.example/bench",
        page_title="Alder bench",
        language="en",
    )
