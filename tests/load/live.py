"""`bin/foyer bench live`: 4,000 page views a second of 2,000 visitors, by a clock, through to visits and board (P2).

The server runs on the first core, the load on the second one. Told is how old the oldest hit is that is on no screen
yet, looked at four times a second.
"""

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from foyer.visits.journal import Journal
from tests.installation import Installation
from tests.load.hits import CONNECTIONS, KEY

RATE = int(os.environ.get("BENCH_RATE", "4000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "15"))
LOOK_S = 0.25
CALM_S = 60


def main() -> None:
    if not shutil.which("wrk") or not shutil.which("taskset"):
        sys.exit("Missing: wrk or taskset. On Debian: apt-get install wrk util-linux")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        more = {"FOYER_LOG_LEVEL": "warning"}
        installation = Installation(data, prefix=("taskset", "-c", "0"), more=more).set_up().start()
        late = list(_looked(data, _load(installation.address)))
        began = time.monotonic()
        while _late_s(data) and time.monotonic() < began + CALM_S:
            time.sleep(LOOK_S)
        rest = time.monotonic() - began
        installation.stop()
        _print(late, rest, _count(data))


def _load(address: str) -> subprocess.Popen[bytes]:
    script = str(Path(__file__).with_name("hits.lua"))
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script]
    environment = {**os.environ, "FOYER_BENCH_KEY": KEY, "FOYER_BENCH_RATE": str(RATE)}
    return subprocess.Popen([*command, f"{address}/collect"], env=environment, stdout=subprocess.DEVNULL)


def _looked(data: Path, load: subprocess.Popen[bytes]) -> Iterator[float]:
    while load.poll() is None:
        time.sleep(LOOK_S)
        yield _late_s(data)


def _late_s(data: Path) -> float:
    """The age of the oldest hit that is no visit yet."""
    with sqlite3.connect(data / "foyer.sqlite3", timeout=10) as connection:
        row = connection.execute("SELECT last_hit FROM visits_foldposition").fetchone()
    waiting = Journal(data / "journal.sqlite3").entries_after(row[0] if row else 0, 1)
    return max(0.0, time.time() - waiting[0].received_ms / 1000) if waiting else 0.0


def _count(data: Path) -> int:
    with sqlite3.connect(data / "foyer.sqlite3", timeout=10) as connection:
        return int(connection.execute("SELECT count(*) FROM visits_action").fetchone()[0])


def _print(late: list[float], rest: float, views: int) -> None:
    p99 = statistics.quantiles(late, n=100)[98]
    print(f"\n{RATE:,} page views/s asked for, {SECONDS} s, 2,000 visitors, one core; SQLite {sqlite3.sqlite_version}")
    print(f"{views:,} page views in visits, {views / SECONDS:,.0f}/s")
    print(f"late by: p50 {statistics.median(late):.2f} s, p99 {p99:.2f} s; {rest:.1f} s after the last one all were")


if __name__ == "__main__":
    main()
