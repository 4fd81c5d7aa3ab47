"""The search index over everybody: what `bin/foyer search` would make, in seconds."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from foyer.crm.models import Account, Activity, Contact, Deal, Lead
from foyer.lib.search.models import Entry, Position, Word
from foyer.lib.text import folded
from tests.load.crowd import plan
from tests.load.crowd.plan import actor
from tests.load.crowd.pour import pour, pour_into


def write() -> None:
    """Entries, their words, and the words with typos."""
    rows = list(_things())
    columns = ("id", "kind", "ref", "owner", "title", "about", "sort_title")
    pour(Entry, columns, ((pk, *row[:4], row[4], folded(row[3])) for pk, row in enumerate(rows, 1)))
    texts = ((pk, folded(row[3]), row[5], folded(row[4])) for pk, row in enumerate(rows, 1))
    if connection.vendor == "sqlite":
        pour_into("search_text", ("rowid", "names", "reach", "more"), texts)
    else:
        _postgresql(texts)
    words = {word for row in rows for text in (row[3], row[4]) for word in folded(text).split() if len(word) > 3}
    pour(Word, ("id", "word", "backwards"), ((n, word, word[::-1]) for n, word in enumerate(sorted(words), 1)))
    Position.objects.update_or_create(pk=1, defaults={"event": plan.EVENTS * 10})


def _things() -> Iterator[Any]:
    """Kind, id, owner, title, second line, addresses."""
    for module, model in (("lead", Lead), ("contact", Contact)):
        about = "company" if module == "lead" else "account__name"
        rows = model._default_manager.filter(gone_at=None).order_by("pk")
        for pk, owner, first, last, company in rows.values_list("pk", "owner", "first_name", "last_name", about):
            whose = actor(module, pk)
            yield module, pk, owner, f"{first} {last}", company or "", f"person{whose} mail{whose % 50} example"
    for module, model in (("account", Account), ("deal", Deal)):
        for pk, owner, name in model._default_manager.order_by("pk").values_list("pk", "owner", "name"):
            yield module, pk, owner, name, "", ""
    for pk, owner, subject in Activity.objects.order_by("pk").values_list("pk", "owner", "subject"):
        yield "activity", pk, owner, subject, "", ""


def _postgresql(texts: Iterator[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (id bigint, names text, reach text, more text)")
        pour_into("said", ("id", "names", "reach", "more"), texts)
        cursor.execute(
            "INSERT INTO search_text (id, words) SELECT id, setweight(to_tsvector('simple', names), 'A')"
            " || setweight(to_tsvector('simple', reach), 'B') || setweight(to_tsvector('simple', more), 'C')"
            " || to_tsvector('simple', kind) FROM said JOIN search_entry USING (id)"
        )
