"""One visit: the standard fields, what was done in it, and the chats held in it (F31, F34-F49, F68-F72)."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation
from foyer.crm.queries import card_of
from foyer.crm.types import PersonCard
from foyer.desk.records.transcripts import Transcript, transcripts_of
from foyer.desk.shell import formats
from foyer.identity.queries import identifiers_of
from foyer.identity.types import KnownIdentifier
from foyer.presence.board import board
from foyer.team.models import User
from foyer.team.queries import organisation
from foyer.visits.actions import may_delete
from foyer.visits.custom import ToldOfVisit, shown_and_hidden, told_of
from foyer.visits.models import Action, Visit
from foyer.visits.queries import actions_of, visit_for

AROUND = dt.timedelta(minutes=30)
"""A chat belongs to the visit in which it began; it may begin before the first hit is folded."""


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A value with its label; `url` when it leads somewhere."""

    label: str
    value: str
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ActionRow:
    """A line of Actions performed (F68-F72)."""

    type: str
    title: str
    url: str
    spent: str
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class VisitPage:
    """What the page shows; nothing of it can be edited (F27)."""

    visit: Visit
    person: PersonCard | None
    said: list[KnownIdentifier]
    """Addresses and numbers that a visitor without a record is known by."""
    online_page: str
    fields: list[Field]
    marketing: list[Field]
    told: ToldOfVisit
    actions: list[ActionRow]
    transcripts: list[Transcript]
    may_delete: bool


def visit_page(user: User, visit_id: int) -> VisitPage:
    """The visit with everything that belongs to it; Visit.DoesNotExist when it may not be seen."""
    visit = visit_for(user, visit_id)
    person, here = card_of(user, visit.actor_id), board.visitor(visit.pk)
    return VisitPage(
        visit=visit,
        person=person,
        said=[] if person else identifiers_of(visit.actor_id),
        online_page=(here.title or here.url) if here else "",
        fields=[field for field in visit_fields(visit, person) if field.value],
        marketing=[field for field in marketing_of(visit) if field.value],
        told=told_of(visit, *shown_and_hidden(user)),
        actions=[_action(action) for action in actions_of([visit.pk])[visit.pk]],
        transcripts=transcripts_of(_chats_in(visit)),
        may_delete=may_delete(user, visit),
    )


def type_label(action_type: str) -> str:
    """The three values of F69."""
    labels = {Action.Type.ACCESSED: _("Accessed"), Action.Type.NAVIGATION: _("Navigation"), Action.Type.CHAT: _("Chat")}
    return labels[Action.Type(action_type)]


def safe_url(url: str) -> str:
    """The address when a browser may follow it, otherwise nothing (T15)."""
    return url if url.startswith(("http://", "https://")) else ""


def visit_fields(visit: Visit, person: PersonCard | None) -> list[Field]:
    house = organisation()
    revenue = formats.money(person.revenue, house.currency if house else "EUR") if person and person.revenue else ""
    return [
        Field(_("Visited page"), visit.first_title or visit.first_url),
        Field(_("Visited page URL"), visit.first_url, safe_url(visit.first_url)),
        Field(_("Last page"), visit.last_title or visit.last_url, safe_url(visit.last_url)),
        Field(_("Visited time"), formats.moment(visit.started)),
        Field(_("Time spent (minutes)"), formats.number(visit.seconds / 60)),
        Field(_("Revenue"), revenue),
        Field(_("Referrer"), visit.referrer, safe_url(visit.referrer)),
        Field(_("Search engine"), visit.search_engine),
        Field(_("Search keyword"), visit.search_keyword),
        Field(_("IP address"), visit.ip),
        Field(_("Country"), formats.country(visit.country)),
        Field(_("Browser"), visit.browser),
        Field(_("Operating system"), visit.os),
        Field(_("User agents"), visit.user_agent),
        Field(_("Screen"), visit.screen.replace("x", " × ")),
        Field(_("Language"), formats.language(visit.language)),
        Field(_("Portal name"), visit.portal.name),
    ]


def marketing_of(visit: Visit) -> list[Field]:
    """Campaign and click id of a visit, also those that are empty (F123, F125)."""
    labels = {
        "source": _("Campaign source"),
        "medium": _("Campaign medium"),
        "campaign": _("Campaign name"),
        "term": _("Campaign term"),
        "content": _("Campaign content"),
    }
    fields = [Field(label, str(visit.utm.get(name) or "")) for name, label in labels.items()]
    return [*fields, Field(_("Click ID (%(kind)s)") % {"kind": visit.click_id_kind}, visit.click_id)]


def _action(action: Action) -> ActionRow:
    return ActionRow(
        type=type_label(action.type),
        title=action.title or action.url,
        url=safe_url(action.url),
        spent=formats.minutes(action.seconds) if action.type != Action.Type.CHAT else "",
        at=action.at,
    )


def _chats_in(visit: Visit) -> list[Conversation]:
    times = (visit.started - AROUND, visit.ended + AROUND)
    begun = Conversation.objects.filter(actor_id=visit.actor_id, started_at__range=times)
    return list(begun.select_related("agent").order_by("started_at", "pk"))
