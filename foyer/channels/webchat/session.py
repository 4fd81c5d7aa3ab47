"""A visitor's chat from the side of the website: whoever holds the secret reads and writes this one conversation.

Nothing here looks a person up: being recognised shows the agent more and the visitor nothing (T1, T4).
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

from django.db import transaction

from foyer.channels.webchat.form import Introduction, Rejected, StartForm
from foyer.channels.webchat.frames import Frame, conversation_frame, message_frame
from foyer.channels.webchat.invited import invitation_of, refill_invitations
from foyer.channels.webchat.models import ChatSession
from foyer.conversations import actions
from foyer.conversations.blocking import is_blocked
from foyer.conversations.fresh import conversations_with_agents, fresh_lines
from foyer.conversations.models import Conversation, Message, Rating
from foyer.conversations.naming import name_visitor
from foyer.conversations.queries import MESSAGES
from foyer.conversations.rating import rate_conversation
from foyer.conversations.types import AlreadyEnded, NothingSaid, NotRatable, Received
from foyer.identity.actions import browser_actor
from foyer.identity.browsers import browser_ref
from foyer.identity.models import Actor
from foyer.lib import clock, tokens

SAME_START = dt.timedelta(minutes=10)
MAX_PAGE = 60_000  # characters, of at most four bytes each


Snapshot = tuple[Frame, list[Frame], bool]


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """An opened session."""

    conversation_id: int
    portal_id: int


def open_session(token: str, portal_id: int) -> Session | None:
    """The session of a secret of this portal (T5): of who began the chat, or of another device (B24)."""
    digest = tokens.digest(token)
    of_portal = ChatSession.objects.filter(conversation__portal_id=portal_id).values_list("conversation_id", flat=True)
    found = of_portal.filter(token_hash=digest).first() or of_portal.filter(device_links__token_hash=digest).first()
    return Session(found, portal_id) if found else None


@transaction.atomic
def start(portal_id: int, browser_id: str, form: StartForm, ip: str = "") -> tuple[str, Session]:
    """Starts a chat; the secret is told here and never again. The same start sent again is the same chat (R12).

    Who was invited and writes by himself before he saw it has answered. Who is blocked reads that there is no chat.
    """
    actor = Actor.objects.select_for_update().get(pk=browser_actor(portal_id, browser_id).pk)  # two at once take turns
    start_id = f"{actor.pk}:{form.id}"
    known = ChatSession.objects.filter(start_id=start_id).first()
    if known is not None:
        return _told_again(known, portal_id)
    if is_blocked(actor.pk, ip):
        raise Rejected("portal_off")
    if not actor.name:
        Actor.objects.filter(pk=actor.pk, name="").update(name=form.name)
    invitation = invitation_of(portal_id, browser_id, ip)
    if invitation is None:
        return _opened(_conversation(portal_id, actor.pk, form), start_id, form)
    if form.text:
        actions.receive_message(invitation.pk, form.text, form.id, form.name)
    return _opened(invitation, start_id, form)


@transaction.atomic
def fetch_invitation(portal_id: int, browser_id: str, ip: str, fetch_id: str) -> tuple[str, Session]:
    """Opens the invitation of a browser, once: who asks later gets Rejected("gone"), whoever it is (T1, T5).

    The same question sent again is the same answer with a new secret, as with a start (R12).
    """
    browsers = Actor.objects.filter(kind=Actor.Kind.BROWSER, ref=browser_ref(portal_id, browser_id))
    actor = browsers.select_for_update().first()
    if actor is None:
        raise Rejected("gone")
    start_id = f"{actor.pk}:{fetch_id}"
    known = ChatSession.objects.filter(start_id=start_id).first()
    if known is not None:
        return _told_again(known, portal_id)
    invitation = invitation_of(portal_id, browser_id, ip)
    if invitation is None:
        raise Rejected("gone")
    return _opened(invitation, start_id)


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """A line as it came over the socket."""

    session: Session
    text: str
    client_id: str


def send_together(lines: Sequence[Sent]) -> list[Frame | Exception]:
    """Lines of visitors of the same moment; on disk when this returns, each as a frame, or why it is Rejected."""
    received = [Received(line.session.conversation_id, line.text, line.client_id) for line in lines]
    return [_told(said) for said in actions.receive_messages(received)]


def send(session: Session, text: str, client_id: str) -> Frame:
    """A line alone. Raises Rejected."""
    told = send_together([Sent(session, text, client_id)])[0]
    if isinstance(told, Exception):
        raise told
    return told


@transaction.atomic
def introduce(session: Session, who: Introduction) -> None:
    """Who answered an invitation says who he is, as in the form before a chat (F28). Once; more change nothing."""
    if name_visitor(session.conversation_id, who.name):
        kept = ChatSession.objects.filter(conversation=session.conversation_id)
        agreed_at = clock.now() if who.consent else None
        kept.update(email=who.email, phone=who.phone, consent=who.consent, consented_at=agreed_at)


def decline(session: Session) -> None:
    """The visitor closes the invitation without an answer."""
    actions.decline_invitation(session.conversation_id)


def end(session: Session) -> None:
    """The visitor ends the chat."""
    actions.end_conversation(session.conversation_id, "visitor")


def rate(session: Session, rating: Rating, comment: str) -> None:
    """The visitor says how it was. Raises Rejected when it cannot be said (any more)."""
    try:
        rate_conversation(session.conversation_id, rating, comment)
    except NotRatable:
        raise Rejected("not_ratable") from None


def snapshot(session: Session, since: int) -> Snapshot:
    """State, a page of the lines after `since`, and whether there are more."""
    found = snapshots([(session, since)])[0]
    if isinstance(found, Exception):
        raise found
    return found


def snapshots(asked: Sequence[tuple[Session, int]]) -> list[Snapshot | Exception]:
    """The same of many at once (P4).

    Who has seen more than there is (a backup was restored) gets all from the beginning, not silence (R15, R21).
    """
    chats = conversations_with_agents({session.conversation_id for session, _ in asked})
    here = [(chats[one.conversation_id], since) for one, since in asked if one.conversation_id in chats]
    wanted = [(chat, since if since <= chat.last_seq else 0) for chat, since in here]
    pages = iter(map(_snapshot, wanted, fresh_lines(wanted, with_notes=False)))
    return [next(pages) if one.conversation_id in chats else Conversation.DoesNotExist() for one, _ in asked]


def _snapshot(wanted: tuple[Conversation, int], lines: list[Message]) -> Snapshot:
    page = _page(lines)
    more = len(page) < len(lines) or len(lines) == MESSAGES
    return conversation_frame(wanted[0]), [message_frame(line) for line in page], more


def _told(said: Message | Exception) -> Frame | Exception:
    match said:
        case Message():
            return message_frame(said)
        case AlreadyEnded():
            return Rejected("ended")
        case NothingSaid():
            return Rejected("text_missing", "text")
    return said


def _page(lines: list[Message]) -> list[Message]:
    """As many as fit into one frame (T35), at least one."""
    ends = accumulate(len(line.text) for line in lines)
    return [line for number, (line, end) in enumerate(zip(lines, ends, strict=True)) if not number or end <= MAX_PAGE]


def _conversation(portal_id: int, actor_id: int, form: StartForm) -> Conversation:
    try:
        return actions.start_conversation(
            portal_id=portal_id,
            actor_id=actor_id,
            visitor_name=form.name,
            text=form.text or None,
            client_id=form.id,
            page_url=form.url,
            page_title=form.title,
            language=form.language,
        )
    except NothingSaid:
        raise Rejected("text_missing", "text") from None


def _opened(conversation: Conversation, start_id: str, form: StartForm | None = None) -> tuple[str, Session]:
    """A fresh secret for the conversation; who was invited has filled in no form."""
    secret = tokens.new_secret()
    if conversation.invited_at is not None:
        transaction.on_commit(refill_invitations)
    ChatSession.objects.create(
        token_hash=tokens.digest(secret),
        conversation=conversation,
        start_id=start_id,
        email=form.email if form else "",
        phone=form.phone if form else "",
        consent=form.consent if form else "",
        consented_at=clock.now() if form and form.consent else None,
    )
    return secret, Session(conversation.pk, conversation.portal_id)


def _told_again(known: ChatSession, portal_id: int) -> tuple[str, Session]:
    """The answer to the first start was lost: a new secret takes the place of the one that never arrived."""
    if clock.now() - known.created_at > SAME_START:
        raise Rejected("malformed")
    secret = tokens.new_secret()
    known.token_hash = tokens.digest(secret)
    known.save(update_fields=["token_hash"])
    return secret, Session(known.conversation_id, portal_id)
