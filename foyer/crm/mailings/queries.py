"""Questions about mails: what people got."""

from collections.abc import Collection

from foyer.crm.fields.rights import shown_fields
from foyer.crm.mailings.texts import read_by
from foyer.crm.mailings.types import Letter, SentMail
from foyer.crm.models import Mail
from foyer.crm.runs.selection import as_module
from foyer.events.models import Event
from foyer.team.models import User


def mails_sent(user: User, events: Collection[Event]) -> dict[int, SentMail]:
    """What these events are about, by id; one query. The address only where the user may see it (E25)."""
    ids = [event.subject_id for event in events if event.kind == "MailSent"]
    found = Mail.objects.filter(pk__in=ids).select_related("run") if ids else ()
    return {mail.pk: _sent(mail, user) for mail in found}


def _sent(mail: Mail, user: User) -> SentMail:
    shows = "emails" in shown_fields(user, as_module(mail.run.module))
    letter = Letter(mail.run.plan["subject"], mail.run.plan["text"])
    return SentMail(mail.address if shows else "", read_by(letter, mail.values))
