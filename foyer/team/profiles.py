"""Verbs of profiles: what agents of a kind may see and do (E25, F29, F30, F229). Administrators only."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.actions import require_administrator
from foyer.team.models import AccessProfile, Invitation, User
from foyer.team.rights import MODULES, NAMING, SCOPES, VERBS, VERBS_OF
from foyer.team.types import ProfileChanged, Refusal, UserChanged

MAX_NAME = 80
MAX_PROFILES = 100
MAX_FIELD_KEY = 44
FIELD_RIGHTS = frozenset({"required", "read", "hidden"})


def create_profile(by: User, name: str, *, like: AccessProfile | None = None) -> AccessProfile:
    """A new profile that allows everything, or what another one allows."""
    require_administrator(by)
    if AccessProfile.objects.count() >= MAX_PROFILES:
        raise Refusal(_("There are %(most)s profiles, which is the most.") % {"most": MAX_PROFILES})
    with transaction.atomic():
        made = AccessProfile.objects.create(
            name=_free_name(name, None),
            modules=like.modules if like else {module: everything(module) for module in MODULES},
            fields=like.fields if like else {},
        )
        _changed(made, by, "created")
    return made


def rename_profile(profile: AccessProfile, by: User, name: str) -> AccessProfile:
    """Another name."""
    require_administrator(by)
    with transaction.atomic():
        profile.name = _free_name(name, profile)
        profile.save(update_fields=["name"])
        _changed(profile, by, "name")
    return profile


def change_modules(profile: AccessProfile, by: User, modules: Mapping[str, Mapping[str, Any]]) -> AccessProfile:
    """Sets what is allowed in these modules: `{"lead": {"verbs": ["view"], "scope": "own"}}`. Others stay (T14)."""
    require_administrator(by)
    wanted = {module: _module(module, right) for module, right in modules.items()}
    with transaction.atomic():
        fresh = AccessProfile.objects.select_for_update().get(pk=profile.pk)
        profile.modules = fresh.modules | wanted
        profile.save(update_fields=["modules"])
        _changed(profile, by, "modules")
    return profile


def change_fields(profile: AccessProfile, by: User, module: str, fields: Mapping[str, str]) -> AccessProfile:
    """Sets which fields of a module are hidden, only read, or asked for; all others may be written.

    What a record is called is never hidden.
    """
    require_administrator(by)
    if module not in MODULES or any(len(key) > MAX_FIELD_KEY for key in fields):
        raise Refusal(_("Choose one from the list."))
    if not set(fields.values()) <= FIELD_RIGHTS | {"write"}:
        raise Refusal(_("Choose one from the list."))
    with transaction.atomic():
        fresh = AccessProfile.objects.select_for_update().get(pk=profile.pk)
        limited = {
            key: right for key, right in fields.items() if right != "write" and not _hides_name(module, key, right)
        }
        profile.fields = {**fresh.fields, module: limited}
        profile.save(update_fields=["fields"])
        _changed(profile, by, "fields")
    return profile


def delete_profile(profile: AccessProfile, by: User) -> None:
    """Takes away a profile that nobody has: whoever lost theirs could see everything."""
    require_administrator(by)
    waiting = Invitation.objects.filter(accepted_at=None, expires_at__gt=clock.now())
    try:
        with transaction.atomic():
            if profile.users.exists() or waiting.filter(access_profile=profile).exists():
                raise Refusal(_("Somebody has this profile. Give them another one first."))
            _changed(profile, by, "deleted")
            AccessProfile.objects.get(pk=profile.pk).delete()
    except ProtectedError as error:
        raise Refusal(_("Somebody has this profile. Give them another one first.")) from error


def assign_profile(user: User, by: User, profile: AccessProfile | None) -> User:
    """Says what the user may do; without a profile everything but the settings. Sockets look again (T8)."""
    require_administrator(by)
    with transaction.atomic():
        user.access_profile = profile
        user.save(update_fields=["access_profile"])
        record(UserChanged(subject_id=user.pk, user_id=by.pk, fields=("access_profile",)))
    return user


def everything(module: str) -> dict[str, Any]:
    """All verbs of a module, on all records."""
    return {"verbs": list(VERBS_OF.get(module, VERBS)), "scope": "all"}


def _module(module: str, right: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the matrix as it is stored: without view, nothing is allowed."""
    if module not in MODULES or right.get("scope", "all") not in SCOPES:
        raise Refusal(_("Choose one from the list."))
    verbs = [verb for verb in VERBS_OF.get(module, VERBS) if verb in right.get("verbs", ())]
    return {"verbs": verbs if "view" in verbs else [], "scope": right.get("scope", "all")}


def _hides_name(module: str, key: str, right: str) -> bool:
    return right == "hidden" and key in NAMING.get(module, ())


def _free_name(name: str, own: AccessProfile | None) -> str:
    cleaned = clean_line(name, MAX_NAME)
    if not cleaned:
        raise Refusal(_("Give the profile a name."))
    others = AccessProfile.objects.exclude(pk=own.pk if own else 0)
    if any(other.name.casefold() == cleaned.casefold() for other in others):
        raise Refusal(_("There is a profile with this name already."))
    return cleaned


def _changed(profile: AccessProfile, by: User, what: str) -> None:
    record(ProfileChanged(subject_id=profile.pk, user_id=by.pk, what=what))
