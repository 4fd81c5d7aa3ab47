"""A visitor who is here now, as board, list, card and pop-up show them (E10, B7, F99-F103)."""

import dataclasses
import datetime as dt

from babel import Locale
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.crm.types import PersonCard
from foyer.lib.clock import from_ms, now_ms
from foyer.presence.board import Visitor

ENGAGED_SECONDS = 180
LARGE_MINUTES = 10
SMALL_MINUTES = 2
RINGS = {"customer": 1, "potential": 1, "lead": 2, "contact": 2}
ENGAGED_RING, OUTER_RING = 3, 4


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """A small sign at the corner of a dot, with its meaning in words."""

    icon: str
    cls: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Here:
    """One visitor. `ring` is 1 (most important) to 4; `minutes` how long they have been here."""

    visit_id: int
    name: str
    known: bool
    kind: str
    reason: str
    country: str
    ring: int
    size: str
    mark: Mark | None
    title: str
    url: str
    minutes: int
    since: dt.datetime
    page_since: dt.datetime
    pages: int
    number: int
    source: str
    owner: str
    browser: str
    company: str
    card_url: str
    chat_url: str


def here_now(visitor: Visitor, card: PersonCard | None, chat: Conversation | None) -> Here:
    """Puts together what presence, CRM and conversations know of a visitor. Pure."""
    minutes = int((now_ms() - visitor.started_ms) / 60_000)
    return Here(
        visit_id=visitor.visit_id,
        name=card.name if card else name_of_stranger(visitor, chat),
        known=card is not None,
        kind=card.kind if card else "unknown",
        reason=card.reason if card else "",
        country=visitor.country,
        ring=_ring(visitor, card),
        size="lg" if minutes >= LARGE_MINUTES else "sm" if minutes < SMALL_MINUTES else "",
        mark=_mark(visitor, chat),
        title=visitor.title or visitor.url,
        url=visitor.url,
        minutes=minutes,
        since=from_ms(visitor.started_ms),
        page_since=from_ms(visitor.page_since_ms),
        pages=visitor.pages,
        number=visitor.number,
        source=visitor.source,
        owner=card.owner_name if card else "",
        browser=visitor.browser,
        company=card.company if card else "",
        card_url=reverse(card.module, kwargs={"person_id": card.id}) if card else _visit_url(visitor),
        chat_url=reverse("conversation", kwargs={"conversation_id": chat.pk}) if chat else "",
    )


def name_of_stranger(visitor: Visitor, chat: Conversation | None) -> str:
    """What an unknown visitor is called: the name typed in a chat, else the country."""
    if chat and chat.visitor_name:
        return chat.visitor_name
    country = country_name(visitor.country)
    return _("Visitor from %(country)s") % {"country": country} if country else _("Visitor")


def country_name(code: str) -> str:
    """The country in the reader's language."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code.upper(), "")) if code else ""


def _ring(visitor: Visitor, card: PersonCard | None) -> int:
    if card:
        return RINGS[card.kind]
    engaged = visitor.seconds >= ENGAGED_SECONDS or visitor.has_custom_event
    return ENGAGED_RING if engaged else OUTER_RING


def _mark(visitor: Visitor, chat: Conversation | None) -> Mark | None:
    if chat and chat.state == State.WAITING:
        return Mark("hourglass", "warn", _("waits"))
    if chat:
        return Mark("message-circle", "ink", _("in chat"))
    return Mark("refresh", "", _("came back")) if visitor.number > 1 else None


def _visit_url(visitor: Visitor) -> str:
    return reverse("visit", kwargs={"visit_id": visitor.visit_id})
