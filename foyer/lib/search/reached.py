"""Things by an address or a number as it is typed, for lists that are narrowed by words (E15)."""

from django.db import connection
from django.db.models.expressions import RawSQL

from foyer.lib.search.words import words_typed

_REFS = {
    "sqlite": "SELECT ref FROM search_entry WHERE kind = %s"
    " AND id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)",
    "postgresql": "SELECT ref FROM search_entry WHERE kind = %s"
    " AND id IN (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s))",
}


def reached(kind: str, typed: str) -> RawSQL:
    """The ids of those things of a kind that are reached so, as a subquery; of none when there is no word in it."""
    words = words_typed(typed)
    if connection.vendor == "sqlite":
        asked = "reach : (" + " AND ".join(f'"{word}"*' for word in words) + ")" if words else '""'
    else:
        asked = " & ".join(f"{word}:*B" for word in words)
    return RawSQL(_REFS[connection.vendor], (kind, asked))  # noqa: S611  letters and digits only, as parameters
