"""Which records a user sees and may change: asked wherever records are read or written (T7, T14, E25)."""

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, OuterRef, Q, QuerySet

from foyer.crm.models import Activity
from foyer.crm.modules import MODULES, RECORDS, AnyRecord, module_name
from foyer.crm.types import ModuleName, PersonCard
from foyer.identity.models import Identifier
from foyer.lib.each import has_any
from foyer.lib.prepared import prepared
from foyer.lib.text import MAX_ID
from foyer.portals.queries import portal_ids_seen_by
from foyer.team.models import User
from foyer.team.queries import mates_of
from foyer.team.rights import Rights, Scope, Verb, rights_of

Owners = tuple[int, ...]
Sight = frozenset[tuple[ModuleName, Owners | None]]
"""Whose records of which modules somebody sees, None for everybody's; a module that is closed to them is not in it."""

SIGHTS = 256
"""So many questions are kept: for each module, of each group of users who see the same."""
HELD = ("emails", "phones")
"""The fields whose values are identifiers."""
HELD_AS: Mapping[str, str] = {Identifier.Kind.EMAIL.value: "emails", Identifier.Kind.PHONE.value: "phones"}
"""The field of each kind of identifier that has one."""
COMPANY: Mapping[ModuleName, str] = {"lead": "company", "contact": "account"}
"""By module of people: the field that says whom they belong to."""


def sight_of(user: User) -> Sight:
    """What the user sees. Users who see the same have the same sight, so it may be part of a prepared question (P5)."""
    scopes = {module: rights_of(user).scope(module) for module in modules_seen(user)}
    mates = mates_of(user.pk) if "team" in scopes.values() else ()
    owners: dict[Scope, Owners | None] = {"all": None, "team": (user.pk, *mates), "own": (user.pk,)}
    return frozenset((module, owners[scope]) for module, scope in scopes.items())


def visible(module: ModuleName, user: User) -> "QuerySet[Any]":
    """The records in the lists of a module that the user sees; none when the module is closed to them."""
    return in_sight(module, sight_of(user))


def all_visible(module: ModuleName, user: User) -> "QuerySet[Any]":
    """The same with those that are in no list any more: in the recycle bin, merged, or converted."""
    return all_in_sight(module, sight_of(user))


def in_sight(module: ModuleName, sight: Sight) -> "QuerySet[Any]":
    """As `visible`."""
    return all_in_sight(module, sight).filter(gone_at=None)


def all_in_sight(module: ModuleName, sight: Sight) -> "QuerySet[Any]":
    """As `all_visible`."""
    return _all_in_sight(module, sight).all()


@functools.lru_cache(maxsize=SIGHTS)
def _all_in_sight(module: ModuleName, sight: Sight) -> "QuerySet[Any]":
    """Put together once for each sight, and copied: of activities it takes as long as half a page of them (P5)."""
    rows = cast("QuerySet[Model]", MODULES[module].model._default_manager.all())
    modules = dict(sight)
    if module not in modules:
        return rows.none()
    seen = rows.filter(_in_scope(modules[module]))
    return seen.filter(_about_what_is_seen(sight)) if module == "activity" else seen


def record_for(user: User, module: ModuleName, record_id: int) -> AnyRecord:
    """A record the user may see, gone or not; DoesNotExist alike for what is not there and may not be seen (T7)."""
    found = _records(record_id, module=module, sight=sight_of(user)) if record_id <= MAX_ID else []
    if not found:
        raise MODULES[module].model.DoesNotExist
    return cast("AnyRecord", found[0])


@prepared
def _records(record_id: Any, *, module: ModuleName, sight: Sight) -> "QuerySet[Any]":
    return all_in_sight(module, sight).filter(pk=record_id).select_related(*MODULES[module].related, "portal")


def visit_portals(user: User, portal_id: int | None = None) -> frozenset[int]:
    """The portals whose visits the user sees: their own, all for administrators; none when hidden (F29, F30, T7).

    With `portal_id` that one alone, when it is among them.
    """
    if not rights_of(user).may("visit", "view"):
        return frozenset()
    return frozenset(portal_ids_seen_by(user, portal_id))


def may_add_to_visits(user: User) -> bool:
    """Whether the user may write notes on visits and attach files: what "create" means there (F30, F32, F33)."""
    return rights_of(user).may("visit", "create")


def card_for(user: User, card: PersonCard) -> PersonCard:
    """What the user may know of a person: nothing of deals, owner or company where these are hidden (F229, T7).

    What kind of visitor it is stays: streams, rings and pop-ups are made of it (D3).
    """
    rights, told = rights_of(user), dict[str, Any]()
    if not rights.sees(card.module, "owner"):
        told |= {"owner_id": None, "owner_name": ""}
    if not rights.sees(card.module, COMPANY[card.module]):
        told["company"] = ""
    sees_deals = rights.sees_all("deal")
    if not (sees_deals and rights.sees("deal", "amount")):
        told["revenue"] = Decimal(0)
    if not (sees_deals and rights.sees("deal", "stage", "closed_at")):
        told["reason"] = ""
    return dataclasses.replace(card, **told) if told else card


def sees_identifier(rights: Rights, module: str, kind: str) -> bool:
    """Whether an address, a number or another identifier of a record may be shown (T7).

    Who sees neither addresses nor numbers is not told what the website calls the person either.
    """
    key = HELD_AS.get(kind)
    return kind == Identifier.Kind.RECORD or any(rights.sees(module, each) for each in ([key] if key else HELD))


def may(user: User, verb: Verb, record: AnyRecord | Activity) -> bool:
    """Whether the user may do this with a record that they see. What is merged or converted stays as it is (D11)."""
    is_fixed = getattr(record, "gone", "") in {"merged", "converted"}
    return rights_of(user).may(module_name(record), verb) and (verb in {"view", "export"} or not is_fixed)


def require(user: User, verb: Verb, module: ModuleName) -> None:
    """PermissionDenied when the user's profile does not allow it."""
    if not rights_of(user).may(module, verb):
        raise PermissionDenied


def modules_seen(user: User, modules: Iterable[ModuleName] = tuple(MODULES)) -> list[ModuleName]:
    """The modules that are there for the user: others are gone from menu, search, API and feed (F229)."""
    return [module for module in modules if rights_of(user).may(module, "view")]


def _in_scope(owners: Owners | None) -> Q:
    if owners is None:
        return Q()
    # One list with the user in it would have SQLite read and sort all of the team's for the newest fifty.
    user, *mates = owners
    return Q(owner=user) | Q(owner__in=mates) if mates else Q(owner=user)


def _about_what_is_seen(sight: Sight) -> Q:
    """An activity is seen when the record that it is about is seen (T7); nothing is asked where all records are."""
    modules = dict(sight)
    if all(modules.get(module, ()) is None for module in RECORDS):
        return Q()
    seen = Q(actor=None)
    for module in RECORDS:
        seen |= Q(has_any(all_in_sight(module, sight).order_by().filter(actor=OuterRef("actor"))))
    return seen
