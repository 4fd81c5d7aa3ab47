"""Beginning a mailing, going on with one, and sending oneself a test."""

import re
from collections.abc import Mapping
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foyer.crm.fields.rights import shown_fields
from foyer.crm.mailings.recipients import first_chosen, recipients_of, require_may_write
from foyer.crm.mailings.texts import Values, letter_of, message, read_by
from foyer.crm.mailings.types import Letter, Recipient
from foyer.crm.models import Mail, Run
from foyer.crm.runs.actions import begin
from foyer.crm.runs.engine import work_on
from foyer.crm.runs.selection import Selection, as_module, checked
from foyer.crm.types import ModuleName
from foyer.lib import clock
from foyer.lib.inserting import insert_many
from foyer.lib.jobs import enqueue
from foyer.lib.mailserver import MailServer, NotTaken, Unsure, mail_is_set_up
from foyer.lib.tokens import new_secret
from foyer.team.models import User
from foyer.team.types import Refusal

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def begin_mailing(
    module: ModuleName, by: User, selection: object, letter: Mapping[str, str], *, base_url: str, key: str = ""
) -> Run:
    """Writes to everybody who is chosen, in the background. Refusal or BadValue with what is missing.

    `key` names the dialog: sent twice, the second gives back the run of the first, and nobody gets two mails.
    """
    require_may_write(by, module)
    _require_server()
    words, chosen = letter_of(letter.get("subject", ""), letter.get("text", "")), checked(selection)
    people = recipients_of(by, module, chosen)
    if all(each.why for each in people):
        raise Refusal(_("None of the chosen people can be written to."))
    name = key if _KEY.fullmatch(key) else new_secret()
    plan = {"act": "mail", "selection": chosen, "subject": words.subject, "text": words.text, "base_url": base_url}
    run = Run(kind=Run.Kind.MAIL, module=module, user=by, plan=plan, total=len(people))
    try:
        with transaction.atomic():
            begun = begin(run)
            insert_many(_mails(begun, words, people, name))
            return begun
    except IntegrityError:
        return Run.objects.get(user=by, mails__message_id=_message_id(name, people[0].subject.pk))


def go_on(run: Run, by: User) -> None:
    """Sends what was not sent before a mailing was stopped, or failed. Refusal when there is nothing of the kind."""
    if run.user_id != by.pk:
        raise PermissionDenied
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if not may_go_on(fresh, by):
            raise Refusal(_("This mailing goes on already, or is at its end."))
        fresh.state, fresh.stop_wanted, fresh.error, fresh.ended_at = Run.State.RUNNING, False, "", None
        fresh.began_at = fresh.beat_at = clock.now()
        fresh.save(update_fields=["state", "stop_wanted", "error", "ended_at", "began_at", "beat_at"])
        enqueue(work_on, run.pk)


def may_go_on(run: Run, user: User) -> bool:
    """Whether some of a mailing is left to send, and nobody does so already; one query for a mailing that ended."""
    ended = run.kind == Run.Kind.MAIL and run.state in {Run.State.STOPPED, Run.State.FAILED}
    return ended and run.user_id == user.pk and run.mails.filter(state=Mail.State.WAITING).exists()


def send_test(module: ModuleName, by: User, selection: object, letter: Mapping[str, str], *, base_url: str) -> None:
    """The mail as the first chosen person would get it, to oneself. Refusal with what went wrong."""
    require_may_write(by, module)
    _require_server()
    words = read_as_first(module, by, checked(selection), letter_of(letter.get("subject", ""), letter.get("text", "")))
    server = MailServer()
    try:
        server.send(message(words, by.email, by, message_id=_message_id(new_secret(), 0), base_url=base_url))
    except (NotTaken, Unsure) as error:
        raise Refusal(_("The mail server did not take it: %(words)s") % {"words": error}) from error
    finally:
        server.close()


def read_as_first(module: ModuleName, by: User, selection: Selection, letter: Letter) -> Letter:
    """What the first chosen person would read; two queries."""
    subject = first_chosen(by, module, selection)
    return read_by(letter, Values(letter, by, shown_fields(by, module)).of(subject) if subject else {})


def _mails(run: Run, letter: Letter, people: list[Recipient], name: str) -> list[Mail]:
    values = Values(letter, run.user, shown_fields(run.user, as_module(run.module)))
    return [
        Mail(
            run=run,
            number=number,
            record=each.subject.pk,
            actor_id=each.subject.actor_id,
            address=each.address,
            values=values.of(each.subject),
            message_id=_message_id(name, each.subject.pk),
            why=each.why,
        )
        for number, each in enumerate(people, start=1)
    ]


def _message_id(name: str, record: int) -> str:
    """The same for the same person of the same dialog, whatever happens (RFC 5322, 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{name}.{record}@{domain[:100]}>"


def _require_server() -> None:
    if not mail_is_set_up():
        raise Refusal(_("Mail is not set up on this Foyer, so nothing is sent from here."))
