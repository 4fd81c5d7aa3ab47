"""The index of PostgreSQL, GIN. It reads all matches before it tells the first, so several lists are asked for at once.

Ranking by frequency would read every match of a common word, so the newest are taken instead: of more than MATCHES the
newest of those that the index comes to first, because to sort all it would read a third of the table.
The words of a query come out of `words_typed`: letters and digits only, so nothing in them means anything here.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from foyer.lib.search.sights import MATCHES, NAMES, Columns, Hit, Part, Sight, allowed, by_columns, deep, is_one_kind

Found = list[dict[Hit, None]]
"""By part: its hits, in their order."""

# Names have an index of their own, which knows all by itself: of others it has to look up the weight of each match.
_NAMED = "ts_filter(words, '{a}') @@ to_tsquery('simple', %s)"
_ANYWHERE = "words @@ to_tsquery('simple', %s)"
_NEWEST = """
WITH matches AS MATERIALIZED (SELECT id{kinds} FROM search_text WHERE {matching} LIMIT %s)
{lists}
(SELECT -1, '', 0, '', '' FROM matches OFFSET %s)
"""
_CUT = -1
"""The place in which a row tells that there were more matches."""
# Sorted, then looked up one by one until there are enough (OFFSET 0): joined, a third of all entries was read.
# What is of one kind is known before: all would be looked up where there are none.
_KIND = ", words @@ to_tsquery('simple', %s) AS is_{place}"
_PART = """
(SELECT {place}, entry.kind, entry.ref, entry.title, entry.about
FROM (SELECT id FROM matches WHERE {among} ORDER BY id DESC) found
CROSS JOIN LATERAL (SELECT * FROM search_entry WHERE search_entry.id = found.id OFFSET 0) entry
WHERE {condition} ORDER BY found.id DESC LIMIT %s)
UNION ALL
"""
_ALL = """
SELECT entry.kind, entry.ref, entry.title, entry.about FROM search_entry entry
WHERE ({condition}) AND entry.id IN (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s))
ORDER BY entry.id DESC LIMIT %s
"""


def search(words: list[list[str]], parts: Sequence[Part]) -> list[list[Hit]]:
    """For each part first what is called so, then what has it elsewhere, where a sight looks; the newest first."""
    found: Found = [{} for _part in parts]
    _add_newest(found, words, parts, NAMES)
    for columns, _sights in by_columns([sight for part in parts for sight in part.sights]):
        lacking = [_lacking(part, hits, columns) for part, hits in zip(parts, found, strict=True)]
        is_alone = is_one_kind([sight for part in lacking for sight in part.sights])
        if is_alone or _add_newest(found, words, lacking, columns):
            _add_deep(found, words, lacking, columns)
    return [list(hits)[: part.limit] for hits, part in zip(found, parts, strict=True)]


def _lacking(part: Part, hits: dict[Hit, None], columns: Columns) -> Part:
    """What of the part looks in these columns, if it has too few hits."""
    sights = () if len(hits) >= part.limit else dict(by_columns(part.sights)).get(columns, ())
    return Part(sights, part.limit)


def _add_newest(found: Found, words: list[list[str]], parts: Sequence[Part], columns: Columns) -> bool:
    """The best of the newest matches, for each part its own; whether there were more than were looked through."""
    open_ones = [(place, part) for place, part in enumerate(parts) if part.sights]
    if not open_ones:
        return False
    alone = [(place, part) for place, part in open_ones if is_one_kind(part.sights)]
    kinds = "".join(_KIND.format(place=place) for place, _part in alone)
    values: list[str | int] = [f"{part.sights[0].kind}:D" for _place, part in alone]
    matching, weights = (_NAMED, "") if columns is NAMES else (_ANYWHERE, columns.weights)
    values += [asked(words, weights), MATCHES]
    lists = ""
    for place, part in open_ones:
        condition, shown = allowed(part.sights)
        among = f"is_{place}" if (place, part) in alone else "true"
        lists += _PART.format(place=place, among=among, condition=condition)
        values += [*shown, part.limit]
    is_cut = False
    for place, *hit in _rows(_NEWEST.format(kinds=kinds, matching=matching, lists=lists), [*values, MATCHES - 1]):
        if place == _CUT:
            is_cut = True
        else:
            found[place][Hit(*hit)] = None
    return is_cut


def _add_deep(found: Found, words: list[list[str]], parts: Sequence[Part], columns: Columns) -> None:
    """Of all matches; what is of one kind is asked of the index, which knows the kinds."""
    for hits, part in zip(found, parts, strict=True):
        if (sights := deep(part.sights)) and len(hits) < part.limit:
            condition, values = allowed(sights)
            wanted = asked(words, columns.weights) + _of_kind(sights)
            hits |= dict.fromkeys(
                Hit(*row) for row in _rows(_ALL.format(condition=condition), [*values, wanted, part.limit])
            )


def _of_kind(sights: Sequence[Sight]) -> str:
    return f" & {sights[0].kind}:D" if is_one_kind(sights) else ""


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def asked(words: list[list[str]], weights: str) -> str:
    """A query for all of these words, each in one of its spellings or longer."""
    return " & ".join("(" + " | ".join(f"{word}:*{weights}" for word in each) + ")" for each in words)
