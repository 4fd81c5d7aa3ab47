"""A visitor who is here now, as board, list, card and pop-up show them (E10, B7, F99-F103)."""

import dataclasses
import datetime as dt
from functools import lru_cache

from babel import Locale
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.crm.types import PersonCard
from foyer.lib.clock import from_ms, now_ms
from foyer.lib.referrers import proper_name
from foyer.presence.board import Visitor

ENGAGED_S = 180
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
class Chat:
    """The chat a visitor has now. `agent` is empty while it waits; `invited`: the agent wrote, the visitor has not."""

    id: int
    waits: bool
    invited: bool
    declined: bool
    since: dt.datetime
    agent_id: int | None
    agent: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Here:
    """One visitor. `ring` is 1 (most important) to 4; `minutes` is visible time in this visit,
    `page_seconds` how long the current page is open."""

    visit_id: int
    name: str
    person: PersonCard | None
    kind: str
    reason: str
    company: str
    owner_id: int | None
    owner: str
    country: str
    ring: int
    size: str
    mark: Mark | None
    title: str
    url: str
    since: dt.datetime
    page_seconds: int
    pages: int
    minutes: int
    number: int
    source: str
    browser: str
    score: int
    chat: Chat | None
    doing: str = ""
    """What the visitor did last that is worth a mark, in words."""

    @property
    def known(self) -> bool:
        """Has a record."""
        return self.person is not None

    @property
    def waits(self) -> bool:
        """Wrote and nobody has taken it."""
        return self.chat is not None and self.chat.waits

    @property
    def talks(self) -> bool:
        """In chat with an agent."""
        return self.chat is not None and not (self.chat.waits or self.chat.invited)

    @property
    def card_url(self) -> str:
        """The record, else the visit."""
        if self.person:
            return reverse(self.person.module, kwargs={"record_id": self.person.id})
        return reverse("visit", kwargs={"visit_id": self.visit_id})

    @property
    def invitation_url(self) -> str:
        """Where a chat with the visitor is started."""
        return reverse("live_invitation", kwargs={"visit_id": self.visit_id})

    def is_of(self, user_id: int) -> bool:
        """Owned by the user, or in chat with them."""
        return user_id in {self.owner_id, self.chat.agent_id if self.chat else None}


def here_now(
    visitor: Visitor, person: PersonCard | None, conversation: Conversation | None, score: int = 0, named: str = ""
) -> Here:
    """Puts together what presence, CRM and conversations know of a visitor; `named` is how the website names them."""
    chat = _chat(conversation)
    minutes = visitor.seconds // 60
    return Here(
        visit_id=visitor.visit_id,
        name=_name(visitor, person, (conversation.visitor_name if conversation else "") or named),
        person=person,
        kind=person.kind if person else "unknown",
        reason=person.reason if person else "",
        company=person.company if person else "",
        owner_id=person.owner_id if person else None,
        owner=person.owner_name if person else "",
        country=visitor.country,
        ring=ring_of(visitor, person),
        size="lg" if minutes >= LARGE_MINUTES else "sm" if minutes < SMALL_MINUTES else "",
        mark=_mark(visitor, chat),
        title=visitor.title or visitor.url,
        url=visitor.url,
        since=from_ms(visitor.started_ms),
        page_seconds=max(0, (now_ms() - visitor.page_since_ms) // 1000),
        pages=visitor.pages,
        minutes=minutes,
        number=visitor.number,
        source=proper_name(visitor.source) or _("Direct"),
        browser=visitor.browser,
        score=score,
        chat=chat,
        doing=doing_word(visitor.mark),
    )


def doing_word(mark: str) -> str:
    """What a mark means, as the beginning of a line (E10)."""
    return {"left_form": _("Left the form"), "basket": _("Something in the basket")}.get(mark, "")


def ring_of(visitor: Visitor, person: PersonCard | None) -> int:
    """1, the most important, to 4."""
    if person:
        return RINGS[person.kind]
    engaged = visitor.seconds >= ENGAGED_S or visitor.has_custom_event
    return ENGAGED_RING if engaged else OUTER_RING


def by_priority(here: Here) -> tuple[int, bool, int, int]:
    """The order of the list: ring by ring, who waits first, then by score, the newest first."""
    return here.ring, not here.waits, -here.score, -here.visit_id


def country_name(code: str) -> str:
    """The country in the reader's language; empty when it is not known."""
    return _country(code.upper(), get_language() or "en") if code else ""


@lru_cache(maxsize=1_000)
def _country(code: str, language: str) -> str:
    """Kept, because a board asks for some two thousand at once."""
    return str(Locale.parse(language, sep="-").territories.get(code, ""))


def _name(visitor: Visitor, person: PersonCard | None, typed: str) -> str:
    """The record's name, else what was typed in a chat or told by the website, else the country."""
    known = (person.name or person.company) if person else ""
    country = country_name(visitor.country)
    stranger = _("Visitor from %(country)s") % {"country": country} if country else _("Visitor")
    return known or typed or stranger


def _chat(conversation: Conversation | None) -> Chat | None:
    if conversation is None:
        return None
    return Chat(
        id=conversation.pk,
        waits=conversation.state == State.WAITING,
        invited=conversation.state == State.INVITED,
        declined=conversation.state == State.INVITED and conversation.declined_at is not None,
        since=conversation.started_at,
        agent_id=conversation.agent_id,
        agent=conversation.agent.name if conversation.agent else "",
        url=reverse("conversation", kwargs={"conversation_id": conversation.pk}),
    )


def _mark(visitor: Visitor, chat: Chat | None) -> Mark | None:
    if chat and chat.waits:
        return Mark("hourglass", "warn", _("waits"))
    if chat and chat.declined:
        return Mark("message-circle-off", "", _("declined"))
    if chat and chat.invited:
        return Mark("message-plus", "", _("invited"))
    if chat:
        return Mark("message-circle", "ink", _("in chat"))
    if visitor.mark == "left_form":
        return Mark("forms", "", _("left the form"))
    if visitor.mark == "basket":
        return Mark("shopping-cart", "", _("basket"))
    return Mark("refresh", "", _("came back")) if visitor.number > 1 else None
