"""Verbs of canned replies: administrators keep everybody's, each user his own (E13)."""

import re

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foyer.conversations.models import CannedReply
from foyer.conversations.storing import MAX_TEXT
from foyer.conversations.types import CannedReplyChanged
from foyer.conversations.variables import VARIABLES
from foyer.events.actions import record
from foyer.lib.text import clean, clean_line
from foyer.lib.variables import unknown_in
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_SHORTCUT = 30
MOST = 500

_SHORTCUT = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@transaction.atomic
def create_canned_reply(by: User, shortcut: str, text: str, *, for_everybody: bool) -> CannedReply:
    """A new one. Raises Refusal with the reason, PermissionDenied for everybody's by who is no administrator."""
    reply = CannedReply(owner=None if for_everybody else by)
    _require(by, reply)
    if CannedReply.objects.filter(owner=reply.owner).count() >= MOST:
        raise Refusal(_("There are %(count)s canned replies already. Delete one first.") % {"count": MOST})
    return _keep(reply, by, shortcut, text, "created")


@transaction.atomic
def change_canned_reply(reply: CannedReply, by: User, shortcut: str, text: str) -> CannedReply:
    """Another shortcut or text; what was sent stays. Raises as `create_canned_reply`."""
    _require(by, reply)
    return _keep(reply, by, shortcut, text, "changed")


@transaction.atomic
def delete_canned_reply(reply: CannedReply, by: User) -> None:
    """It is offered no more."""
    _require(by, reply)
    _record(reply, by, "deleted")
    reply.delete()


def may_keep(user: User, reply: CannedReply) -> bool:
    """Administrators keep everybody's, each user his own."""
    return user.is_active and (user.is_administrator if reply.owner_id is None else reply.owner_id == user.pk)


def _require(by: User, reply: CannedReply) -> None:
    if not may_keep(by, reply):
        raise PermissionDenied


def _keep(reply: CannedReply, by: User, shortcut: str, text: str, what: str) -> CannedReply:
    reply.shortcut, reply.text = _shortcut(shortcut), _checked(text)
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError:
        raise Refusal(_("There is a reply with this shortcut already.")) from None
    _record(reply, by, what)
    return reply


def _shortcut(text: str) -> str:
    shortcut = clean_line(text, MAX_SHORTCUT + 2).removeprefix("/").lower()
    if not _SHORTCUT.fullmatch(shortcut) or len(shortcut) > MAX_SHORTCUT:
        raise Refusal(_("A shortcut has up to 30 letters, digits and hyphens, as in /delivery-times."))
    return shortcut


def _checked(text: str) -> str:
    words = clean(text, MAX_TEXT)
    if not words:
        raise Refusal(_("Write something first."))
    if unknown := unknown_in(words, VARIABLES):
        raise Refusal(_("“%(name)s” is none of the variables.") % {"name": unknown[0]})
    return words


def _record(reply: CannedReply, by: User, what: str) -> None:
    record(CannedReplyChanged(subject_id=reply.pk, user_id=by.pk, shortcut=reply.shortcut, what=what))
