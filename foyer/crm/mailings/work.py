"""The run of a mailing: one mail after the other, each at most once, and what became of each (E16, R18).

A mail is `sending` on disk before it leaves, and `sent` when the mail server has it. One that was `sending` when the
process died may have left: it is told of, and not sent again.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.crm.access import may, visible
from foyer.crm.mailings.recipients import require_may_write
from foyer.crm.mailings.texts import message, read_by
from foyer.crm.mailings.types import Letter, MailSent
from foyer.crm.mailings.unsubscribing import unsubscribed_among
from foyer.crm.models import Mail, Run, RunRow
from foyer.crm.runs.selection import as_module
from foyer.crm.runs.work import Batch, Pause, Unfit, row
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.mailserver import MailServer, NotTaken, Unsure

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long a mail waits that the server wants later; one that it does not want after the last is refused."""
GIVE_UP = dt.timedelta(days=1)
State = Mail.State


class MailWork:
    """A mailing. Who is left out comes first, then one mail after the other."""

    starts_over = False

    def __init__(self, run: Run) -> None:
        self._run, self._module = run, as_module(run.module)
        require_may_write(run.user, self._module)
        self._letter = Letter(run.plan["subject"], run.plan["text"])
        self._server = MailServer()
        self._held: NotTaken | None = None

    def count(self) -> int:
        """How many were chosen."""
        return self._mails().count()

    def next_batch(self, position: int, size: int) -> Batch:
        """What a process that died left behind, who is left out, or the next mail while the server is there."""
        told = [*self._mails(state=State.SENDING), *self._mails(state=State.WAITING).exclude(why="")[:size]]
        if told:
            return Batch(told, position + len(told))
        if self._held:
            self._hold(self._held)
        waiting = self._mails(state=State.WAITING)
        mail = waiting.filter(due_at__lte=clock.now()).order_by("number").first()
        if mail is None and waiting.exists():
            raise Pause(_waits(waiting.count()))
        if mail is None:
            return Batch((), position)
        try:
            self._server.open()
        except NotTaken as error:
            self._hold(error)
        return Batch([mail], position + 1)

    def store(self, batch: Batch) -> list[RunRow]:
        """Tells of who gets none, and notes for the other that it is about to leave."""
        return [told for mail in batch.items if (told := self._begun(mail))]

    def reach(self, batch: Batch) -> Callable[[], list[RunRow]]:
        """Sends what is to be sent; what it returns writes down what became of it."""
        mail = next((each for each in batch.items if each.state == State.SENDING), None)
        if mail is None:
            return list
        try:
            self._server.send(self._message(mail))
        except Unsure:
            return lambda: [self._unknown(mail)]
        except NotTaken as error:
            refusal = error
            return lambda: self._not_taken(mail, refusal)
        return lambda: [self._sent(mail)]

    def end(self) -> None:
        """Nobody is left to write to."""

    def let_go(self) -> None:
        """Says goodbye to the mail server."""
        self._server.close()

    def _mails(self, **which: Any) -> "QuerySet[Mail]":
        return Mail.objects.filter(run=self._run, **which).order_by("number")

    def _begun(self, mail: Mail) -> RunRow | None:
        if mail.state == State.SENDING:
            return self._unknown(mail)
        why = mail.why or self._objection(mail)
        if why:
            return self._told(mail, State.LEFT_OUT, RunRow.Outcome.SKIPPED, why)
        if self._mails(pk=mail.pk, state=State.WAITING).update(state=State.SENDING):
            mail.state = State.SENDING
        return None

    def _objection(self, mail: Mail) -> str:
        """What has come between since the mailing began."""
        person = visible(self._module, self._run.user).filter(pk=mail.record).first()
        if person is None:
            return _("Is not there any more")
        if not may(self._run.user, "edit", person):
            return _("You may not do this with this record.")
        return _("Wants no more mails like this") if unsubscribed_among([mail.address]) else ""

    def _message(self, mail: Mail) -> Any:
        read = read_by(self._letter, mail.values)
        base_url = self._run.plan["base_url"]
        return message(read, mail.address, self._run.user, message_id=mail.message_id, base_url=base_url)

    def _sent(self, mail: Mail) -> RunRow:
        mail.at = clock.now()
        words = _("Sent to %(address)s") % {"address": mail.address}
        told = self._told(mail, State.SENT, RunRow.Outcome.CHANGED, words)
        facts = {"subject_id": mail.pk, "actor_id": mail.actor_id, "user_id": self._run.user_id}
        record(MailSent(**facts, module=self._run.module, record=mail.record))
        return told

    def _unknown(self, mail: Mail) -> RunRow:
        words = _("It is not known whether it went out to %(address)s, so it was not sent again.")
        return self._told(mail, State.UNKNOWN, RunRow.Outcome.UNKNOWN, words % {"address": mail.address})

    def _not_taken(self, mail: Mail, error: NotTaken) -> list[RunRow]:
        """Later, when the server said so; what it says of all mails holds the whole run up."""
        if error.of_all:
            self._held = error
        elif error.permanent or mail.tries >= len(PAUSES):
            words = _("The mail server refused %(address)s: %(words)s") % {"address": mail.address, "words": error}
            return [self._told(mail, State.REFUSED, RunRow.Outcome.FAILED, words)]
        else:
            mail.due_at, mail.tries = clock.now() + PAUSES[mail.tries], mail.tries + 1
        self._mails(pk=mail.pk).update(state=State.WAITING, tries=mail.tries, due_at=mail.due_at)
        return []

    def _told(self, mail: Mail, state: Mail.State, outcome: str, words: str) -> RunRow:
        mail.state = state
        self._mails(pk=mail.pk).update(state=state, at=mail.at)
        return row(self._run, mail.number, outcome, words, record=mail.record)

    def _hold(self, error: NotTaken) -> None:
        """No mail leaves now. After a day of it, or when the server will never take any, the run is at its end."""
        words = _("The mail server takes no mails: %(words)s") % {"words": error}
        is_late = self._run.began_at is not None and clock.now() - self._run.began_at > GIVE_UP
        raise Unfit(words) if error.permanent or is_late else Pause(words)


def _waits(number: int) -> str:
    words = ngettext("The mail server wants %(num)s mail later.", "The mail server wants %(num)s mails later.", number)
    return words % {"num": number}
