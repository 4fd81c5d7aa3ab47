"""What changes seldom, kept in memory until an event says that it changed, in whichever process that was (P5, F191).

The settings have an edition. An event that `changes_settings` makes a new one, in the transaction of the change. Who
signs a request in reads the edition along with the user, and what was kept under another one is asked again. Where no
edition is known, as in jobs and reactions, nothing is kept.
"""

import contextlib
import functools
import secrets
import threading
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.models.expressions import RawSQL

from foyer.events.models import Edition
from foyer.lib.reading import read

P = ParamSpec("P")
R = TypeVar("R")
ONLY_ROW = 1
PUT = """
    INSERT INTO events_edition (id, number) VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET number = excluded.number
"""


class _Here(threading.local):
    edition: int | None = None


_here = _Here()


def kept(question: Callable[P, R]) -> Callable[P, R]:
    """Has the answer of a query kept, one for each set of arguments. Whoever gets it changes nothing in it."""
    answers: dict[object, tuple[int, R]] = {}

    @functools.wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        edition = _here.edition
        if edition is None:
            return question(*args, **kwargs)
        key = args, frozenset(kwargs.items())
        known = answers.get(key)
        if known is None or known[0] != edition:
            known = answers[key] = (edition, question(*args, **kwargs))
        return known[1]

    return asked


def edition_in_force() -> RawSQL:
    """The edition, to be read along with something else; every request asks, so the words are not found anew (P5)."""
    return RawSQL(f"(SELECT number FROM events_edition WHERE id = {ONLY_ROW})", ())  # noqa: S611, S608  nothing of others


def current_edition() -> int | None:
    """The edition, to be read alone."""
    return next((row.number for row in read(Edition, ("id", "number"), "WHERE id = %s", [ONLY_ROW])), None)


@contextlib.contextmanager
def within(edition: int | None) -> Iterator[None]:
    """While this lasts, what was kept under the edition holds."""
    _here.edition = edition
    try:
        yield
    finally:
        _here.edition = None


def use(edition: int | None) -> None:
    """The same from here on, for who is signed in only later; inside `within`."""
    _here.edition = edition


def new_edition() -> None:
    """Settings change: inside the transaction. The number was never used, so what is rolled back does no harm."""
    _here.edition = None  # who changed it sees it before the others
    with connection.cursor() as cursor:
        cursor.execute(PUT, [ONLY_ROW, secrets.randbits(62)])
