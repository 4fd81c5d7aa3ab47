"""Writing the index: documents in, documents out."""

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from foyer.lib.search.documents import Document, load
from foyer.lib.search.models import Entry
from foyer.lib.search.words import learn, words_in
from foyer.lib.text import folded

MAX_TITLE = 200
_INSERT = {
    "sqlite": "INSERT INTO search_text (rowid, names, reach, more) VALUES (%s, %s, %s, %s)",
    "postgresql": "INSERT INTO search_text (id, words) VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
    " || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'C')"
    " || to_tsvector('simple', %s))",
}
"""On PostgreSQL the kind is a word, too, of the least weight D: what is of one kind is found without the rest."""
_DELETE = {
    "sqlite": "DELETE FROM search_text WHERE rowid = %s",
    "postgresql": "DELETE FROM search_text WHERE id = %s",
}


def refresh(kind: str, refs: Collection[int]) -> None:
    """Reads these things again; those that are no longer to be found leave the index."""
    if not refs:
        return
    documents = load(kind, refs)
    with transaction.atomic():
        drop(kind, set(refs) - {document.ref for document in documents})
        put(documents)


def put(documents: Iterable[Document]) -> None:
    """Takes documents into the index, in place of what it had of them."""
    fresh = list(documents)
    entries = Entry.objects.bulk_create(
        [_entry(document) for document in fresh],
        update_conflicts=True,
        unique_fields=["kind", "ref"],
        update_fields=["owner", "title", "about", "sort_title"],
    )
    ids = _ids(fresh) if any(entry.pk is None for entry in entries) or connection.vendor == "sqlite" else {}
    pairs = zip(fresh, entries, strict=True)
    rows: list[list[int | str]] = [[ids.get((d.kind, d.ref), e.pk), *_texts(d)] for d, e in pairs]
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE[connection.vendor], [(row[0],) for row in rows])
        cursor.executemany(_INSERT[connection.vendor], rows)
    learn(word for row in rows for text in (row[1], row[3]) for word in str(text).split())


def drop(kind: str, refs: Collection[int]) -> None:
    """Takes things out of the index."""
    gone = list(Entry.objects.filter(kind=kind, ref__in=refs).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE[connection.vendor], [(pk,) for pk in gone])
    Entry.objects.filter(pk__in=gone).delete()


def _entry(document: Document) -> Entry:
    title = document.title[:MAX_TITLE]
    return Entry(
        kind=document.kind,
        ref=document.ref,
        owner=document.owner,
        title=title,
        about=document.about[:MAX_TITLE],
        sort_title=folded(title)[:MAX_TITLE],
    )


def _texts(document: Document) -> tuple[str, ...]:
    """What `_INSERT` takes besides the id."""
    texts = tuple(" ".join(words_in(" ".join(part))) for part in (document.names, document.reach, document.more))
    return (*texts, document.kind) if connection.vendor == "postgresql" else texts


def _ids(documents: list[Document]) -> dict[tuple[str, int], int]:
    """The rows that were there keep their ids, which an upsert does not tell."""
    found: dict[tuple[str, int], int] = {}
    for kind in {document.kind for document in documents}:
        refs = [document.ref for document in documents if document.kind == kind]
        for ref, pk in Entry.objects.filter(kind=kind, ref__in=refs).values_list("ref", "pk"):
            found[kind, ref] = pk
    return found
