"""Asking the index: type-ahead over the last word, names first, one typo forgiven when nothing fits exactly (E15)."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from foyer.lib.search import on_postgresql, on_sqlite
from foyer.lib.search.models import Entry
from foyer.lib.search.sights import Hit, Part, Sight
from foyer.lib.search.words import corrections, starting, words_typed

SHORT = 2
"""A beginning this short is looked for among titles, in their order: ranking everything would tell nothing."""
ENOUGH = 3
"""With fewer hits than this, words are tried with one letter changed."""


def find(query: str, part: Part) -> list[Hit]:
    """The best hits for what was typed so far: names, then the rest, then with each word one letter off."""
    return find_each(query, [part])[0]


def find_each(query: str, parts: Sequence[Part]) -> list[list[Hit]]:
    """The same for several lists at once: what reads the index to its end does so once for all of them."""
    words = words_typed(query)
    if not words:
        return [[] for _part in parts]
    if _is_short(words):
        return [_by_title(words[0], part.sights, part.limit) for part in parts]
    found = _search([[word] for word in words], parts)
    lacking = [place for place, hits in enumerate(found) if len(hits) < ENOUGH and parts[place].sights]
    forgiving = [[word, *corrections(word)] for word in words] if lacking else []
    if any(len(each) > 1 for each in forgiving):
        for place, hits in zip(lacking, _search(forgiving, [parts[place] for place in lacking]), strict=True):
            found[place] = list(dict.fromkeys([*found[place], *hits]))[: parts[place].limit]
    return found


def is_short(query: str) -> bool:
    """Whether it is looked for among titles, whatever they are made of."""
    return _is_short(words_typed(query))


def _search(words: list[list[str]], parts: Sequence[Part]) -> list[list[Hit]]:
    if connection.vendor == "sqlite":
        return on_sqlite.search(words, parts)
    return on_postgresql.search(words, parts)


def _is_short(words: Sequence[str]) -> bool:
    return len(words) == 1 and len(words[0]) <= SHORT


def _by_title(start: str, sights: Sequence[Sight], limit: int) -> list[Hit]:
    """The first of all; who sees only some things is asked about by themselves when they are not among these."""
    rows = Entry.objects.filter(starting("sort_title", start)).order_by("sort_title")
    found = [row for row in rows[: limit * 5] if any(_may(sight, row) for sight in sights)]
    if len(found) < limit // 2 and (some := [sight for sight in sights if sight.owners is not None]):
        theirs = Q()
        for sight in some:
            theirs |= Q(kind=sight.kind, owner__in=sight.owners)
        found += [row for row in rows.filter(theirs)[:limit] if row not in found]
    return [Hit(row.kind, row.ref, row.title, row.about) for row in found[:limit]]


def _may(sight: Sight, row: Entry) -> bool:
    return row.kind == sight.kind and (sight.owners is None or row.owner in sight.owners)
