"""Chats in the index: who spoke, what was said, the tags (E13, E15).

A chat is read when it begins, ends, or is tagged, and once a minute while it goes on, so that no line costs more (P4).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from foyer.conversations.models import Conversation, Message
from foyer.conversations.queries import IS_CHAT, conversations_of
from foyer.conversations.types import MessageSent
from foyer.lib.search.documents import Document, register
from foyer.lib.search.find import find
from foyer.lib.search.index import refresh
from foyer.lib.search.sights import Hit, Part, Sight
from foyer.portals.queries import portal_ids_seen_by
from foyer.team.models import User

KIND = "conversation"
MAX_WORDS = 20_000  # characters of one chat
FOUND = 40
READ_S = 60
OVERLAP = 2  # turns that one reading looks back, should one be late


def register_documents() -> None:
    """Called once, when the models are there."""
    register(KIND, _documents, _ids, quiet=(MessageSent.__name__,))


def found_conversations(user: User, query: str, limit: int = FOUND) -> list[Conversation]:
    """The best hits among the chats that the user sees."""
    return seen_chats(user, find(query, chats_part(user, limit)))


def chats_part(user: User, limit: int) -> Part:
    """What of the index the user may look through (T7)."""
    portals = None if user.is_administrator else portal_ids_seen_by(user)
    return Part((Sight(KIND, portals),), limit)


def seen_chats(user: User, hits: Sequence[Hit]) -> list[Conversation]:
    """The chats that were found."""
    rows = conversations_of(user).in_bulk([hit.ref for hit in hits])
    return [rows[hit.ref] for hit in hits if hit.ref in rows]


def read_running(at: dt.datetime) -> None:
    """Reads what was said lately in chats that go on; called every `READ_S` seconds."""
    since = at - dt.timedelta(seconds=OVERLAP * READ_S)
    going = Conversation.objects.filter(IS_CHAT, ended_at=None, last_at__gte=since)
    refresh(KIND, list(going.values_list("pk", flat=True)))


def _ids() -> list[int]:
    return list(Conversation.objects.filter(IS_CHAT).values_list("pk", flat=True))


def _documents(ids: Collection[int]) -> list[Document]:
    said = defaultdict[int, list[str]](list)
    lines = Message.objects.filter(conversation__in=ids).exclude(kind=Message.Kind.SYSTEM).order_by("seq")
    for conversation, text in lines.values_list("conversation", "text"):
        said[conversation].append(text)
    rows = Conversation.objects.filter(IS_CHAT, pk__in=ids).prefetch_related("tags")
    return [_document(row, " ".join(said[row.pk])) for row in rows]


def _document(row: Conversation, said: str) -> Document:
    """Its owner is the portal: whoever belongs to it sees it."""
    tags = [tag.name for tag in row.tags.all()]
    return Document(
        kind=KIND,
        ref=row.pk,
        owner=row.portal_id,
        title=row.visitor_name,
        about=row.request_text[:200],
        names=(row.visitor_name,),
        more=(*tags, said[:MAX_WORDS]),
    )
