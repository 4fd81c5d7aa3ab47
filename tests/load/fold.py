"""`bin/foyer bench fold`: from the journal to visits, page views, events and presence, per second of one core (P2, P3).

Counts the process's own processor time, so that a busy machine changes little. Two mixes of 2,000 browsers: page
views only, and what a tracker really sends (a view, then signs of life, then a goodbye). Told is also how much more the
database weighs for each page view, with visits, actors, events and indexes. `--postgresql` does it on a PostgreSQL of
its own, whose processor time is not counted.
"""

import contextlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BROWSERS, HITS, GROUP = 2_000, 20_000, 500
VIEWS = {"page views only": 1.0, "views, beats, goodbyes": 0.25}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
KEY = "p_demo123"


def main() -> None:
    """Each mix in an installation of its own."""
    on_postgresql = "--postgresql" in sys.argv
    rows = [(name, *_measure(share, on_postgresql=on_postgresql)) for name, share in VIEWS.items()]
    database = "PostgreSQL" if on_postgresql else f"SQLite {_sqlite()}"
    print(f"\n{HITS:,} hits of {BROWSERS:,} browsers, {database}; Python {sys.version.split()[0]}")
    print(f"{'':26}{'hits/s of a core':>18}{'µs a hit':>12}{'page views':>12}{'bytes each':>12}")
    for name, seconds, views, weight in rows:
        rate, each = HITS / seconds, weight / views
        print(f"{name:26}{rate:>18,.0f}{1e6 / rate:>12,.0f}{int(views):>12,}{each:>12,.0f}")


def _measure(share_of_views: float, *, on_postgresql: bool) -> tuple[float, float, float]:
    """Seconds of processor time of a process of its own, page views, and bytes on disk."""
    import subprocess

    from tests.postgres import cluster

    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        database = stack.enter_context(cluster(Path(folder))) if on_postgresql else ""
        command = [sys.executable, "-m", "tests.load.fold", str(share_of_views)]
        environment = {**os.environ, "FOYER_DATA": folder, "FOYER_LOG_LEVEL": "warning"}
        environment |= {"DJANGO_SETTINGS_MODULE": "foyer.project.settings", "FOYER_DATABASE_URL": database}
        told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        return float(told[0]), float(told[1]), float(told[2])


def _fold_all(share_of_views: float) -> str:
    import django

    django.setup()
    from django.core.management import call_command

    from foyer.presence.board import Board
    from foyer.visits.fold import Fold
    from foyer.visits.journal import Journal
    from foyer.visits.models import Action
    from tests.installation import SETUP

    call_command("migrate", verbosity=0)
    exec(SETUP, {})  # the shop that every test knows
    journal = Journal(Path(os.environ["FOYER_DATA"]) / "journal.sqlite3")
    journal.start()
    _fill(journal, share_of_views)
    fold, weight = Fold(journal, Board(), lambda: {KEY: 1}), _weight()
    began, folded = time.process_time(), 0
    while entries := fold.fold_next():
        folded += entries
    seconds = time.process_time() - began
    journal.close()
    assert folded == HITS
    return f"{seconds} {Action.objects.count()} {_weight() - weight}"


def _weight() -> int:
    """Bytes on disk of everything in the database, without the room of rows that are gone, which is used again."""
    from django.db import connection

    pages = "pragma_page_count, pragma_freelist_count, pragma_page_size"
    sql = f"SELECT (page_count - freelist_count) * page_size FROM {pages}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL")
            sql = "SELECT pg_database_size(current_database())"
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _fill(journal: Any, share_of_views: float) -> None:
    now, stored = time.time_ns() // 1_000_000, []
    for number, hit in enumerate(_hits(random.Random(1), share_of_views)):
        row = (now + number // 4, f"198.51.100.{number % 250}", AGENT, True, json.dumps(hit).encode())
        journal.append(row, stored.append)
        while number % GROUP == 0 and len(stored) < number:
            time.sleep(0.001)
    while len(stored) < HITS:
        time.sleep(0.01)


def _hits(chance: random.Random, share_of_views: float) -> Iterator[dict[str, object]]:
    pages: dict[int, str] = {}
    for number in range(HITS):
        browser = chance.randrange(BROWSERS)
        hit = {
            "v": 1,
            "id": f"x-{number}",
            "portal": KEY,
            "browser": f"bench-browser-{browser:05d}",
            "at": 0,
            "sent": 0,
        }
        if browser not in pages or chance.random() < share_of_views:
            pages[browser] = f"p-{number}"
            yield hit | _view(pages[browser], number)
        else:
            kind = "beat" if chance.random() < 0.8 else "bye"
            yield hit | {"type": kind, "page": pages[browser], "seconds": chance.randrange(1000)}


def _view(page: str, number: int) -> dict[str, str]:
    return {
        "type": "view",
        "page": page,
        "url": f"https://shop.example/p/{number % 200}",
        "title": "Alder bench",
        "referrer": "https://www.google.com/",
        "language": "en",
        "screen": "1440x900",
    }


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] != "--postgresql":
        print(_fold_all(float(sys.argv[1])))
    else:
        main()
