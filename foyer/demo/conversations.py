"""Writes the demo's chats as the live ones are: conversations, lines without gaps, sessions, events; in bulk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from foyer.channels.webchat.models import ChatSession
from foyer.conversations.actions import ENDED_BY_AGENT, ENDED_BY_VISITOR
from foyer.conversations.missing import MISSED_AFTER, make_task
from foyer.conversations.models import ChatMention, Conversation, Message, Rating, State
from foyer.conversations.storing import JOINED, MAX_PREVIEW
from foyer.conversations.types import (
    ConversationAccepted,
    ConversationEnded,
    ConversationMissed,
    ConversationRated,
    ConversationStarted,
    MessageSent,
)
from foyer.crm.actions.tags import tags_named
from foyer.crm.mentions import named_in
from foyer.demo.chats import Chat
from foyer.demo.enclosures import enclose
from foyer.demo.house import House
from foyer.demo.look import WITH_CONSENT
from foyer.demo.timeline import past_event
from foyer.events.models import Event
from foyer.identity.models import Actor
from foyer.lib import clock, tokens
from foyer.lib.text import folded
from foyer.visits.models import Action, Visit, chat_key

ASKED_UNTIL = dt.timedelta(days=30)
"""So long ago the shop stopped asking for consent; what was agreed to before stays with its chat (B20)."""
RATED_EVERY = 3
RATED_AFTER = dt.timedelta(minutes=1)
RATINGS = {
    "en": [(Rating.GOOD, "Quick, and I got a clear answer."), (Rating.GOOD, ""), (Rating.BAD, "I had to wait long.")],
    "de": [(Rating.GOOD, "Schnell und freundlich."), (Rating.GOOD, ""), (Rating.BAD, "Ich musste lange warten.")],
    "fr": [(Rating.GOOD, "Rapide et clair, merci."), (Rating.GOOD, ""), (Rating.BAD, "J’ai attendu longtemps.")],
}
TOPICS = {
    "winter": "Care",
    "oil": "Care",
    "öl": "Care",
    "price": "Prices",
    "rechnung": "Invoice",
    "showroom": "Showroom",
}
END_CODES = {"agent": ENDED_BY_AGENT, "visitor": ENDED_BY_VISITOR}


def store_chats(chats: list[Chat], house: House, base_url: str) -> None:
    """Everything a chat leaves behind; each learns its id."""
    rows = Conversation.objects.bulk_create([_conversation(chat, house, base_url) for chat in chats])
    for chat, row in zip(chats, rows, strict=True):
        chat.id = row.pk
    messages = [message for chat in chats for message in _messages(chat, house)]
    enclose(Message.objects.bulk_create(messages))
    _mention_colleagues(messages)
    _put_tags(rows)
    before = clock.now() - ASKED_UNTIL
    ChatSession.objects.bulk_create([_session(chat, asked=chat.started_at < before) for chat in chats])
    Action.objects.bulk_create([_action(chat, base_url) for chat in chats])
    _tell_who_attended(chats, house)
    _name_browsers(chats)
    Event.objects.bulk_create([event for chat in chats for event in _events(chat, house)])
    for row in rows:
        make_task(row.pk)


def _mention_colleagues(messages: list[Message]) -> None:
    notes = [message for message in messages if message.kind == Message.Kind.NOTE]
    named = [(note, user) for note in notes for user in named_in(note.text)]
    ChatMention.objects.bulk_create([ChatMention(message=note, user=user) for note, user in named])


def _put_tags(rows: list[Conversation]) -> None:
    """By what was asked."""
    tags = tags_named(TOPICS.values())
    through = Conversation.tags.through
    found = [
        (row, tags[folded(name)]) for row in rows for word, name in TOPICS.items() if word in row.request_text.lower()
    ]
    through.objects.bulk_create([through(conversation=row, tag=tag) for row, tag in found], ignore_conflicts=True)


def _conversation(chat: Chat, house: House, base_url: str) -> Conversation:
    look = chat.stay.looks[0]
    spoken = [line for line in chat.lines if line.kind in {"visitor", "agent"}]
    count = len(_numbered(chat))
    return Conversation(
        portal=house.shop,
        actor_id=chat.stay.browser.actor_id,
        state=_state(chat),
        agent=house.user(chat.agent),
        version=1 + (chat.accepted_at is not None) + (chat.ended_at is not None),
        visitor_name=chat.name,
        language=chat.language,
        request_text=chat.lines[0].text,
        page_url=base_url + look.path,
        page_title=look.page.title,
        started_at=chat.started_at,
        accepted_at=chat.accepted_at,
        missed_at=None if chat.agent else chat.started_at + MISSED_AFTER,
        ended_at=chat.ended_at,
        ended_by=chat.ended_by,
        waiting_since=_waiting_since(chat),
        last_seq=count,
        last_at=spoken[-1].at,
        last_text=spoken[-1].text[:MAX_PREVIEW],
        last_kind=spoken[-1].kind,
        agent_read_seq=count if chat.agent else 0,
        visitor_read_seq=count,
        **_rated(chat),
    )


def _rated(chat: Chat) -> dict[str, Any]:
    """What some said of it a minute later (E13); others have closed the window."""
    turn, told = divmod(chat.started_at.minute, RATED_EVERY)
    if told or not (chat.accepted_at and chat.ended_at):
        return {}
    rating, comment = RATINGS[chat.language][turn % len(RATINGS["en"])]
    return {"rating": rating, "rating_comment": comment, "rated_at": chat.ended_at + RATED_AFTER}


def _state(chat: Chat) -> State:
    if chat.ended_at:
        return State.ENDED
    return State.OPEN if chat.agent else State.WAITING


def _waiting_since(chat: Chat) -> dt.datetime | None:
    """The oldest line of the visitor after the agent's last one, while the chat goes on."""
    if chat.ended_at:
        return None
    unanswered: dt.datetime | None = None
    for line in chat.lines:
        if line.kind == "agent":
            unanswered = None
        elif line.kind == "visitor":
            unanswered = unanswered or line.at
    return unanswered


