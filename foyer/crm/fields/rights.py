"""Which fields a user sees, and which of them may be filled in: their profile says so (E25, T14)."""

import dataclasses

from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Field
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.rights import Rights, rights_of


def shown_fields(user: User, module: ModuleName) -> dict[str, Field]:
    """The fields that the user may see, by key; those that their profile asks for are required."""
    rights = rights_of(user)
    return {key: _asked(field, rights) for key, field in fields_of(module).items() if _is_shown(field, rights)}


def writable_fields(user: User, module: ModuleName) -> dict[str, Field]:
    """The fields that the user may fill in."""
    rights = rights_of(user)
    return {
        key: _asked(field, rights)
        for key, field in fields_of(module).items()
        if field.is_writable and rights.field(module, key) == "write"
    }


def _is_shown(field: Field, rights: Rights) -> bool:
    """A formula would tell what its parts hold, so it is hidden with any of them (T7)."""
    parts = [key for _sign, key in field.options.get("parts", ())]
    return rights.sees(field.module, field.key, *parts)


def _asked(field: Field, rights: Rights) -> Field:
    asked = field.is_writable and not field.is_required and rights.requires(field.module, field.key)
    partly = field.target is not None and not rights.sees_all(field.target)
    if not (asked or partly):
        return field
    return dataclasses.replace(field, is_required=field.is_required or asked, is_partly_seen=partly)
