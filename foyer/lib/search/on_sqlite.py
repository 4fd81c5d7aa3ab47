"""The index of SQLite, FTS5. It reads matches as they are asked for, so that looking twice for the first costs little.

Ranking by frequency would read every match of a common word, so the newest matches are taken instead.
The words of a query come out of `words_typed`: letters and digits only, so nothing in them means anything here.
"""

from collections.abc import Sequence

from django.db import connection

from foyer.lib.search.sights import MATCHES, NAMES, Columns, Hit, Part, Sight, allowed, by_columns, deep

_NEWEST = """
SELECT entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT rowid AS id FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC LIMIT %s) found
JOIN search_entry entry ON entry.id = found.id
WHERE {condition} ORDER BY entry.id DESC LIMIT %s
"""
_OWN = """
SELECT entry.kind, entry.ref, entry.title, entry.about FROM search_entry entry
WHERE ({condition}) AND entry.id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)
ORDER BY entry.id DESC LIMIT %s
"""


def search(words: list[list[str]], parts: Sequence[Part]) -> list[list[Hit]]:
    """For each part first what is called so, then what has it elsewhere, where a sight looks; the newest first."""
    return [_search(words, part.sights, part.limit) for part in parts]


def _search(words: list[list[str]], sights: Sequence[Sight], limit: int) -> list[Hit]:
    found = dict.fromkeys(_newest(words, sights, limit, NAMES))
    for columns, alike in by_columns(sights):
        if columns is not NAMES and len(found) < limit:
            found |= dict.fromkeys(_newest(words, alike, limit, columns))
    for columns, alike in by_columns(deep(sights)):
        if len(found) < limit:
            found |= dict.fromkeys(_own(words, alike, limit, columns))
    return list(found)[:limit]


def _newest(words: list[list[str]], sights: Sequence[Sight], limit: int, columns: Columns) -> list[Hit]:
    condition, values = allowed(sights)
    return _hits(_NEWEST.format(condition=condition), [asked(words, columns), MATCHES, *values, limit])


def _own(words: list[list[str]], sights: Sequence[Sight], limit: int, columns: Columns) -> list[Hit]:
    """Of all matches."""
    condition, values = allowed(sights)
    return _hits(_OWN.format(condition=condition), [*values, asked(words, columns), limit])


def _hits(sql: str, values: list[str | int]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def asked(words: list[list[str]], columns: Columns) -> str:
    """A query for all of these words, each in one of its spellings or longer."""
    parts = [" OR ".join(f'"{word}"*' for word in each) for each in words]
    return f"{columns.fts5}(" + " AND ".join(f"({part})" for part in parts) + ")"
