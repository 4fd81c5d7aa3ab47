"""Words that are typed above a list, which stand in no certain field; views keep them as `{"words": "lang"}` (E16)."""

from collections.abc import Collection
from typing import TypeGuard

from django.db.models import Q

from foyer.crm.access import HELD
from foyer.crm.modules import MODULES, as_module
from foyer.crm.naming import hides_company
from foyer.crm.types import ModuleName
from foyer.lib.search.reached import reached
from foyer.lib.search.words import number_typed
from foyer.lib.text import folded
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_SEARCH = 100
NAMES = "sort_name"
"""A column without case and accents, in which people without a name are called by their company."""
PLAIN_NAMES = ("last_name", "first_name")
"""Where the names of people are looked for by who must not learn of companies."""


def is_words(part: object) -> TypeGuard[dict[str, str]]:
    """Whether a condition is words, whatever field they stand in."""
    return isinstance(part, dict) and part.keys() == {"words"} and isinstance(part["words"], str)


def with_words(module: ModuleName, search: str, fields: Collection[str], user: User) -> Q:
    """Each word must stand in one of the columns that people look for, or begin an address or a number of the record.

    `fields` are those that the user sees (T7). A number is one word, however it is written.
    """
    text = search[:MAX_SEARCH].replace("\x00", "")
    columns, reaches = _columns(module, fields, user), set(fields).issuperset(HELD)
    found = Q()
    for word in [text.strip()] if number_typed(text) else text.split():
        if reaches and "@" in word:  # the index knows at once; names have no such sign
            found &= Q(pk__in=reached(module, word))
            continue
        anywhere = Q(pk__in=reached(module, word)) if reaches and number_typed(word) else Q(pk__in=[])
        for column in columns:
            anywhere |= Q(**{f"{column}__icontains": folded(word) if column.endswith(NAMES) else word})
        found &= anywhere
    return found


def _columns(module: ModuleName, fields: Collection[str], user: User) -> list[str]:
    """Where to look; of another record only where its module, which the field is called like, is open (F229)."""
    found: list[str] = []
    for path in MODULES[module].searched:
        *links, column = path.split("__")
        if not all(link in fields and rights_of(user).may(link, "view") for link in links):
            continue
        if column != NAMES:
            found += [path] if links or column in fields else []
        elif hides_company(user, as_module(links[0]) if links else module):
            found += ["__".join([*links, name]) for name in PLAIN_NAMES]
        else:
            found.append(path)
    return found
