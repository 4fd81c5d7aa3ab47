"""The index of PostgreSQL, a GIN of tsvectors. It reads all matches before it tells the first, so it is asked once.

Ranking by frequency would read every match of a common word, so the newest are taken instead: of more than MATCHES the
newest of those that the index comes to first, because to sort all it would read a third of the table.
The words of a query come out of `words_typed`: letters and digits only, so nothing in them means anything here.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from foyer.lib.search.sights import MATCHES, NAMES, Columns, Hit, Part, Sight, allowed, by_columns, deep, is_one_kind

Named = list[tuple[Hit, bool]]
"""Hits, each with whether it is called so."""

_MATCHES = """
WITH matches AS MATERIALIZED (
    SELECT id, words @@ to_tsquery('simple', %s) AS named{kinds} FROM search_text
    WHERE words @@ to_tsquery('simple', %s) LIMIT %s
)
{parts}
(SELECT -1, '', 0, '', '', false FROM matches OFFSET %s)
"""
_CUT = -1
"""The place in which a row tells that there were more matches."""
# Sorted, then looked up one by one until there are enough (OFFSET 0): joined, a third of all entries was read.
# What is of one kind is known before: all would be looked up where there are none.
_KIND = ", words @@ to_tsquery('simple', %s) AS {column}"
_PART = """
(SELECT {place}, entry.kind, entry.ref, entry.title, entry.about, found.named
FROM (SELECT id, named FROM matches WHERE {column} ORDER BY named DESC, id DESC) found
CROSS JOIN LATERAL (SELECT * FROM search_entry WHERE search_entry.id = found.id OFFSET 0) entry
WHERE {condition} ORDER BY found.named DESC, found.id DESC LIMIT %s)
UNION ALL
"""
_OWN = """
SELECT entry.kind, entry.ref, entry.title, entry.about, words @@ to_tsquery('simple', %s) AS named
FROM search_entry entry JOIN search_text USING (id)
WHERE ({condition}) AND words @@ to_tsquery('simple', %s) ORDER BY named DESC, entry.id DESC LIMIT %s
"""


def search(words: list[list[str]], parts: Sequence[Part]) -> list[list[Hit]]:
    """For each part first what is called so, then what has it elsewhere, where a sight looks; the newest first."""
    found: list[Named] = [[] for _part in parts]
    for columns, _sights in by_columns([sight for part in parts for sight in part.sights]):
        alike = [Part(dict(by_columns(part.sights)).get(columns, ()), part.limit) for part in parts]
        if _add_newest(found, words, alike, columns):
            _look_deeper(found, words, alike, columns)
    return [_best(hits, part.limit) for hits, part in zip(found, parts, strict=True)]


def _best(found: Named, limit: int) -> list[Hit]:
    """What is called so stands before the rest, each in the order in which it came."""
    return list(dict.fromkeys(hit for hit, _named in sorted(found, key=lambda each: not each[1])))[:limit]


def _look_deeper(found: list[Named], words: list[list[str]], parts: Sequence[Part], columns: Columns) -> None:
    """Below the matches that were looked through may lie what is called so, what is of one kind, and one's own."""
    few = [_lacks_names(hits, part) and not is_one_kind(part.sights) for hits, part in zip(found, parts, strict=True)]
    if any(few) and columns is not NAMES:
        lacking = [Part(part.sights if lacks else (), part.limit) for part, lacks in zip(parts, few, strict=True)]
        _add_newest(found, words, lacking, NAMES)
    for hits, part in zip(found, parts, strict=True):
        if (sights := deep(part.sights)) and len(hits) < part.limit:
            hits += _own(words, sights, part.limit, columns)


def _lacks_names(hits: Named, part: Part) -> bool:
    return bool(part.sights) and sum(named for _hit, named in hits) < part.limit


def _add_newest(found: list[Named], words: list[list[str]], parts: Sequence[Part], columns: Columns) -> bool:
    """The best of the newest matches, for each part its own; whether there were more than were looked through."""
    chosen, values = "", list[str | int]()
    kinds, names = "", list[str]()
    for place, part in enumerate(parts):
        if part.sights:
            condition, shown = allowed(part.sights)
            column = "true"
            if is_one_kind(part.sights):
                column = f"is_{place}"
                kinds += _KIND.format(column=column)
                names.append(f"{part.sights[0].kind}:D")
            chosen += _PART.format(place=place, column=column, condition=condition)
            values += [*shown, part.limit]
    asked = [_asked(words, NAMES), *names, _asked(words, columns), MATCHES]
    is_cut = False
    for place, *hit, named in _rows(_MATCHES.format(kinds=kinds, parts=chosen), [*asked, *values, MATCHES - 1]):
        if place == _CUT:
            is_cut = True
        else:
            found[place].append((Hit(*hit), named))
    return is_cut


def _own(words: list[list[str]], sights: Sequence[Sight], limit: int, columns: Columns) -> Named:
    """Of all matches; what is of one kind is asked of the index, which knows the kinds."""
    condition, values = allowed(sights)
    kind = f" & {sights[0].kind}:D" if is_one_kind(sights) else ""
    asked = (_asked(words, NAMES), *values, _asked(words, columns) + kind, limit)
    return [(Hit(*hit), named) for *hit, named in _rows(_OWN.format(condition=condition), asked)]


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _asked(words: list[list[str]], columns: Columns) -> str:
    return " & ".join("(" + " | ".join(f"{word}:*{columns.weights}" for word in each) + ")" for each in words)
