"""What pops up of a chat, on whatever page one is: an answer to an invitation, a chat handed over, a note (B7, E13)."""

from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation
from foyer.conversations.queries import unseen_chat_mentions
from foyer.desk.notes.rendering import note_html
from foyer.team.models import User

WORDS = 160


def words_of(user: User, chat: Conversation, why: str) -> tuple[str, str] | None:
    """What happened and the words that go with it; None when there is nothing to tell any more."""
    if why == "handed":
        return _("is yours now: a colleague handed the chat over"), chat.last_text
    if why == "back":
        return _("is back: you snoozed the chat until now"), chat.last_text
    if why != "named":
        return _("answered your invitation"), chat.request_text
    unseen = unseen_chat_mentions(user, chat.pk)
    if not unseen:
        return None
    note = unseen[0].message
    who = note.author.name if note.author else ""
    return _("%(who)s named you in a note") % {"who": who}, note_html(note.text).striptags()[:WORDS]
