"""What both sides fetch with every line said: of many at once, by statements that are put together once (P4)."""

from collections.abc import Collection, Sequence

from foyer.conversations.models import ChatFile, Conversation, Message
from foyer.conversations.queries import messages_since
from foyer.lib.reading import among, columns_of, read
from foyer.team.models import User

NEAR = 20


def conversations_with_agents(ids: Collection[int]) -> dict[int, Conversation]:
    """These conversations, whoever asks; two queries (P4)."""
    found = read(Conversation, columns_of(Conversation), f"WHERE id {among(ids)}", ids)
    agents = _named({chat.agent_id for chat in found})
    for chat in found:
        chat.agent = agents.get(chat.agent_id or 0)
    return {chat.pk: chat for chat in found}


def fresh_lines(asked: Sequence[tuple[Conversation, int]], *, with_notes: bool) -> list[list[Message]]:
    """The lines after a number, of each conversation; three queries for all who are only a few lines behind."""
    near = [(chat.pk, since) for chat, since in asked if 0 < chat.last_seq - since <= NEAR]
    found = _lines_after(near)
    return [
        [line for line in found.get((chat.pk, since), ()) if with_notes or line.kind != Message.Kind.NOTE]
        if chat.last_seq - since <= NEAR
        else messages_since(chat.pk, since, with_notes=with_notes)
        for chat, since in asked
    ]


def said_before(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], Message]:
    """Those of these lines (conversation, client id) that were said already. One query (R11)."""
    chats, names = {chat for chat, _ in wanted}, {name for _, name in wanted}
    where = f"WHERE conversation_id {among(chats)} AND client_id {among(names)}"
    lines = read(Message, columns_of(Message), where, [*chats, *names])
    return {(line.conversation_id, line.client_id or ""): line for line in lines}


def _lines_after(near: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[Message]]:
    if not near:
        return {}
    behind = " OR ".join(["(conversation_id = %s AND seq > %s)"] * len(near))
    params = [value for pair in near for value in pair]
    lines = read(Message, columns_of(Message), f"WHERE {behind} ORDER BY conversation_id, seq", params)
    _give_authors_and_files(lines)
    return {
        (pk, since): [line for line in lines if line.conversation_id == pk and line.seq > since] for pk, since in near
    }


def _give_authors_and_files(lines: Collection[Message]) -> None:
    if not lines:
        return
    authors = _named({line.author_id for line in lines})
    ids = [line.pk for line in lines]
    files = {
        file.message_id: file for file in read(ChatFile, columns_of(ChatFile), f"WHERE message_id {among(ids)}", ids)
    }
    for line in lines:
        line.author = authors.get(line.author_id or 0)
        Message.file.related.set_cached_value(line, files.get(line.pk))


def _named(user_ids: Collection[int | None]) -> dict[int, User]:
    ids = [pk for pk in user_ids if pk]
    return {user.pk: user for user in read(User, ("id", "name"), f"WHERE id {among(ids)}", ids)} if ids else {}
