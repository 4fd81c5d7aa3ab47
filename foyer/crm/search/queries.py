"""What a user finds: only what they may see (T7, F229)."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foyer.crm.access import sight_of, visible
from foyer.crm.fields.registry import CUSTOM_PREFIX
from foyer.crm.models.people import full_name
from foyer.crm.modules import as_module
from foyer.crm.types import ModuleName
from foyer.lib.search.find import is_short
from foyer.lib.search.sights import Hit, Part, Sight
from foyer.team.models import User
from foyer.team.rights import rights_of

LIMIT = 20
MANY = 5
"""So many times as many are asked for where some of them are left out afterwards."""
LINKS: Mapping[ModuleName, tuple[str, ...]] = {"contact": ("account",), "deal": ("account", "contact")}
"""By module: fields that are called like the module they lead to; its names stand in the documents."""
ABOUT: Mapping[ModuleName, frozenset[str]] = {
    "lead": frozenset({"company"}),
    "contact": frozenset({"account"}),
    "account": frozenset({"city"}),
    "deal": frozenset({"account", "contact"}),
}
"""By module: what the second line of a hit is made of, and the title of one without a name; see `documents.py`."""
REACH = frozenset({"emails", "phones"})
TEXTS = frozenset({"city", "website", "tags"})
"""What is looked through besides: these, what stands in the second line, and what organisations add."""
COMPANIES: Mapping[ModuleName, str] = {"lead": "company", "contact": "account__name"}
"""By module of people: whom they belong to. Only people may have no name."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Hides:
    """What the user must not learn of a module by the index."""

    reach: bool
    more: bool
    about: bool

    @property
    def title(self) -> bool:
        """What has no name may be called like something hidden."""
        return self.reach or self.about


def records_part(user: User, query: str, limit: int = LIMIT) -> Part:
    """What of the index the user may look through; more where `seen_records` leaves some out."""
    hides = _hides_of(user)
    sights = tuple(
        Sight(module, owners, reach=not hides[module].reach, more=not hides[module].more)
        for module, owners in sight_of(user)
    )
    some_go = is_short(query) and any(each.title for each in hides.values())
    return Part(sights, limit * MANY if some_go else limit)


def seen_records(user: User, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """What the index says, checked against the records themselves."""
    is_title, hides = is_short(query), _hides_of(user)
    there: dict[Hit, Hit] = {}
    for module in {as_module(hit.kind) for hit in hits}:
        there |= _told(user, module, [hit for hit in hits if hit.kind == module], hides[module])
    return [there[hit] for hit in hits if hit in there and (there[hit].title == hit.title or not is_title)]


def _hides_of(user: User) -> dict[ModuleName, _Hides]:
    return {module: _hides(user, module) for module, _owners in sight_of(user)}


def _hides(user: User, module: ModuleName) -> _Hides:
    rights = rights_of(user)
    hidden = {key for key in rights.fields.get(module, ()) if not rights.sees(module, key)}
    hidden |= {link for link in LINKS.get(module, ()) if not rights.sees_all(link)}
    about = bool(hidden & ABOUT.get(module, frozenset()))
    added = any(key.startswith(CUSTOM_PREFIX) for key in hidden)
    return _Hides(reach=bool(hidden & REACH), more=about or added or bool(hidden & TEXTS), about=about)


def _told(user: User, module: ModuleName, hits: Sequence[Hit], hides: _Hides) -> Iterator[tuple[Hit, Hit]]:
    """The hits that are there, each with what the user may read of it; one query."""
    by_ref = {hit.ref: hit for hit in hits}
    rows: Any = visible(module, user).filter(pk__in=by_ref)
    company = COMPANIES.get(module)
    if company is None or not hides.title:
        return ((by_ref[pk], _with_about(by_ref[pk], hides)) for pk in rows.values_list("pk", flat=True))
    named = rows.values_list("pk", "first_name", "last_name", *([] if hides.about else [company]))
    return ((by_ref[pk], _as_seen(by_ref[pk], hides, *names)) for pk, *names in named)


def _as_seen(hit: Hit, hides: _Hides, first: str, last: str, company: str | None = "") -> Hit:
    """People without a name are called by their company here, or not at all."""
    title = hit.title if full_name(first, last) else company or ""
    return _with_about(dataclasses.replace(hit, title=title), hides)


def _with_about(hit: Hit, hides: _Hides) -> Hit:
    return dataclasses.replace(hit, about="") if hides.about else hit
