"""What hangs on a record: activities, chats, visits, deals, people, files. A fixed number of queries."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from foyer.conversations.models import Conversation
from foyer.conversations.queries import chats_going_on
from foyer.crm.access import Sight, all_in_sight, sight_of, visible
from foyer.crm.activities import open_activities
from foyer.crm.choices import options_of
from foyer.crm.models import Account, Contact, Deal, DealContact, Lead
from foyer.crm.modules import AnyRecord
from foyer.desk.activities.rights import may_create
from foyer.desk.activities.shown import Shown as ShownActivity
from foyer.desk.activities.shown import shown_one
from foyer.desk.deals.beside import deals_beside
from foyer.desk.files.shown import ShownFile, files_shown
from foyer.lib.prepared import prepared
from foyer.portals.queries import integration_on
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.queries import newest_of

VISITS_SHOWN = 8
ROWS_SHOWN = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """A related list: the first rows, and whether there are more."""

    rows: Sequence[Any] = ()
    more: bool = False

    @property
    def count(self) -> str:
        """How many, "20+" when there are more than are shown."""
        return f"{len(self.rows)}+" if self.more else str(len(self.rows) or "")


@dataclasses.dataclass(frozen=True, slots=True)
class Party:
    """A contact of a deal with their role in it; the main one has none and cannot be removed here."""

    contact: Contact
    role: str
    is_main: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """Everything at the right below the identity. A list that the record has not, or the user may not see, is None."""

    activities: list[ShownActivity] | None
    may_plan: bool
    chats: list[Conversation]
    visits: Rows | None
    deals: Rows | None
    contacts: Rows | None
    parties: list[Party] | None
    roles: list[tuple[str, str]]
    leads: Rows | None
    became: list[tuple[str, AnyRecord]]
    files: list[ShownFile]
    limit_mb: int


def around(user: User, record: AnyRecord, actors: Sequence[int], portal_id: int | None) -> Around:
    """The related lists, each with what the user may see of it (F229)."""
    is_person = isinstance(record, Lead | Contact)
    return Around(
        activities=_activities(user, actors),
        may_plan=may_create(user),
        chats=chats_going_on(user, actors, portal_id) if is_person else [],
        visits=_visits(user, actors, portal_id) if is_person else None,
        deals=_deals(user, record, actors),
        contacts=_contacts(user, record),
        parties=_parties(user, record),
        roles=[(o.key, o.label) for o in options_of("deal_role")] if isinstance(record, Deal) else [],
        leads=_leads(user, record),
        became=_became(user, record),
        files=files_shown(user, record.actor_id, actors),
        limit_mb=settings.MAX_FILE_MB,
    )


def _rows(found: Any, most: int = ROWS_SHOWN) -> Rows:
    rows = list(found[: most + 1])
    return Rows(rows[:most], len(rows) > most)


def _activities(user: User, actors: Sequence[int]) -> list[ShownActivity] | None:
    if not rights_of(user).may("activity", "view"):
        return None
    return [shown_one(user, activity, None) for activity in open_activities(user, actors)]


def _visits(user: User, actors: Sequence[int], portal_id: int | None) -> Rows | None:
    if not (integration_on() and rights_of(user).may("visit", "view")):
        return None
    return _rows(newest_of(user, actors, portal_id, VISITS_SHOWN + 1), VISITS_SHOWN)


def _deals(user: User, record: AnyRecord, actors: Sequence[int]) -> Rows | None:
    found = deals_beside(user, record, actors, ROWS_SHOWN + 1)
    return None if found is None else _rows(found)


def _contacts(user: User, record: AnyRecord) -> Rows | None:
    rights = rights_of(user)
    if not isinstance(record, Account) or not (rights.may("contact", "view") and rights.sees("contact", "account")):
        return None
    return _rows(visible("contact", user).filter(account=record).order_by("sort_name", "pk"))


def _parties(user: User, record: AnyRecord) -> list[Party] | None:
    rights = rights_of(user)
    if not isinstance(record, Deal) or not (rights.may("contact", "view") and rights.sees("deal", "contact")):
        return None
    roles = dict(DealContact.objects.filter(deal=record).values_list("contact", "role"))
    found = visible("contact", user).filter(pk__in={*roles, record.contact_id}).select_related("account")
    parties = [Party(each, roles.get(each.pk, ""), each.pk == record.contact_id) for each in found]
    return sorted(parties, key=lambda party: not party.is_main)


def _leads(user: User, record: AnyRecord) -> Rows | None:
    """The leads that this record was made from: converted ones are in no list, but here (D11)."""
    link = {Contact: "converted_contact", Account: "converted_account", Deal: "converted_deal"}.get(type(record))
    if link is None or not rights_of(user).may("lead", "view"):
        return None
    return _rows(_converted(record.pk, link=link, sight=sight_of(user)))


@prepared
def _converted(record_id: Any, *, link: str, sight: Sight) -> "QuerySet[Lead]":
    found = all_in_sight("lead", sight).filter(**{link: record_id}, gone="converted")
    return found.order_by("-pk")[: ROWS_SHOWN + 1]


def _became(user: User, record: AnyRecord) -> list[tuple[str, AnyRecord]]:
    """What a lead was converted into."""
    if not isinstance(record, Lead) or not record.gone:
        return []
    links = (
        ("contact", record.converted_contact_id),
        ("account", record.converted_account_id),
        ("deal", record.converted_deal_id),
    )
    pairs = ((module, visible(module, user).filter(pk=pk).first()) for module, pk in links if pk)  # type: ignore[arg-type]
    return [(module, row) for module, row in pairs if row]
