"""Asking the index: type-ahead over the last word, names first, one typo forgiven when nothing fits exactly (E15)."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from foyer.lib.search.models import Entry
from foyer.lib.search.words import corrections, starting, words_typed

LIMIT = 20
SHORT = 2
"""A beginning this short is looked for among titles, in their order: ranking everything would tell nothing."""
MATCHES = 5_000
"""So many matches are looked through for those that somebody may see."""
ENOUGH = 3
"""With fewer hits than this, words are tried with one letter changed."""


class Columns(NamedTuple):
    """Where to look, as each database says it."""

    fts5: str
    weights: str


NAMES = Columns("names : ", "A")
EVERYTHING = Columns("", "ABC")
COLUMNS = {
    (True, True): EVERYTHING,
    (False, True): Columns("{names more} : ", "AC"),
    (True, False): Columns("{names reach} : ", "AB"),
    (False, False): NAMES,
}
"""By `reach` and `more` of a sight: where it looks."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may find: a kind, whose things, whether addresses and numbers count, and whether all the rest."""

    kind: str
    owners: tuple[int, ...] | None = None
    reach: bool = True
    more: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    kind: str
    ref: int
    title: str
    about: str


def find(query: str, sights: Sequence[Sight], limit: int = LIMIT) -> list[Hit]:
    """The best hits for what was typed so far: names, then the rest, then with each word one letter off."""
    words = words_typed(query)
    if not words or not sights:
        return []
    if _is_short(words):
        return _by_title(words[0], sights, limit)
    found = _search([[word] for word in words], sights, limit)
    if len(found) >= ENOUGH:
        return found
    forgiving = [[word, *corrections(word)] for word in words]
    if all(len(each) == 1 for each in forgiving):
        return found
    known = set(found)
    return [*found, *(hit for hit in _search(forgiving, sights, limit) if hit not in known)][:limit]


def is_short(query: str) -> bool:
    """Whether it is looked for among titles, whatever they are made of."""
    return _is_short(words_typed(query))


def _is_short(words: Sequence[str]) -> bool:
    return len(words) == 1 and len(words[0]) <= SHORT


def _by_title(start: str, sights: Sequence[Sight], limit: int) -> list[Hit]:
    """The first of all; who sees only some things is asked about by themselves when they are not among these."""
    rows = Entry.objects.filter(starting("sort_title", start)).order_by("sort_title")
    found = [row for row in rows[: limit * 5] if any(_may(sight, row) for sight in sights)]
    if len(found) < limit // 2 and (some := _some(sights)):
        theirs = Q()
        for sight in some:
            theirs |= Q(kind=sight.kind, owner__in=sight.owners)
        found += [row for row in rows.filter(theirs)[:limit] if row not in found]
    return [_hit(row.kind, row.ref, row.title, row.about) for row in found[:limit]]


def _may(sight: Sight, row: Entry) -> bool:
    return row.kind == sight.kind and (sight.owners is None or row.owner in sight.owners)


def _some(sights: Sequence[Sight]) -> list[Sight]:
    """Those that show only what belongs to certain owners: it may lie below a thousand newer things of others."""
    return [sight for sight in sights if sight.owners is not None]


def _search(words: list[list[str]], sights: Sequence[Sight], limit: int) -> list[Hit]:
    """First what is called so, then what has it elsewhere, where a sight looks there; the newest first."""
    found = dict.fromkeys(_ask(words, sights, limit, NAMES))
    ways = [
        (columns, [sight for sight in sights if (sight.reach, sight.more) == looks])
        for looks, columns in COLUMNS.items()
    ]
    for columns, chosen in ways:
        if chosen and columns is not NAMES and len(found) < limit:
            found |= dict.fromkeys(_ask(words, chosen, limit, columns))
    for columns, chosen in ways:
        if (some := _some(chosen)) and len(found) < limit:
            found |= dict.fromkeys(_ask(words, some, limit, columns, own=True))
    return list(found)[:limit]


def _ask(
    words: list[list[str]], sights: Sequence[Sight], limit: int, columns: Columns, *, own: bool = False
) -> list[Hit]:
    """The best of the newest matches, or with `own` of all that belong to the owners of the sights."""
    condition, values = _allowed(sights)
    if connection.vendor == "sqlite":
        sql, match = _SQLITE_OWN if own else _SQLITE, _fts5(words, columns)
    else:
        sql, match = _POSTGRESQL_OWN if own else _POSTGRESQL, _tsquery(words, columns, sights)
    first = [*values, match] if own else [match, MATCHES, *values]
    return _hits(sql.format(condition=condition), [*first, limit])


def _hits(sql: str, values: list[str | int]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_hit(*row) for row in cursor.fetchall()]


# The words of a query come out of `words_typed`: letters and digits only, so nothing in them means anything here.
# Ranking by frequency would read every match of a common word, so the newest matches are taken instead; of more than
# MATCHES on PostgreSQL the newest of those that its index comes to first: to sort all it reads a third of the table.
_SQLITE = """
SELECT entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT rowid AS id FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC LIMIT %s) found
JOIN search_entry entry ON entry.id = found.id
WHERE {condition} ORDER BY entry.id DESC LIMIT %s
"""
# Sorted, then looked up one by one until there are enough (OFFSET 0): joined, a third of all entries was read.
_POSTGRESQL = """
SELECT entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT id FROM (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s) LIMIT %s) matches
    ORDER BY id DESC) found
CROSS JOIN LATERAL (SELECT * FROM search_entry WHERE search_entry.id = found.id OFFSET 0) entry
WHERE {condition} ORDER BY found.id DESC LIMIT %s
"""
_SQLITE_OWN = """
SELECT entry.kind, entry.ref, entry.title, entry.about FROM search_entry entry
WHERE ({condition}) AND entry.id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)
ORDER BY entry.id DESC LIMIT %s
"""
_POSTGRESQL_OWN = """
SELECT entry.kind, entry.ref, entry.title, entry.about FROM search_entry entry
WHERE ({condition}) AND entry.id IN (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s))
ORDER BY entry.id DESC LIMIT %s
"""


def _fts5(words: list[list[str]], columns: Columns) -> str:
    parts = [" OR ".join(f'"{word}"*' for word in each) for each in words]
    return f"{columns.fts5}(" + " AND ".join(f"({part})" for part in parts) + ")"


def _tsquery(words: list[list[str]], columns: Columns, sights: Sequence[Sight]) -> str:
    """What is of one kind alone is asked of the index: among thousands of other matches it might not be there."""
    asked = ["(" + " | ".join(f"{word}:*{columns.weights}" for word in each) + ")" for each in words]
    kinds = {sight.kind for sight in sights}
    if len(kinds) == 1:
        asked.append(f"{kinds.pop()}:D")
    return " & ".join(asked)


def _allowed(sights: Sequence[Sight]) -> tuple[str, list[str | int]]:
    parts: list[str] = []
    values: list[str | int] = []
    for sight in sights:
        if sight.owners is None:
            parts.append("entry.kind = %s")
            values.append(sight.kind)
        elif sight.owners:
            parts.append(f"(entry.kind = %s AND entry.owner IN ({', '.join(['%s'] * len(sight.owners))}))")
            values += [sight.kind, *sight.owners]
    return " OR ".join(parts) or "1 = 0", values


def _hit(kind: str, ref: int, title: str, about: str) -> Hit:
    return Hit(kind, ref, title, about)
