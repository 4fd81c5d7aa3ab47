"""Things by an address or a number as it is typed, for lists that are narrowed by words (E15)."""

from django.db import connection
from django.db.models.expressions import RawSQL

from foyer.lib.search import on_postgresql, on_sqlite
from foyer.lib.search.sights import Columns
from foyer.lib.search.words import words_typed

REACH = Columns("reach : ", "B")
NOTHING = '""'
"""FTS5 takes no query without a word."""
_REFS = {
    "sqlite": "SELECT ref FROM search_entry WHERE kind = %s"
    " AND id IN (SELECT rowid FROM search_text WHERE search_text MATCH %s)",
    "postgresql": "SELECT ref FROM search_entry WHERE kind = %s"
    " AND id IN (SELECT id FROM search_text WHERE words @@ to_tsquery('simple', %s))",
}


def reached(kind: str, typed: str) -> RawSQL:
    """The ids of those things of a kind that are reached so, as a subquery; of none when there is no word in it."""
    words = [[word] for word in words_typed(typed)]
    if connection.vendor == "sqlite":
        wanted = on_sqlite.asked(words, REACH) if words else NOTHING
    else:
        wanted = on_postgresql.asked(words, REACH.weights)
    return RawSQL(_REFS[connection.vendor], (kind, wanted))  # noqa: S611  letters and digits only, as parameters
