"""The record page of all modules: head, summary, details, what we know, related lists (F74-F83)."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foyer.conversations.queries import chats_by_portal
from foyer.crm.access import HELD, may, sees_identifier
from foyer.crm.actions.identifiers import LABELS
from foyer.crm.handles import Described, described
from foyer.crm.mailings.unsubscribing import unsubscribed_among
from foyer.crm.models import Deal, Lead
from foyer.crm.modules import AnyRecord, module_name
from foyer.desk.access import signed_in
from foyer.desk.records.around import Around, around
from foyer.desk.records.details import Details, details_of, is_open
from foyer.desk.records.head import Head, head_of
from foyer.desk.records.words import label_word, medium_word, refusal_word, way_word
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.desk.visits.page import Field as VisitField
from foyer.desk.visits.page import marketing_of
from foyer.identity.models import Identifier
from foyer.identity.queries import actors_of
from foyer.lib.phones import phone_for_people
from foyer.portals.models import Portal
from foyer.portals.queries import integration_on
from foyer.scoring.scores import Scored, score_of, why
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.models import Visit
from foyer.visits.queries import campaign_touches, days_of, visits_summary
from foyer.visits.types import VisitsSummary


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """An identifier as the page shows it; `raw` is what a link needs."""

    id: int
    kind: str
    value: str
    raw: str
    level: int
    way: str
    standing: str
    at: dt.datetime
    label: str
    label_text: str
    is_primary: bool
    no_mailings: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """How we know the person or the company. `kinds`: which identifiers the user may see; `may_add`: and add."""

    identifiers: list[Shown]
    sure: int
    browsers: int
    may_add: bool
    labels: list[tuple[str, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Behaviour:
    """What a person did on the websites (F74-F81)."""

    summary: VisitsSummary
    number_of_chats: int
    scored: Scored
    reasons: list[tuple[str, int]]
    first_touch: str
    campaigns: list[tuple[Visit, list[VisitField]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """The whole page but its feed. Deals have no `known`; only people have a `behaviour`."""

    head: Head
    details: Details
    behaviour: Behaviour | None
    known: Known | None
    around: Around
    portal: Portal | None
    portals: list[Portal]
    may_restore: bool


def record_of(request: HttpRequest, subject: AnyRecord) -> Record:
    """Everything the page shows beside the feed, in a fixed number of queries."""
    user, actors, portal = signed_in(request), actors_of(subject.actor_id), chosen_portal(request)
    portal_id, known = portal.pk if portal else None, described(subject.actor_id, actors)
    portals = [portal] if portal else portals_seen(request)
    details = details_of(subject, user)
    is_person = module_name(subject) in {"lead", "contact"}
    sees_visits = integration_on() and rights_of(user).may("visit", "view")
    return Record(
        head=head_of(user, subject, actors, known, details.values),
        details=details,
        behaviour=behaviour_of(actors, [each.pk for each in portals], known) if is_person and sees_visits else None,
        known=None if isinstance(subject, Deal) else known_of(user, subject, known, len(actors)),
        around=around(user, subject, actors, portal_id),
        portal=portal,
        portals=portals_seen(request),
        may_restore=subject.gone == "deleted" and may(user, "delete", subject),
    )


def behaviour_of(actors: Sequence[int], portals: Collection[int], known: Sequence[Described]) -> Behaviour:
    """Summary and chats of a person on these portals; the score counts what they did on all websites (D7)."""
    days, chats = days_of(actors), chats_by_portal(actors)
    summary = visits_summary(actors, [day for day in days if day.portal_id in portals])
    gave_email = any(each.known.kind == Identifier.Kind.EMAIL for each in known)
    scored = score_of(days, sum(chats.values()), gave_email=gave_email)
    return Behaviour(
        summary=summary,
        number_of_chats=sum(chats.get(portal, 0) for portal in portals),
        scored=scored,
        reasons=[(why(part), part.points) for part in scored.parts],
        first_touch=medium_word(summary.medium, summary.source_name),
        campaigns=[(visit, marketing_of(visit)) for visit in campaign_touches(actors, portals)],
    )


def known_of(user: User, subject: AnyRecord, known: Sequence[Described], actors: int) -> Known:
    """The identifiers that the user may see."""
    module, rights = module_name(subject), rights_of(user)
    seen = [each for each in known if sees_identifier(rights, module, each.known.kind)]
    no_more = unsubscribed_among([each.known.value for each in seen if each.known.kind == Identifier.Kind.EMAIL])
    return Known(
        identifiers=[_shown(each, no_more) for each in seen],
        sure=max((each.known.level for each in seen), default=0),
        browsers=max(0, actors - 1) if isinstance(subject, Lead) or module == "contact" else 0,
        may_add=is_open(user, subject) and any(rights.field(module, key) == "write" for key in HELD),
        labels=[("", _("Without a kind")), *((label, label_word(label)) for label in LABELS)],
    )


def _shown(each: Described, no_more: Collection[str]) -> Shown:
    known = each.known
    return Shown(
        id=known.id,
        kind=known.kind,
        value=phone_for_people(known.value) if known.kind == Identifier.Kind.PHONE else known.value,
        raw=known.value,
        level=known.level,
        way=way_word(known.way),
        standing=refusal_word(known.standing),
        at=known.at,
        label=each.label,
        label_text=label_word(each.label),
        is_primary=each.is_primary,
        no_mailings=known.value in no_more,
    )
