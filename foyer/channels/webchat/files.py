"""Files of a chat from the side of the website: whoever holds its secret sends and reads them (E13, T1, T17)."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from foyer.channels.webchat.form import Rejected
from foyer.channels.webchat.frames import Frame, message_frame
from foyer.channels.webchat.session import Session
from foyer.conversations.actions import receive_message
from foyer.conversations.files import file_of, keep_file, largest_of_visitors, require_room, said_with
from foyer.conversations.models import ChatFile, Conversation, Message, State
from foyer.conversations.types import AlreadyEnded, FileRefused, NothingSaid
from foyer.lib.storage import PREVIEW, kept_path


def known_line(session: Session, client_id: str) -> Frame | None:
    """The line that this file has become already, when it is sent once more (R11)."""
    found = Message.objects.filter(conversation=session.conversation_id, client_id=client_id).select_related("author")
    message = found.select_related("file").first()
    return message_frame(message) if message else None


def send_file(session: Session, name: str, pieces: Iterable[bytes], client_id: str, size: int) -> Frame:
    """The file as a line; on disk when this returns. Raises Rejected."""
    try:
        _require_open(session)
        require_room(session.conversation_id, size)
        kept = keep_file(name, pieces, largest_of_visitors())
        message = said_with(kept, lambda: receive_message(session.conversation_id, kept.name, client_id, file=kept))
    except FileRefused as refused:
        raise Rejected(refused.code) from None
    except AlreadyEnded:
        raise Rejected("ended") from None
    except NothingSaid:
        raise Rejected("malformed") from None
    return message_frame(message)


def file_for_visitor(session: Session, file_id: int, *, preview: bool) -> tuple[ChatFile, Path] | None:
    """A file of his conversation and where it lies; None for notes, other conversations and what is not there."""
    try:
        found = file_of(session.conversation_id, file_id, with_notes=False)
    except ChatFile.DoesNotExist:
        return None
    path = kept_path(settings.FILES, found.stored + (PREVIEW if preview else ""))
    return (found, path) if path else None


def _require_open(session: Session) -> None:
    if Conversation.objects.filter(pk=session.conversation_id, state=State.ENDED).exists():
        raise AlreadyEnded
