"""One mailing of the demo: what Anna wrote to all contacts a few days ago, and what became of it."""

import datetime as dt

from foyer.crm.mailings.recipients import recipients_of
from foyer.crm.mailings.texts import PARTS, Values
from foyer.crm.mailings.types import Letter, MailSent, Recipient
from foyer.crm.models import Mail, Run, RunRow
from foyer.crm.runs.engine import COUNTED
from foyer.crm.runs.work import row
from foyer.demo.house import House
from foyer.demo.timeline import past_event

SENT_AGO = dt.timedelta(days=3, hours=2)
EACH = dt.timedelta(seconds=2)
REFUSED, UNCERTAIN = 5, 7
"""The fifth one's mail server knows no such user, and the seventh one's said nothing any more."""
LETTER = Letter(
    "Come and sit on the new Orchard table",
    "Dear {{name}},\n\nthe first Orchard tables have left the workshop. From Friday on one of them stands in our "
    "showroom, together with the benches of this autumn. Coffee is on us.\n\n{{agent_first_name}}, {{organisation}}",
)
ALL = {"all": True, "filters": {}, "added": {}, "search": ""}


def store_mailing(house: House, now: dt.datetime) -> None:
    """A run that is done, with its report, its mails and a line in each feed."""
    anna, at = house.user("anna"), now - SENT_AGO
    if anna is None:
        return
    people = recipients_of(anna, "contact", ALL)
    plan = {"act": "mail", "selection": ALL, "subject": LETTER.subject, "text": LETTER.text, "base_url": ""}
    run = Run(kind=Run.Kind.MAIL, module="contact", user=anna, plan=plan, state=Run.State.DONE, total=len(people))
    run.created_at = run.began_at = at
    run.ended_at = run.beat_at = at + EACH * len(people)
    run.save()
    for number, each in enumerate(people, start=1):
        _store(run, number, each)
    became = [COUNTED[RunRow.Outcome(outcome)] for outcome in run.rows.values_list("outcome", flat=True)]
    run.done, run.failed, run.skipped = (became.count(one) for one in ("done", "failed", "skipped"))
    run.position = len(people)
    run.save()


def _store(run: Run, number: int, to: Recipient) -> None:
    state, outcome, words = _became(number, to)
    mail = Mail(
        run=run,
        number=number,
        record=to.subject.pk,
        actor_id=to.subject.actor_id,
        address=to.address,
        values=Values(LETTER, run.user, PARTS).of(to.subject),
        message_id=f"<demo.{to.subject.pk}@foyer.test>",
        state=state,
        why=to.why,
        due_at=run.created_at,
        at=run.created_at + EACH * number if state == Mail.State.SENT else None,
    )
    mail.save()
    row(run, number, outcome, words, record=to.subject.pk).save()
    if mail.at:
        facts = {"subject_id": mail.pk, "actor_id": mail.actor_id, "user_id": run.user_id}
        past_event(MailSent(**facts, module="contact", record=mail.record), mail.at).save()


def _became(number: int, to: Recipient) -> tuple[str, str, str]:
    if to.why:
        return Mail.State.LEFT_OUT, RunRow.Outcome.SKIPPED, to.why
    if number == REFUSED:
        words = f"The mail server refused {to.address}: 550 5.1.1 no such user"
        return Mail.State.REFUSED, RunRow.Outcome.FAILED, words
    if number == UNCERTAIN:
        words = f"It is not known whether it went out to {to.address}, so it was not sent again."
        return Mail.State.UNKNOWN, RunRow.Outcome.UNKNOWN, words
    return Mail.State.SENT, RunRow.Outcome.CHANGED, f"Sent to {to.address}"
