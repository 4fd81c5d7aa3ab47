"""Words that are typed above a list, which stand in no certain field; views keep them as `{"words": "lang"}` (E16)."""

from collections.abc import Collection
from typing import TypeGuard

from django.db.models import Q

from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_SEARCH = 100


def is_words(part: object) -> TypeGuard[dict[str, str]]:
    """Whether a condition is words, whatever field they stand in."""
    return isinstance(part, dict) and part.keys() == {"words"} and isinstance(part["words"], str)


def with_words(module: ModuleName, search: str, fields: Collection[str], user: User) -> Q:
    """Each word must stand in one of the columns that people look for; `fields` are those that the user sees (T7)."""
    found = Q()
    paths = [path for path in MODULES[module].searched if _is_seen(path, fields, user)]
    for word in search[:MAX_SEARCH].replace("\x00", "").split():
        anywhere = Q(pk__in=[])
        for path in paths:
            anywhere |= Q(**{f"{path}__icontains": word})
        found &= anywhere
    return found


def _is_seen(path: str, fields: Collection[str], user: User) -> bool:
    """Of another record only where its module is open to the user (F229)."""
    key, _dunder, beyond = path.partition("__")
    return key in fields and (not beyond or rights_of(user).may(key, "view"))
