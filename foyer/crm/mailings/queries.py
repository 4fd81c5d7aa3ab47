"""Questions about mails: what people got, and what was sent to many."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from foyer.crm.fields.rights import shown_fields
from foyer.crm.lists.page import REACHED
from foyer.crm.mailings.texts import read_by
from foyer.crm.mailings.types import Letter, SentMail
from foyer.crm.models import Mail, Run
from foyer.crm.runs.selection import as_module
from foyer.events.models import Event
from foyer.team.models import User
from foyer.team.rights import rights_of


def mails_sent(user: User, events: Collection[Event]) -> dict[int, SentMail]:
    """What these events are about, by id; one query. The address only where the user may see it (E25)."""
    ids = [event.subject_id for event in events if event.kind == "MailSent"]
    found = Mail.objects.filter(pk__in=ids).select_related("run") if ids else ()
    return {mail.pk: _sent(mail, user) for mail in found}


def mailings_of(user: User) -> QuerySet[Run]:
    """Those that the user began, all for administrators, of modules that they may see; `uncertain` counts fates."""
    modules = [each for each in REACHED if rights_of(user).may(each, "view")]
    mailings = Run.objects.filter(kind=Run.Kind.MAIL, module__in=modules)
    own = mailings if user.is_administrator else mailings.filter(user=user)
    return own.select_related("user").annotate(uncertain=Count("mails", filter=Q(mails__state=Mail.State.UNKNOWN)))


def uncertain_of(run: Run) -> int:
    """Of how many mails of a run nobody knows whether they went out; no query where nothing went wrong."""
    return uncertain_among([run]).get(run.pk, 0)


def uncertain_among(runs: Collection[Run]) -> dict[int, int]:
    """The same of several runs, of those that have such mails; one query, none where nothing went wrong."""
    wrong = [run.pk for run in runs if run.kind == Run.Kind.MAIL and run.failed]
    found = Mail.objects.filter(run__in=wrong, state=Mail.State.UNKNOWN)
    return dict(found.values_list("run").annotate(Count("pk")).order_by()) if wrong else {}


def _sent(mail: Mail, user: User) -> SentMail:
    shows = "emails" in shown_fields(user, as_module(mail.run.module))
    letter = Letter(mail.run.plan["subject"], mail.run.plan["text"])
    return SentMail(mail.address if shows else "", read_by(letter, mail.values))
