"""Words that are typed above a list, which stand in no certain field; views keep them as `{"words": "lang"}` (E16)."""

from typing import TypeGuard

from django.db.models import Q

from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

MAX_SEARCH = 100


def is_words(part: object) -> TypeGuard[dict[str, str]]:
    """Whether a condition is words, whatever field they stand in."""
    return isinstance(part, dict) and part.keys() == {"words"} and isinstance(part["words"], str)


def with_words(module: ModuleName, search: str) -> Q:
    """Each word must stand in one of the columns that people look for."""
    found = Q()
    for word in search[:MAX_SEARCH].replace("\x00", "").split():
        anywhere = Q()
        for path in MODULES[module].searched:
            anywhere |= Q(**{f"{path}__icontains": word})
        found &= anywhere
    return found
