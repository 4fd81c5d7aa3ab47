"""Verbs of a conversation. Each holds the conversation's row, so that lines have no gaps and states only go on."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from foyer.conversations.fresh import said_before
from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.offering import offer
from foyer.conversations.queries import GOES_ON
from foyer.conversations.states import accept, begin, end, require_part
from foyer.conversations.storing import (
    JOINED,
    MAX_TEXT,
    OTHER_DEVICE,
    Kind,
    about,
    held,
    held_together,
    next_line,
    say,
    spoken,
    store_lines,
)
from foyer.conversations.types import (
    AlreadyEnded,
    AlreadyTalking,
    ConversationHandedOver,
    ConversationStarted,
    InvitationDeclined,
    KeptFile,
    NothingSaid,
    NotTheirs,
    Received,
    VisitorInvited,
)
from foyer.events.actions import record
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.lib.text import clean, clean_line
from foyer.portals.queries import portals_of
from foyer.team.models import User

LEFT_AFTER = dt.timedelta(minutes=3)
NO_ANSWER_AFTER = dt.timedelta(minutes=15)
BATCH = 100
ENDED_BY_AGENT, ENDED_BY_VISITOR, NO_ANSWER = "ended_by_agent", "ended_by_visitor", "no_answer"


@transaction.atomic
def start_conversation(
    *,
    portal_id: int,
    actor_id: int,
    visitor_name: str,
    text: str | None,
    client_id: str,
    page_url: str,
    page_title: str,
    language: str,
) -> Conversation:
    """Somebody's first words (F157-F163), or None: he waits for somebody who asks. Raises NothingSaid."""
    words = "" if text is None else spoken(text)
    now = clock.now()
    conversation = Conversation.objects.create(
        portal_id=portal_id,
        actor_id=actor_id,
        visitor_name=clean_line(visitor_name, 120),
        language=clean_line(language, 10),
        request_text=words[:500],
        page_url=clean_line(page_url, 2000),
        page_title=clean_line(page_title, 300),
        started_at=now,
        rings_since=now,
        waiting_since=now,
    )
    record(ConversationStarted(subject_id=conversation.pk, actor_id=actor_id, portal_id=portal_id))
    if words:
        say(conversation, Kind.VISITOR, words, client_id=client_id)
    offer(conversation)
    return conversation


@transaction.atomic
def invite_visitor(
    *,
    portal_id: int,
    actor_id: int,
    agent: User,
    text: str,
    client_id: str,
    page_url: str,
    page_title: str,
    language: str,
) -> Conversation:
    """An agent's first words to a visitor who wrote nothing yet (E10, B7). Raises AlreadyTalking, NothingSaid.

    The visitor's row is held, so that of two agents one wins and a chat that he begins himself comes before or after
    (R13). The same words sent again are the same invitation (R12).
    """
    words = spoken(text)
    Actor.objects.select_for_update().get(pk=actor_id)
    known = Conversation.objects.filter(GOES_ON, actor_id=actor_id).order_by("pk").first()
    if known is not None:
        if known.agent_id == agent.pk and known.messages.filter(client_id=client_id).exists():
            return known
        raise AlreadyTalking(known.pk)
    now = clock.now()
    conversation = Conversation.objects.create(
        portal_id=portal_id,
        actor_id=actor_id,
        state=State.INVITED,
        agent=agent,
        language=clean_line(language, 10),
        page_url=clean_line(page_url, 2000),
        page_title=clean_line(page_title, 300),
        started_at=now,
        invited_at=now,
    )
    record(VisitorInvited(**about(conversation, agent)))
    say(conversation, Kind.AGENT, words, client_id=client_id, author=agent)
    return conversation


@transaction.atomic
def decline_invitation(conversation_id: int) -> None:
    """The visitor closed it unanswered. It stays where it is, so that he may still change his mind."""
    conversation = held(conversation_id)
    if conversation.state != State.INVITED or conversation.declined_at:
        return
    conversation.declined_at = clock.now()
    conversation.save(update_fields=["declined_at"])
    record(InvitationDeclined(**about(conversation, None)))


@transaction.atomic
def end_unanswered_invitations(now: dt.datetime, actors_here: Collection[int]) -> int:
    """Ends those whose visitor has left, and those that wait for too long: no answer, not missed. Returns how many."""
    silent = Q(last_at__lt=now - NO_ANSWER_AFTER) | (Q(last_at__lt=now - LEFT_AFTER) & ~Q(actor_id__in=actors_here))
    found = list(
        Conversation.objects.filter(silent, state=State.INVITED, ended_at=None)
        .select_for_update()
        .order_by("id")[:BATCH]
    )
    for conversation in found:
        end(conversation, "nobody", NO_ANSWER)
    return len(found)


def receive_message(
    conversation_id: int, text: str, client_id: str, visitor_name: str = "", file: KeptFile | None = None
) -> Message:
    """A line of the visitor's; the same client id again is the same line (R11). Raises AlreadyEnded, NothingSaid.

    His first one answers an invitation, perhaps with a name.
    """
    said = receive_messages([Received(conversation_id, text, client_id, visitor_name, file)])[0]
    if isinstance(said, Message):
        return said
    raise said


