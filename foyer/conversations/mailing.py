"""Transcripts that go out by mail: what may be sent whom, and that it was (E13, T12).

Whole only to an address that somebody proved to have. To one that was only said goes a link without a word of the
chat, once a day: else whoever types the address of somebody else has Foyer write to them what he likes.
"""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, TranscriptMail
from foyer.conversations.storing import Kind, about, held, say
from foyer.conversations.types import TranscriptMailed
from foyer.events.actions import record
from foyer.identity.models import Identifier
from foyer.identity.queries import identifiers_of
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.types import Refusal

ONCE_IN = dt.timedelta(days=1)
LINK_LIVES = dt.timedelta(days=30)
MOST_A_DAY = 200
_SALT = "foyer.transcript"


def is_proven(conversation: Conversation, address: str) -> bool:
    """Whether the person of this chat has shown to have this address."""
    known = identifiers_of(conversation.actor_id)
    return any(one.kind == Identifier.Kind.EMAIL and one.value == address and one.is_confirmed for one in known)


def require_may_mail(conversation: Conversation, address: str) -> None:
    """Raises Refusal where an address that was only said had its mail today, or too many went out in all."""
    today = TranscriptMail.objects.filter(at__gt=clock.now() - ONCE_IN)
    if not is_proven(conversation, address) and today.filter(address=address).exists():
        raise Refusal(_("This address had a mail today already. Nobody has confirmed it, so one a day is all."))
    if today.count() >= MOST_A_DAY:
        raise Refusal(_("%(count)s transcripts were sent today. That is all for one day.") % {"count": MOST_A_DAY})


@transaction.atomic
def note_mailed(conversation_id: int, by: User, address: str, *, whole: bool) -> None:
    """It went out: colleagues read so in the chat, the visitor does not."""
    conversation = held(conversation_id)
    TranscriptMail.objects.create(conversation=conversation, address=address, by=by, is_whole=whole)
    record(TranscriptMailed(**about(conversation, by), whole=whole))
    say(conversation, Kind.NOTE, _("Transcript sent to %(address)s") % {"address": address}, author=by)


def transcript_token(conversation: Conversation) -> str:
    """Opens the transcript for a month to whoever has it, and nothing else."""
    return signing.dumps(conversation.pk, salt=_SALT)


def conversation_of_token(token: str) -> Conversation:
    """The chat of such a token; Conversation.DoesNotExist for all others."""
    try:
        number = signing.loads(token, salt=_SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        raise Conversation.DoesNotExist from None
    return Conversation.objects.select_related("agent", "portal").get(pk=number)
