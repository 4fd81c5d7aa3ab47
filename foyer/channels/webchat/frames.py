"""What is told to a visitor, as frames of docs/extending/widget.md. Never a note, never a record (T1)."""

from foyer.conversations.models import ChatFile, Conversation, Message, State
from foyer.conversations.queries import place_in_line
from foyer.conversations.rating import is_ratable

Frame = dict[str, object]


def message_frame(message: Message) -> Frame:
    """One line; the author's first name, never more (T5)."""
    return {
        "seq": message.seq,
        "kind": message.kind,
        "text": message.text,
        "name": message.author.first_name if message.author else None,
        "at": message.at.isoformat(),
        "id": message.client_id if message.kind == Message.Kind.VISITOR else None,
        "file": file_frame(message.file) if hasattr(message, "file") else None,
    }


def file_frame(file: ChatFile) -> Frame:
    """A file of a line; a picture has the size of its preview."""
    picture = [file.width, file.height] if file.is_picture else None
    return {"id": file.pk, "name": file.name, "size": file.size, "picture": picture}


def conversation_frame(conversation: Conversation) -> Frame:
    """The state of a conversation."""
    waits = conversation.state == State.WAITING
    return {
        "state": conversation.state,
        "agent": conversation.agent.first_name if conversation.agent else None,
        "place": place_in_line(conversation) if waits else None,
        "invited": not conversation.is_chat,
        "nameless": conversation.is_nameless,
        "missed": waits and conversation.missed_at is not None,
        "started": conversation.started_at.isoformat(),
        "ended": conversation.ended_at.isoformat() if conversation.ended_at else None,
        "ratable": is_ratable(conversation),
        "rating": conversation.rating,
        "comment": conversation.rating_comment,
        "last_seq": conversation.last_seq,
        "read_seq": conversation.agent_read_seq,
    }