@transaction.atomic
def receive_messages(received: Sequence[Received]) -> list[Message | Exception]:
    """Lines of the same moment, of one or many visitors, in one transaction (P4). What is refused, is so by itself."""
    chats = held_together({one.conversation_id for one in received})
    known = said_before([(one.conversation_id, one.client_id) for one in received])
    fresh: list[tuple[Message, KeptFile | None]] = []
    answers: list[Message | Exception] = []
    for one in received:
        key = one.conversation_id, one.client_id
        try:
            if key not in known:
                known[key] = _next_of_visitor(chats, one)
                fresh.append((known[key], one.file))
            answers.append(known[key])
        except (AlreadyEnded, NothingSaid, Conversation.DoesNotExist) as refused:
            answers.append(refused)
    store_lines(fresh)
    return answers


@transaction.atomic
def send_message(
    conversation_id: int,
    agent: User,
    text: str,
    client_id: str,
    kind: str = Kind.AGENT,
    file: KeptFile | None = None,
) -> Message:
    """An agent's answer, or a note for colleagues (`Message.Kind.NOTE`). Raises AlreadyEnded, NothingSaid.

    Notes may be written after the end. An answer to a chat that waits takes it. AlreadyTaken when somebody has it and
    the agent has neither joined them nor taken it over.
    """
    conversation = held(conversation_id)
    if kind == Kind.AGENT and conversation.state == State.WAITING:
        accept(conversation, agent)
    elif kind == Kind.AGENT and conversation.state != State.ENDED:
        require_part(conversation, agent)
    return _say_once(conversation, Kind(kind), text, client_id, agent, file)


@transaction.atomic
def accept_conversation(conversation_id: int, agent: User) -> Conversation:
    """The agent takes a waiting chat; taking one's own again changes nothing (R12, R13, F160). Raises AlreadyTaken."""
    conversation = held(conversation_id)
    if conversation.state in {State.OPEN, State.INVITED} and conversation.agent_id == agent.pk:
        return conversation
    accept(conversation, agent)
    return conversation


@transaction.atomic
def hand_over(conversation_id: int, to: User, by: User, note: str = "") -> Conversation:
    """Another agent goes on with a chat, or takes it over; the visitor reads who joined, colleagues read the note.

    To whoever has it already changes nothing (R12). Raises AlreadyEnded, also for what nobody has taken yet, NotTheirs.
    """
    conversation = held(conversation_id)
    if conversation.state != State.OPEN:
        raise AlreadyEnded
    if conversation.agent_id == to.pk:
        return conversation
    if not portals_of(to).filter(pk=conversation.portal_id).exists():
        raise NotTheirs
    conversation.agent, conversation.snoozed_until = to, None
    conversation.version += 1
    conversation.save(update_fields=["agent", "snoozed_until", "version"])
    conversation.helpers.remove(to)
    record(ConversationHandedOver(**about(conversation, by), to=to.pk))
    if words := clean(note, MAX_TEXT):
        say(conversation, Kind.NOTE, words, author=by)
    say(conversation, Kind.SYSTEM, JOINED, author=to)
    return conversation


@transaction.atomic
def end_conversation(conversation_id: int, by: str, user: User | None = None) -> Conversation:
    """Ends it for both sides (F166); ending it again changes nothing. `by` is agent or visitor."""
    conversation = held(conversation_id)
    if conversation.state == State.ENDED:
        return conversation
    end(conversation, by, ENDED_BY_AGENT if by == "agent" else ENDED_BY_VISITOR, user)
    return conversation


@transaction.atomic
def note_other_device(conversation_id: int) -> None:
    """The visitor goes on on another device as well: both sides read so (B24, T6). Raises AlreadyEnded."""
    conversation = held(conversation_id)
    if conversation.state == State.ENDED:
        raise AlreadyEnded
    say(conversation, Kind.SYSTEM, OTHER_DEVICE)


def _next_of_visitor(chats: Mapping[int, Conversation], one: Received) -> Message:
    conversation = chats.get(one.conversation_id)
    if conversation is None:
        raise Conversation.DoesNotExist
    words = _may_be_said(conversation, Kind.VISITOR, one.text)
    if conversation.state == State.INVITED:
        begin(conversation, words, one.visitor_name)
    return next_line(conversation, Kind.VISITOR, words, client_id=one.client_id)


def _say_once(
    conversation: Conversation,
    kind: Message.Kind,
    text: str,
    client_id: str,
    author: User | None = None,
    file: KeptFile | None = None,
) -> Message:
    known = said_before([(conversation.pk, client_id)])
    if known:
        return known[conversation.pk, client_id]
    words = _may_be_said(conversation, kind, text)
    return say(conversation, kind, words, client_id=client_id, author=author, file=file)


def _may_be_said(conversation: Conversation, kind: Message.Kind, text: str) -> str:
    if conversation.state == State.ENDED and kind != Kind.NOTE:
        raise AlreadyEnded
    return spoken(text)
