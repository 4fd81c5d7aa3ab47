"""Which fields a user sees, and which of them may be filled in: their profile says so (E25, T14)."""

from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Field
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.rights import rights_of


def shown_fields(user: User, module: ModuleName) -> dict[str, Field]:
    """The fields that the user may see, by key."""
    rights = rights_of(user)
    return {key: field for key, field in fields_of(module).items() if rights.field(module, key) != "hidden"}


def writable_fields(user: User, module: ModuleName) -> dict[str, Field]:
    """The fields that the user may fill in."""
    rights = rights_of(user)
    return {
        key: field
        for key, field in fields_of(module).items()
        if field.is_writable and rights.field(module, key) == "write"
    }
