"""New lines for pages that ask over their sockets: of many users at once, each what he may see (P4, T7)."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils import timezone, translation
from jinja2 import Template

from foyer.conversations.fresh import conversations_with_agents, fresh_lines
from foyer.conversations.mentions import see_chat_mentions
from foyer.conversations.models import Conversation, Message
from foyer.conversations.types import Asked, Shown
from foyer.desk.inbox.talk import lines_of
from foyer.events.kept import current_edition, within
from foyer.lib.reading import among, read
from foyer.portals.queries import portals_seen_by
from foyer.team.models import User
from foyer.team.queries import zone_of

SPEAKS = ("id", "name", "role", "is_active", "language", "time_zone")
NOTHING = Shown("")
"""Alike for what is not there, what may not be seen, and where nothing is new."""


def lines_for(asked: Sequence[Asked]) -> list[Shown]:
    """What is new, as the page itself would have drawn it; asked over HTTP, `views.messages` answers the same."""
    chats = conversations_with_agents({one.conversation_id for one in asked})
    ids = {one.user_id for one in asked}
    users = {user.pk: user for user in read(User, SPEAKS, f"WHERE id {among(ids)} AND is_active", ids)}
    with within(current_edition()):
        seen = [_seen(users.get(one.user_id), chats.get(one.conversation_id), one.since) for one in asked]
        wanted = [(one[1], one[2]) for one in seen if one]
        lines = iter(fresh_lines(wanted, with_notes=True))
        return [_shown(one[0], one[1], next(lines)) if one else NOTHING for one in seen]


def _seen(user: User | None, chat: Conversation | None, since: int) -> tuple[User, Conversation, int] | None:
    if user is None or chat is None or chat.portal_id not in {portal.pk for portal in portals_seen_by(user)}:
        return None
    return user, chat, since


def _shown(user: User, chat: Conversation, lines: list[Message]) -> Shown:
    if not lines:
        return NOTHING
    if any(line.kind == Message.Kind.NOTE for line in lines):
        see_chat_mentions(user, chat.pk)
    with translation.override(user.language), timezone.override(zone_of(user)):
        html = _template().render({"lines": lines_of(chat, lines), "earlier_url": ""})
    return Shown(html, lines[-1].seq if chat.agent_id == user.pk else 0)


@cache
def _template() -> Template:
    """The template itself: what every page knows of its frame is not needed for lines."""
    found: Any = get_template("desk/inbox/lines.jinja")
    template: Template = found.template
    return template
