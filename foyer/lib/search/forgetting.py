"""Taking words out of the index for good, when somebody is to be forgotten (B20)."""

from collections.abc import Iterable
from itertools import chain, repeat

from django.db import connection, transaction

from foyer.lib.search.models import Word

MERGED_PAGES = 200
MOST_MERGES = 10_000
_STANDS = {
    "sqlite": "SELECT 1 FROM search_text WHERE search_text MATCH %s LIMIT 1",
    "postgresql": "SELECT 1 FROM search_text WHERE words @@ plainto_tsquery('simple', %s) LIMIT 1",
}


def forget_words(words: Iterable[str]) -> None:
    """Words that stand in no entry any more are no longer known; a query for each."""
    gone = [word for word in sorted(set(words)) if not _stands(word)]
    Word.objects.filter(word__in=gone).delete()


def compact() -> None:
    """SQLite keeps deleted words in its index until it merges; it does so here, a little at a time."""
    if connection.vendor != "sqlite":
        return
    for pages in chain([-MERGED_PAGES], repeat(MERGED_PAGES, MOST_MERGES)):
        if not _merged(pages):
            return


def _merged(pages: int) -> bool:
    """Whether there was something to merge; by the manual, fewer than two changes say that there was not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        cursor.execute("INSERT INTO search_text (search_text, rank) VALUES ('merge', %s)", [pages])
        cursor.execute("SELECT total_changes()")
        return bool(cursor.fetchone()[0] - before > 1)


def _stands(word: str) -> bool:
    asked = f'"{word}"' if connection.vendor == "sqlite" else word
    with connection.cursor() as cursor:
        cursor.execute(_STANDS[connection.vendor], [asked])
        return cursor.fetchone() is not None
