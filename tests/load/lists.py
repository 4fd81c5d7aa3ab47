"""`bin/foyer bench lists`: first byte and queries of every shipped view, first and thousandth page (P5).

A whole Foyer with 100,000 leads, 100,000 contacts, 50,000 deals, 1,000,000 visits and 1,000,000 entries of feeds, as it
is served always, on the first core; the pages are fetched over HTTP, one after the other on one connection, from the
second. `--postgresql` does it on a PostgreSQL of its own, `--data FOLDER` keeps what was filled for the next time, and
`--only PATTERN` leaves out the others, like `^all visits`. BENCH_SHARE=0.1 makes a tenth, BENCH_VISITS so many of them.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from tests.installation import Installation
from tests.load.crowd import plan
from tests.postgres import cluster

ROUNDS = 21
WARM = 2
GOAL_MS = 25
Row = tuple[str, str, str, float, float, int, int]


def main() -> None:
    asked = _arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(asked.data or stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "postgresql").mkdir(parents=True, exist_ok=True)
        database = stack.enter_context(cluster(folder / "postgresql")) if asked.postgresql else ""
        pinned = ("taskset", "-c", "0") if shutil.which("taskset") else ()
        shares = {name: value for name, value in os.environ.items() if name.startswith("BENCH_")}
        installation = Installation(folder, database, pinned, {"FOYER_LOG_LEVEL": "warning"} | shares)
        _fill(installation, folder / ("filled-postgresql" if database else "filled"))
        pages = [json.loads(line) for line in installation.run(_TELL).splitlines() if line.startswith("[")]
        pages = [page for page in pages if re.search(asked.only, f"{page[0]} {page[1]}")]
        stack.callback(installation.start().stop)
        _print(_measured(installation, pages), "PostgreSQL" if database else "SQLite")


_FILL = "from tests.load.crowd.fill import fill; fill()"
_TELL = "from tests.load.crowd.pages import told; told()"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/foyer bench lists")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--data", default="")
    parser.add_argument("--only", default="")
    return parser.parse_args()


def _fill(installation: Installation, mark: Path) -> None:
    """Once for each folder."""
    installation.manage("migrate", "-v", "0")
    if not mark.exists():
        print(installation.run(_FILL), flush=True)
        mark.touch()


def _measured(installation: Installation, pages: list[list[str | int]]) -> Iterator[Row]:
    """All pages once, and again: what a busy neighbour takes from the machine for a minute falls on each alike."""
    connection = HTTPConnection("127.0.0.1", installation.port, timeout=60)
    times: list[list[float]] = [[] for _page in pages]
    sizes = [0] * len(pages)
    for _round in range(ROUNDS + WARM):
        for number, (_who, _what, _page, address, cookie, _queries) in enumerate(pages):
            began = time.perf_counter()
            connection.request("GET", str(address), headers={"Cookie": f"foyer_session={cookie}"})
            answer = connection.getresponse()
            times[number].append((time.perf_counter() - began) * 1000)
            sizes[number] = len(answer.read())
            assert answer.status == 200, f"{address}: {answer.status}"
    for (who, what, page, _address, _cookie, queries), took, size in zip(pages, times, sizes, strict=True):
        took = sorted(took[WARM:])
        yield str(who), str(what), str(page), took[len(took) // 2], took[int(len(took) * 0.95)], int(queries), size


def _print(rows: Iterator[Row], database: str) -> None:
    print(f"\n{database}, Python {platform.python_version()}; over HTTP, {ROUNDS} times each after {WARM} to warm up")
    print(f"{plan.LEADS:,} leads, {plan.CONTACTS:,} contacts, {plan.DEALS:,} deals, {plan.VISITS:,} visits")
    print(f"{'':48}{'sees':>10}{'page':>8}{'p50 ms':>10}{'p95 ms':>10}{'queries':>10}{'kB':>8}")
    late = []
    for who, what, page, p50, p95, queries, size in rows:
        late.append(p50 > GOAL_MS)
        mark = " !" if late[-1] else ""
        print(f"{what:48}{who:>10}{page:>8}{p50:>10.1f}{p95:>10.1f}{queries:>10}{size / 1000:>8.0f}{mark}", flush=True)
    print(f"{len(late)} pages, {sum(late)} of them over {GOAL_MS} ms")


if __name__ == "__main__":
    sys.exit(main())
