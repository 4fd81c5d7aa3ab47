"""Who is named in a text by @: the whole name, or the first name where only one colleague has it (E16)."""

import re
from collections import Counter
from collections.abc import Iterable

from foyer.crm.models import Note
from foyer.team.models import User
from foyer.team.queries import active_users

_AT = re.compile(r"(?<![\w@.])@(?=\w)")


def named_in(text: str) -> list[User]:
    """The colleagues named in a text who still work here; two of the same name are both meant."""
    if "@" not in text:
        return []
    users = list(active_users())
    names = _names(users)
    found: dict[int, User] = {}
    for match in _AT.finditer(text):
        name = name_at(text, match.end(), names)
        found |= {user.pk: user for user in users if name and name in _ways(user)}
    return list(found.values())


def mentionable(names: Iterable[str]) -> list[str]:
    """All ways to write these names, the longest first, as `name_at` needs them."""
    known = {name.casefold() for name in names}
    return sorted({way for name in known for way in (name, name.split(" ", 1)[0])}, key=len, reverse=True)


def name_at(text: str, place: int, names: list[str]) -> str:
    """The longest of these names (casefolded, the longest first) that stands there as whole words; "" for none."""
    rest = text[place : place + 130].casefold()
    for name in names:
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
            return name
    return ""


def mentioned_names(notes: Iterable[Note]) -> dict[int, list[str]]:
    """Who is named in each note, also those who left since; one query, so that screens can show the names as such."""
    rows = User.objects.filter(mentions__note__in=[note.pk for note in notes]).values_list("mentions__note", "name")
    found: dict[int, list[str]] = {}
    for note, name in rows:
        found.setdefault(note, []).append(name)
    return found


def _names(users: list[User]) -> list[str]:
    firsts = Counter(user.first_name.casefold() for user in users)
    whole = {user.name.casefold() for user in users}
    alone = {first for first, count in firsts.items() if count == 1}
    return sorted(whole | alone, key=len, reverse=True)


def _ways(user: User) -> set[str]:
    return {user.name.casefold(), user.first_name.casefold()}
