"""Which records a file speaks of that are known already: by number, e-mail, phone, or name and company (E35)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from foyer.crm.access import visible
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.runs.lines import Line
from foyer.crm.types import ModuleName
from foyer.identity.models import Claim
from foyer.lib.text import folded
from foyer.team.models import User

WAYS = ("id", "email", "phone", "name")

Key = tuple[str, str]


class Matcher:
    """Looks for the records of lines among what the user sees, in a fixed number of queries for each batch."""

    def __init__(self, module: ModuleName, user: User, ways: Collection[str]) -> None:
        self._module, self._user = module, user
        self._ways = [way for way in WAYS if way in ways]

    def keys(self, line: Line) -> list[Key]:
        """What a line is known by, the surest first."""
        found: list[Key] = []
        if "id" in self._ways and line.record_id:
            found.append(("id", str(line.record_id)))
        found += [(kind, value) for kind, value in line.identifiers if kind in self._ways]
        if "name" in self._ways and line.name:
            found.append(("name", f"{line.name}|{self._company(line)}"))
        return found

    def find(self, lines: Sequence[Line]) -> dict[int, AnyRecord]:
        """By number of the line: the record that is known already."""
        keys = {line.number: self.keys(line) for line in lines}
        known = self._known({key for found in keys.values() for key in found})
        return {number: known[key] for number, found in keys.items() for key in reversed(found) if key in known}

    def _known(self, keys: set[Key]) -> dict[Key, AnyRecord]:
        by_way: defaultdict[str, list[str]] = defaultdict(list)
        for way, value in keys:
            by_way[way].append(value)
        found: dict[Key, AnyRecord] = {}
        if by_way["name"]:
            found |= self._by_name(by_way["name"])
        for kind in ("phone", "email"):
            if by_way[kind]:
                found |= self._by_identifier(kind, by_way[kind])
        if by_way["id"]:
            rows = self._rows().filter(pk__in=[int(one) for one in by_way["id"]])
            found |= {("id", str(row.pk)): row for row in rows}
        return found

    def _rows(self) -> Any:
        return visible(self._module, self._user).select_related(*MODULES[self._module].related, "portal")

    def _by_identifier(self, kind: str, values: list[str]) -> dict[Key, AnyRecord]:
        claims = Claim.objects.filter(retracted_at=None, identifier__kind=kind, identifier__value__in=values)
        shown = list(claims.order_by("-actor").values_list("identifier__value", "actor"))
        rows = {row.actor_id: row for row in self._rows().filter(actor__in={actor for _value, actor in shown})}
        return {(kind, value): rows[actor] for value, actor in shown if actor in rows}

    def _by_name(self, values: Iterable[str]) -> dict[Key, AnyRecord]:
        wanted = set(values)
        rows = self._rows().filter(sort_name__in={value.partition("|")[0] for value in wanted}).order_by("-pk")
        named = {f"{row.sort_name}|{folded(_company_of(row))}": row for row in rows}
        return {("name", value): row for value, row in named.items() if value in wanted}

    def _company(self, line: Line) -> str:
        return folded(line.company or str(line.values.get("company", "")))


def _company_of(record: AnyRecord) -> str:
    if isinstance(record, Lead | Contact):
        return record.company
    if isinstance(record, Deal):
        return record.account.name if record.account else ""
    return ""
