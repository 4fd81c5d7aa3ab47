"""The log in words: of what, where to, and how it went, with what to do when it did not."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from foyer.notifications.kinds import BY_KEY
from foyer.notifications.models import Delivery

LIGHTS = {"sent": "good", "waiting": "", "expired": "", "gone": "warn", "failed": "bad"}
MANY, FORBIDDEN = 429, {401, 403}


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A line of the log; `light` is good, warn, bad or empty."""

    what: str
    device: str
    words: str
    light: str
    at: dt.datetime


def shown_of(delivery: Delivery) -> Shown:
    """The line of one delivery."""
    kind = BY_KEY.get(delivery.kind)
    label = str(kind.label) if kind else delivery.kind
    return Shown(label, delivery.device_name, words_of(delivery), LIGHTS[delivery.result], delivery.at)


def words_of(delivery: Delivery) -> str:
    """How it went, in a sentence."""
    told = {"status": delivery.status or 0}
    sentences = {
        "sent": _("The push service took it (%(status)s)."),
        "gone": _("The browser takes no notifications any more (%(status)s). The device was taken off the list."),
        "expired": _("Not sent: it was done, seen or too late by then."),
        "waiting": _("On its way.") if not delivery.tries else _("Not taken yet; it is tried again."),
        "failed": _why(delivery),
    }
    return sentences[delivery.result] % told


def _why(delivery: Delivery) -> str:
    if delivery.status is None:
        return _("The push service did not answer. Can this server reach the internet?")
    if delivery.status in FORBIDDEN:
        return _("The push service does not know this Foyer (%(status)s). Switch the device off and on again.")
    if delivery.status == MANY:
        return _("The push service wants less at once (%(status)s).")
    return _("The push service refused it (%(status)s).")