def _numbered(chat: Chat) -> list[tuple[str, str, dt.datetime]]:
    """Kind, text and moment of every line in its order, those of the system among them."""
    lines = [(line.kind, line.text, line.at) for line in chat.lines]
    if chat.accepted_at:
        lines.insert(1, ("system", JOINED, chat.accepted_at))
    if chat.ended_at:
        lines.append(("system", END_CODES[chat.ended_by], chat.ended_at))
    return lines


def _messages(chat: Chat, house: House) -> Iterable[Message]:
    for seq, (kind, text, at) in enumerate(_numbered(chat), start=1):
        by_agent = _is_by_agent(kind, text)
        yield Message(
            conversation_id=chat.id,
            seq=seq,
            kind=kind,
            author=house.user(chat.agent) if by_agent else None,
            text=text,
            client_id=None if kind == "system" else f"demo{chat.id}-{seq}",
            at=at,
        )


def _is_by_agent(kind: str, text: str) -> bool:
    return kind in {"agent", "note"} or (kind == "system" and text in {JOINED, ENDED_BY_AGENT})


def _session(chat: Chat, *, asked: bool) -> ChatSession:
    return ChatSession(
        token_hash=tokens.digest(tokens.new_secret()),
        conversation_id=chat.id,
        start_id=f"{chat.stay.browser.actor_id}:demo{chat.id}",
        email=chat.persona.email if chat.persona else "",
        consent=WITH_CONSENT[f"text_{chat.language}_consent"] if asked else "",
        consented_at=chat.started_at if asked else None,
        created_at=chat.started_at,
    )


def _action(chat: Chat, base_url: str) -> Action:
    look = chat.stay.looks[0]
    return Action(
        visit_id=chat.stay.id,
        page_key=chat_key(chat.started_at),
        type=Action.Type.CHAT,
        title=look.page.title,
        url=base_url + look.path,
        at=chat.started_at,
    )


def _tell_who_attended(chats: list[Chat], house: House) -> None:
    """Sets Attended By on the visits (F40, D4)."""
    for name, user in (("anna", house.anna), ("boris", house.boris)):
        Visit.objects.filter(pk__in=[chat.stay.id for chat in chats if chat.agent == name]).update(attended_by=user)


def _name_browsers(chats: list[Chat]) -> None:
    """A browser is called as its visitor said first."""
    names = {
        chat.stay.browser.actor_id: chat.name for chat in sorted(chats, key=lambda chat: chat.started_at, reverse=True)
    }
    actors = list(Actor.objects.filter(pk__in=names))
    for actor in actors:
        actor.name = names[actor.pk]
    Actor.objects.bulk_update(actors, ["name"])


def _events(chat: Chat, house: House) -> Iterable[Event]:
    actor, portal, agent = chat.stay.browser.actor_id, house.shop.pk, house.user(chat.agent)
    common = {"subject_id": chat.id, "actor_id": actor, "portal_id": portal}
    agent_id = agent.pk if agent else None
    yield past_event(ConversationStarted(**common), chat.started_at)
    for seq, (kind, text, at) in enumerate(_numbered(chat), start=1):
        by = agent_id if _is_by_agent(kind, text) else None
        yield past_event(MessageSent(**common, user_id=by, seq=seq, author=kind), at)
    if chat.accepted_at:
        yield past_event(ConversationAccepted(**common, user_id=agent_id), chat.accepted_at)
    if not chat.agent:
        yield past_event(ConversationMissed(**common), chat.started_at + MISSED_AFTER)
    if chat.ended_at:
        by = agent_id if chat.ended_by == "agent" else None
        yield past_event(ConversationEnded(**common, user_id=by, by=chat.ended_by), chat.ended_at)
    if rated := _rated(chat):
        yield past_event(ConversationRated(**common, rating=rated["rating"]), rated["rated_at"])
