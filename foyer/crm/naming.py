"""What records are called and what tells them from others of their name, as far as the user may know it (T7, F229)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from foyer.crm.access import COMPANY, HELD_AS, sight_of
from foyer.crm.fields.standard import STANDARD
from foyer.crm.models import Activity, Contact, Lead
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import ModuleName
from foyer.identity.types import KnownIdentifier
from foyer.team.models import User
from foyer.team.rights import rights_of

NAMELESS = Q(first_name="", last_name="")
"""People who stand in the order of names by whom they belong to."""


def name_of(user: User, record: AnyRecord | Activity) -> str:
    """What a record is called: its name, else its company; empty when it has neither, or none that the user sees."""
    return Naming(user, module_name(record)).name(record)


def called(user: User, module: ModuleName, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The rows that may be looked for by `sort_name`: it is a company where there is no name, which may be hidden."""
    return rows.exclude(NAMELESS) if hides_company(user, module) else rows


def hides_company(user: User, module: ModuleName) -> bool:
    """Whether people of this module must not be found or ordered by whom they belong to."""
    key = COMPANY.get(module)
    if key is None:
        return False
    rights = rights_of(user)
    return not rights.sees(module, key) or (key == "account" and not rights.may("account", "view"))


class Naming:
    """How the records of a module are called for one user; made once for many, and then it asks nothing.

    All it needs are standard fields, so nobody reads the custom ones for it (P5).
    """

    def __init__(self, user: User, module: ModuleName) -> None:
        rights = rights_of(user)
        self._shown = frozenset(key for key in STANDARD[module] if rights.sees(module, key))
        self._owners = dict(sight_of(user)).get("account", ())

    def name(self, record: AnyRecord | Activity, known: Iterable[KnownIdentifier] = ()) -> str:
        """The name of a record; one without is called like its address or number, or else like its company."""
        if isinstance(record, Activity):
            return record.subject
        return record.name or next((one.value for one in self.reach(known)), "") or self.company(record)

    def detail(self, record: AnyRecord) -> str:
        """Company and city, as far as there are any."""
        return " · ".join(part for part in (self.company(record), self.city(record)) if part)

    def city(self, record: AnyRecord) -> str:
        """Where a record is."""
        return getattr(record, "city", "") if self.shows("city") else ""

    def company(self, record: AnyRecord) -> str:
        """Whom a person belongs to: what a lead says, or the account of a contact where the user sees that one."""
        if isinstance(record, Lead):
            return record.company if self.shows("company") else ""
        if not isinstance(record, Contact) or not self.shows("account") or record.account is None:
            return ""
        account, owners = record.account, self._owners
        is_seen = account.gone_at is None and (owners is None or account.owner_id in owners)
        return account.name if is_seen else ""

    def reach(self, known: Iterable[KnownIdentifier]) -> list[KnownIdentifier]:
        """The addresses and numbers among these that the user sees."""
        return [one for one in known if one.kind in self.kinds]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of identifiers that the user sees."""
        return frozenset(kind for kind, key in HELD_AS.items() if self.shows(key))

    def shows(self, key: str) -> bool:
        """Whether the user sees a standard field."""
        return key in self._shown
