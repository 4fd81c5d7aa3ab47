"""What a notification says, in the language that is in force; None when there is nothing to tell any more.

A locked screen is read by others: names and words stand there only for who has switched that on.
"""

import dataclasses
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.channels.forms.models import Submission
from foyer.conversations.models import ChatMention, Conversation, Message, State
from foyer.conversations.queries import conversations_of
from foyer.crm.models import Activity, Mention
from foyer.crm.queries import person_of
from foyer.lib.text import clean_line
from foyer.notifications.models import Delivery

MAX_TITLE, MAX_BODY = 80, 200


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Title and line of a notification, where a click leads, and what it replaces: one for each thing."""

    title: str
    body: str
    url: str
    tag: str
    test: int = 0

    def message(self) -> dict[str, str | int]:
        """As the worker of the app reads it."""
        short = {"title": clean_line(self.title, MAX_TITLE), "body": clean_line(self.body, MAX_BODY)}
        return {**short, "url": self.url, "tag": self.tag, "test": self.test}


def told_of(delivery: Delivery) -> Told | None:
    """What to tell the user of a delivery."""
    return TEXTS[delivery.kind](delivery)


def _ring(delivery: Delivery) -> Told | None:
    chat = _chat(delivery)
    if chat is None or chat.state != State.WAITING or chat.offered_to_id not in {None, delivery.user_id}:
        return None
    return _of_chat(delivery, chat, _("A visitor waits for an answer"), chat.request_text)


def _missed(delivery: Delivery) -> Told | None:
    chat = _chat(delivery)
    if chat is None or chat.missed_at is None or chat.accepted_at is not None:
        return None
    return _of_chat(delivery, chat, _("A chat was missed"), chat.request_text)


def _handed(delivery: Delivery) -> Told | None:
    chat = _chat(delivery)
    if chat is None or chat.state != State.OPEN or chat.agent_id != delivery.user_id:
        return None
    return _of_chat(delivery, chat, _("A chat is yours now"), chat.last_text)


def _back(delivery: Delivery) -> Told | None:
    chat = _chat(delivery)
    if chat is None or chat.state != State.OPEN or chat.agent_id != delivery.user_id or chat.snoozed_until:
        return None
    return _of_chat(delivery, chat, _("A chat that you snoozed is back"), chat.last_text)


def _line(delivery: Delivery) -> Told | None:
    chat = _chat(delivery)
    if chat is None or chat.state != State.OPEN or chat.agent_id != delivery.user_id:
        return None
    unread = chat.messages.filter(kind=Message.Kind.VISITOR, seq__gt=chat.agent_read_seq)
    count, last = unread.count(), unread.order_by("-seq").first()
    if last is None:
        return None
    title = ngettext("%(n)s new message", "%(n)s new messages", count) % {"n": count}
    return _of_chat(delivery, chat, title, last.text)


def _mention(delivery: Delivery) -> Told | None:
    found = Mention.objects.select_related("note__author").filter(
        pk=delivery.subject_id, user=delivery.user_id, seen_at=None, note__gone_at=None
    )
    mention = found.first()
    if mention is None:
        return None
    who = {"name": mention.note.author.name if mention.note.author else _("A colleague")}
    title = _("%(name)s notifies you") if mention.is_told else _("%(name)s names you in a note")
    words = mention.note.text if delivery.user.shows_words else ""
    return Told(title % who, words, reverse("mention", kwargs={"mention_id": mention.pk}), f"mention-{mention.pk}")


def _named(delivery: Delivery) -> Told | None:
    chat, unseen = _chat(delivery), ChatMention.objects.filter(user=delivery.user_id, seen_at=None)
    if chat is None or not unseen.filter(message__conversation=chat.pk).exists():
        return None
    return _of_chat(delivery, chat, _("A colleague names you in a chat"), "")


def _reminder(delivery: Delivery) -> Told | None:
    found = Activity.objects.filter(pk=delivery.subject_id, owner=delivery.user_id, done_at=None, gone_at=None).first()
    if found is None:
        return None
    words = found.subject if delivery.user.shows_words else ""
    address = reverse("activity", kwargs={"activity_id": found.pk})
    return Told(_("An activity is due"), words, address, f"reminder-{found.pk}")


def _form(delivery: Delivery) -> Told | None:
    found = Submission.objects.select_related("form").filter(pk=delivery.subject_id).first()
    if found is None:
        return None
    address = reverse("submission", kwargs={"submission_id": found.pk})
    return Told(_("A form was sent"), found.form.name, address, f"form-{found.pk}")


def _test(delivery: Delivery) -> Told:
    words = _("Notifications arrive on this device.")
    return Told(_("It works"), words, reverse("notifications"), "test", delivery.pk)


def _chat(delivery: Delivery) -> Conversation | None:
    """As long as the user may see it (T7, T8)."""
    return conversations_of(delivery.user).filter(pk=delivery.subject_id).first()


def _of_chat(delivery: Delivery, chat: Conversation, what: str, words: str) -> Told:
    address = reverse("conversation", kwargs={"conversation_id": chat.pk})
    tag = f"conversation-{chat.pk}"
    if not delivery.user.shows_words:
        return Told(what, chat.portal.name, address, tag)
    card = person_of(chat.actor_id)
    name = (card.name if card else "") or chat.visitor_name or _("Visitor")
    return Told(f"{name} · {what}", words, address, tag)


TEXTS: dict[str, Callable[[Delivery], Told | None]] = {
    "ring": _ring,
    "missed": _missed,
    "handed": _handed,
    "back": _back,
    "line": _line,
    "mention": _mention,
    "named": _named,
    "reminder": _reminder,
    "form": _form,
    "test": _test,
}
