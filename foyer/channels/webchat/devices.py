"""A chat goes on on another device: by a link with a code for one use, that opens this chat and nothing else (B24).

The code is random and kept as a hash, so nothing that is stored opens a chat; whatever is wrong with it, the answer
is the same word (T4, T5). Both sides read in the chat that there is another device (T6).
"""

import datetime as dt

from django.db import transaction

from foyer.channels.webchat.form import Rejected
from foyer.channels.webchat.models import ChatSession, DeviceLink
from foyer.channels.webchat.session import Session
from foyer.conversations.actions import note_other_device
from foyer.conversations.models import State
from foyer.conversations.types import AlreadyEnded
from foyer.lib import clock, tokens

LINK_LIVES = dt.timedelta(minutes=15)
MOST_DEVICES = 5
FRAGMENT = "foyer-chat"
GONE = "gone"


@transaction.atomic
def new_link(session: Session) -> str:
    """The code of a fresh link; earlier ones that nobody has used open nothing any more. Raises Rejected."""
    chat = ChatSession.objects.select_for_update(of=("self",)).select_related("conversation")
    kept = chat.get(conversation=session.conversation_id)
    if kept.conversation.state == State.ENDED:
        raise Rejected("ended")
    if kept.device_links.exclude(used_at=None).count() >= MOST_DEVICES:
        raise Rejected("devices_many")
    kept.device_links.filter(used_at=None).delete()
    code = tokens.new_secret()
    DeviceLink.objects.create(session=kept, code_hash=tokens.digest(code))
    return code


@transaction.atomic
def go_on(code: str, portal_id: int, browser_id: str, asked_id: str) -> tuple[str, Session]:
    """Opens the chat of a link for a browser, and tells it a secret of its own.

    The same browser asking the same again, since the answer was lost, has a new secret (R12). Raises Rejected("gone").
    """
    links = DeviceLink.objects.select_for_update(of=("self",)).select_related("session__conversation")
    link = links.filter(code_hash=tokens.digest(code), session__conversation__portal=portal_id).first()
    used_as = f"{browser_id}:{asked_id}"
    if link is None or clock.now() - link.made_at > LINK_LIVES or (link.used_at and link.used_as != used_as):
        raise Rejected(GONE)
    if not link.used_at:
        _note(link)
    secret = tokens.new_secret()
    link.used_at, link.used_as, link.token_hash = link.used_at or clock.now(), used_as, tokens.digest(secret)
    link.save(update_fields=["used_at", "used_as", "token_hash"])
    return secret, Session(link.session.conversation_id, portal_id)


def _note(link: DeviceLink) -> None:
    try:
        note_other_device(link.session.conversation_id)
    except AlreadyEnded:
        raise Rejected(GONE) from None
