"""`bin/foyer bench import`: 100,000 contacts in and out of the server, and pages asked for meanwhile (P5).

At last the import is taken back, and pages are asked for again meanwhile. `BENCH_ROWS` says how many contacts.
"""

import contextlib
import os
import platform
import sqlite3
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.installation import Installation

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
HEAD = "First name,Last name,E-mail,Phone,City,Country,Assigned to\n"
TOKEN = """
from foyer.team.actions import create_token
from foyer.team.models import User
print(create_token(User.objects.get(email="anna@foyer.test"), "bench"))
"""
ANNA = """
import time
from foyer.crm.runs.actions import begin_export, begin_import, upload
from foyer.team.models import User
anna = User.objects.get(email="anna@foyer.test")
"""
IMPORT = """
with open("{path}", "rb") as file:
    run, _sheet = upload("contact", anna, "people.csv", iter(lambda: file.read(1 << 20), b""))
run = begin_import(run, anna, dry=False)
"""
EXPORT = """
columns = ["name", "emails", "phones", "city", "owner", "created_at"]
run = begin_export("contact", anna, {{"all": True}}, columns=columns, form="{form}", shape="screen")
"""
UNDO = """
from foyer.crm.models import Run
from foyer.crm.runs.actions import undo_run
run = undo_run(Run.objects.get(kind="import"), anna)
"""
WAIT = """
while run.ended_at is None:
    time.sleep(1)
    run.refresh_from_db()
print(run.state, run.done, (run.ended_at - run.began_at).total_seconds())
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        people = data / "people.csv"
        people.write_text(HEAD + "".join(_line(number) for number in range(ROWS)))
        more = {"FOYER_LOG_LEVEL": "warning"}
        installation = Installation(data, os.environ.get("BENCH_DATABASE_URL", ""), more=more).set_up().start()
        token = installation.run(TOKEN).strip().splitlines()[-1]
        with _pages_read(installation, token) as first:
            lines = [_worked(installation, "import", IMPORT.format(path=people))]
        lines += [_worked(installation, f"export {form}", EXPORT.format(form=form)) for form in ("csv", "xlsx")]
        verified = installation.manage("identity", "verify").strip()
        with _pages_read(installation, token) as second:
            lines.append(_worked(installation, "undo of the import", UNDO))
        installation.stop()
    _print(lines, {"while importing": first, "while it is taken back": second}, verified)


@contextlib.contextmanager
def _pages_read(installation: Installation, token: str) -> Iterator[list[float]]:
    """How long pages took while something else goes on, in seconds."""
    waits: list[float] = []
    stopped = threading.Event()
    reader = threading.Thread(target=_read, args=(installation.address, token, waits, stopped))
    reader.start()
    yield waits
    stopped.set()
    reader.join()


def _worked(installation: Installation, name: str, code: str) -> str:
    """One line of the table. The run is only begun here: the server works on it, beside the pages that it gives."""
    used = _cpu_s(installation)
    state, done, took = installation.run(ANNA + code + WAIT).strip().splitlines()[-1].split()
    used = _cpu_s(installation) - used
    seconds = float(took)
    return f"{name + ', ' + state:28}{int(done):>10,}{seconds:>8.1f}{used:>8.1f}{int(done) / seconds:>12,.0f}"


def _cpu_s(installation: Installation) -> float:
    """What the server has used of the processor so far; 0 where nobody says."""
    stat = Path(f"/proc/{installation.process.pid if installation.process else 0}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _line(number: int) -> str:
    return f"First{number},Last{number},p{number}@c{number % 5000}.example,+49151{10_000_000 + number},Berlin,DE,\n"


def _read(address: str, token: str, waits: list[float], stopped: threading.Event) -> None:
    request = urllib.request.Request(f"{address}/api/v1/contacts", headers={"Authorization": f"Bearer {token}"})
    while not stopped.wait(0.2):
        began = time.monotonic()
        with urllib.request.urlopen(request, timeout=30) as response:
            response.read()
        waits.append(time.monotonic() - began)


def _print(lines: list[str], waits_of: dict[str, list[float]], verified: str) -> None:
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    print(f"{'':28}{'records':>10}{'s':>8}{'CPU s':>8}{'records/s':>12}")
    print("\n".join(lines))
    for when, waits in waits_of.items():
        if len(waits) > 1:
            cuts = statistics.quantiles(waits, n=100)
            p50, p95, p99 = (f"{cuts[at - 1] * 1000:.0f} ms" for at in (50, 95, 99))
            print(f"a page {when}, {len(waits)} times: p50 {p50}, p95 {p95}, p99 {p99}")
    print(verified)


if __name__ == "__main__":
    main()
