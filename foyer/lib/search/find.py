"""Asking the index: type-ahead over the last word, names first, one typo forgiven when nothing fits exactly (E15)."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

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
NOT_REACH = Columns("{names more} : ", "AC")


@dataclasses.dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may find: a kind, whose things, and whether addresses and numbers count."""

    kind: str
    owners: tuple[int, ...] | None = None
    reach: bool = True


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
    if len(words) == 1 and len(words[0]) <= SHORT:
        return _by_title(words[0], sights, limit)
    found = _search([[word] for word in words], sights, limit)
    if len(found) >= ENOUGH:
        return found
    forgiving = [[word, *corrections(word)] for word in words]
    if all(len(each) == 1 for each in forgiving):
        return found
    known = set(found)
    return [*found, *(hit for hit in _search(forgiving, sights, limit) if hit not in known)][:limit]


def _by_title(start: str, sights: Sequence[Sight], limit: int) -> list[Hit]:
    rows = Entry.objects.filter(starting("sort_title", start)).order_by("sort_title")
    found = [row for row in rows[: limit * 5] if any(_may(sight, row) for sight in sights)]
    return [_hit(row.kind, row.ref, row.title, row.about) for row in found[:limit]]


def _may(sight: Sight, row: Entry) -> bool:
    return row.kind == sight.kind and (sight.owners is None or row.owner in sight.owners)


def _search(words: list[list[str]], sights: Sequence[Sight], limit: int) -> list[Hit]:
    """First what is called so, then what has it elsewhere; the newest first. Only some sights look into addresses."""
    found = dict.fromkeys(_ask(words, sights, limit, NAMES))
    for columns, reach in ((EVERYTHING, True), (NOT_REACH, False)):
        chosen = [sight for sight in sights if sight.reach == reach]
        if chosen and len(found) < limit:
            found |= dict.fromkeys(_ask(words, chosen, limit, columns))
    return list(found)[:limit]


def _ask(words: list[list[str]], sights: Sequence[Sight], limit: int, columns: Columns) -> list[Hit]:
    condition, values = _allowed(sights)
    sql, match = (_SQLITE, _fts5) if connection.vendor == "sqlite" else (_POSTGRESQL, _tsquery)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(condition=condition), [match(words, columns), MATCHES, *values, limit])
        return [_hit(*row) for row in cursor.fetchall()]


# The words of a query come out of `words_typed`: letters and digits only, so nothing in them means anything here.
# Ranking by frequency would read every match of a common word, so the newest matches are taken instead.
_SQLITE = """
SELECT entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT rowid AS id FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC LIMIT %s) found
JOIN search_entry entry ON entry.id = found.id
WHERE {condition} ORDER BY entry.id DESC LIMIT %s
"""
_POSTGRESQL = """
SELECT entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s) LIMIT %s) found
JOIN search_entry entry ON entry.id = found.id
WHERE {condition} ORDER BY entry.id DESC LIMIT %s
"""


def _fts5(words: list[list[str]], columns: Columns) -> str:
    parts = [" OR ".join(f'"{word}"*' for word in each) for each in words]
    return f"{columns.fts5}(" + " AND ".join(f"({part})" for part in parts) + ")"


def _tsquery(words: list[list[str]], columns: Columns) -> str:
    return " & ".join("(" + " | ".join(f"{word}:*{columns.weights}" for word in each) + ")" for each in words)


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
