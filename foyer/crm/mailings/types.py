"""What a mailing is made of, and its events."""

import dataclasses
from typing import ClassVar

from foyer.crm.models import Account, Contact, Lead
from foyer.events.types import Happening

Reached = Lead | Contact | Account
"""What has e-mail addresses."""


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """Subject and text of a mailing, still with their variables."""

    subject: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Recipient:
    """A chosen record. `why` says why it is left out; nothing when it is written to."""

    subject: Reached
    address: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class SentMail:
    """A mail as one person got it. `to` is empty for who sees no addresses."""

    to: str
    letter: Letter


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(Happening):
    """The mail server took a mail to one person."""

    subject_type: ClassVar[str] = "mail"
    module: str
    record: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AddressUnsubscribed(Happening):
    """An address wants no more mailings, or wants them again (`again`); said by its own link when no user is named."""

    subject_type: ClassVar[str] = "unsubscribed"
    again: bool = False
