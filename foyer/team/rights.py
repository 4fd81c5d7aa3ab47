"""What a user may do with each module, from their profile (E25, F29, F30, F229)."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from foyer.team.models import AccessProfile, User

Verb = Literal["view", "create", "edit", "delete", "export"]
Scope = Literal["own", "team", "all"]
FieldRight = Literal["write", "read", "hidden"]

VERBS: tuple[Verb, ...] = ("view", "create", "edit", "delete", "export")
SCOPES: tuple[Scope, ...] = ("own", "team", "all")
MODULES = ("visit", "lead", "contact", "account", "deal", "activity")
NAMING: Mapping[str, frozenset[str]] = {
    "lead": frozenset({"first_name", "last_name"}),
    "contact": frozenset({"first_name", "last_name"}),
    "account": frozenset({"name"}),
    "deal": frozenset({"name"}),
    "activity": frozenset({"subject"}),
}
"""By module: what a record is called. A record without a name could not be told from others, so none is ever hidden."""
VERBS_OF: dict[str, tuple[Verb, ...]] = {"visit": ("view", "create", "delete", "export")}
"""Visits cannot be edited (F30); all other modules know every verb."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one user; administrators may do everything."""

    is_administrator: bool
    modules: Mapping[str, Mapping[str, Any]]
    fields: Mapping[str, Mapping[str, str]]
    is_active: bool = True

    def may(self, module: str, verb: Verb) -> bool:
        """Whether the verb is allowed; without `view` nothing is."""
        if not self.is_active:
            return False
        if self.is_administrator or module not in self.modules:
            return True
        verbs = self.modules[module].get("verbs", VERBS)
        return "view" in verbs and verb in verbs

    def scope(self, module: str) -> Scope:
        """Whose records are seen: one's own, those of one's teams, or all."""
        found = "all" if self.is_administrator else self.modules.get(module, {}).get("scope", "all")
        return next((scope for scope in SCOPES if scope == found), "own")

    def sees_all(self, module: str) -> bool:
        """Whether every record of the module is seen."""
        return self.may(module, "view") and self.scope(module) == "all"

    def field(self, module: str, key: str) -> FieldRight:
        """Whether a field may be changed, only be read, or is not there at all; a name is always there (T7)."""
        right = self._said(module, key)
        if right in {"write", "required"}:
            return "write"
        return "read" if right == "read" or key in NAMING.get(module, ()) else "hidden"

    def sees(self, module: str, *keys: str) -> bool:
        """Whether none of these fields is hidden."""
        return all(self.field(module, key) != "hidden" for key in keys)

    def requires(self, module: str, key: str) -> bool:
        """Whether the profile asks for a value in a field (E25)."""
        return self._said(module, key) == "required"

    def _said(self, module: str, key: str) -> str:
        return "write" if self.is_administrator else self.fields.get(module, {}).get(key, "write")


def rights_of(user: User) -> Rights:
    """The rights of a user; one query for agents with a profile, and only the first time."""
    kept = getattr(user, "_rights", None)
    if isinstance(kept, Rights):
        return kept
    profile = None if user.is_administrator else user.access_profile
    rights = _rights(user, profile)
    user._rights = rights  # type: ignore[attr-defined]
    return rights


def _rights(user: User, profile: AccessProfile | None) -> Rights:
    if profile is None:
        return Rights(user.is_administrator, {}, {}, user.is_active)
    return Rights(False, profile.modules, profile.fields, user.is_active)
