"""The dialog in which one writes to all chosen people: who gets it, who is left out and why, a preview (E16)."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote

from foyer.crm.mailings.actions import read_as_first
from foyer.crm.mailings.recipients import recipients_of, require_addresses
from foyer.crm.mailings.texts import MAX_SUBJECT, MAX_TEXT, VARIABLES
from foyer.crm.mailings.types import Letter
from foyer.desk.runs.choosing import Chosen
from foyer.lib.mailserver import mail_is_set_up
from foyer.lib.text import clean, clean_line
from foyer.lib.tokens import new_secret
from foyer.lib.variables import written
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

MAX_URL = 1_900
"""Longer addresses are cut off by some mail programs and systems: then the addresses are copied."""
MAX_KEY = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Mailing:
    """What the dialog shows. `url` opens a mail program, empty when there are none or too many for it.

    `key` names the dialog, so that it is sent once however often its button is pressed.
    """

    addresses: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    url: str
    typed: Letter
    read: Letter
    key: str
    may_send: bool
    too_many: str = ""
    is_set_up: bool = True
    variables: tuple[tuple[str, str], ...] = tuple((name, written(name)) for name in VARIABLES)


def mailing_of(chosen: Chosen, selection: Mapping[str, object], given: Mapping[str, str]) -> Mailing:
    """With what was typed so far. PermissionDenied when the user may not take addresses out of this module."""
    user, module = chosen.asked.user, chosen.module
    require_addresses(user, module)
    letter, too_many = typed(given), ""
    try:
        found = recipients_of(user, module, selection)
    except Refusal as refusal:
        found, too_many = [], refusal.sentence
    addresses = tuple(each.address for each in found if not each.why)
    url = "mailto:?bcc=" + ",".join(quote(address, safe="@") for address in addresses)
    return Mailing(
        addresses=addresses,
        left_out=tuple(Counter(each.why for each in found if each.why).most_common()),
        url=url if addresses and len(url) <= MAX_URL else "",
        typed=letter,
        read=read_as_first(module, user, selection, letter),
        key=given.get("key", "")[:MAX_KEY] or new_secret(),
        may_send=rights_of(user).may(module, "edit"),
        too_many=too_many,
        is_set_up=mail_is_set_up(),
    )


def typed(given: Mapping[str, str]) -> Letter:
    """What stands in the dialog, whether it can be sent or not."""
    return Letter(clean_line(given.get("subject", ""), MAX_SUBJECT), clean(given.get("text", ""), MAX_TEXT))
