"""The words of a mailing: what they may name, and the mail that is made of them for one person (T19, T21)."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

from foyer.crm.mailings.types import Letter, Reached
from foyer.crm.mailings.unsubscribing import unsubscribe_url
from foyer.crm.models import Account
from foyer.lib.text import clean, clean_line
from foyer.lib.variables import filled_in, names_in, unknown_in
from foyer.team.models import User
from foyer.team.queries import organisation
from foyer.team.types import Refusal

MAX_SUBJECT = 200
MAX_TEXT = 10_000
PARTS = ("first_name", "last_name", "name")
VARIABLES = ("name", "first_name", "agent", "agent_first_name", "organisation")


def letter_of(subject: str, text: str) -> Letter:
    """What was typed, cleaned. Refusal with a sentence when something is missing, or a variable does not exist."""
    letter = Letter(clean_line(subject, MAX_SUBJECT), clean(text, MAX_TEXT))
    if not letter.subject:
        raise Refusal(_("Write a subject."))
    if not letter.text:
        raise Refusal(_("Write something first."))
    if unknown := unknown_in(letter.subject + letter.text, VARIABLES):
        raise Refusal(_("“%(name)s” is none of the variables.") % {"name": unknown[0]})
    return letter


class Values:
    """The variables that a letter names. A field that the user does not see says nothing."""

    def __init__(self, letter: Letter, by: User, fields: Collection[str]) -> None:
        house = organisation()
        self._used = set(names_in(letter.subject + letter.text)) & set(VARIABLES)
        self._hidden = set(PARTS) - set(fields)
        self._same = {
            "agent": by.name,
            "agent_first_name": by.first_name,
            "organisation": house.name if house else "",
        }

    def of(self, subject: Reached) -> dict[str, str]:
        """By variable. An account has a name and no first one."""
        parts = {part: "" if part in self._hidden else getattr(subject, part, "") for part in PARTS}
        name = parts["name"] if isinstance(subject, Account) else f"{parts['first_name']} {parts['last_name']}".strip()
        values = {"name": name, "first_name": parts["first_name"], **self._same}
        return {name: values[name] for name in values if name in self._used}


def read_by(letter: Letter, values: Mapping[str, str]) -> Letter:
    """What one person reads."""
    return Letter(clean_line(filled_in(letter.subject, values), MAX_SUBJECT), filled_in(letter.text, values))


def message(letter: Letter, to: str, by: User, *, message_id: str, base_url: str) -> EmailMessage:
    """The mail to one person: from the organisation's address, answers go to whoever wrote it (RFC 2369, RFC 8058)."""
    url = unsubscribe_url(to, base_url)
    headers = {
        "Message-ID": message_id,
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    farewell = _("If you want no more mails like this, say so here:")
    text = f"{letter.text}\n\n-- \n{farewell}\n{url}\n"
    reply_to = sanitize_address((clean_line(by.name, 100), by.email), "utf-8")
    return EmailMessage(letter.subject, text, settings.DEFAULT_FROM_EMAIL, [to], reply_to=[reply_to], headers=headers)
