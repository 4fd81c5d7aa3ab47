"""`bin/foyer bench import`: 100,000 contacts with e-mail and phone, and pages asked for meanwhile (issue 3, P5)."""

import os
import platform
import sqlite3
import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from tests.installation import Installation

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
HEAD = "First name,Last name,E-mail,Phone,City,Country,Assigned to\n"
TOKEN = """
from foyer.team.actions import create_token
from foyer.team.models import User
print(create_token(User.objects.get(email="anna@foyer.test"), "bench"))
"""
EXPORT = """
import time
from foyer.crm.runs.actions import begin_export
from foyer.crm.runs.engine import work_off
from foyer.team.models import User
anna = User.objects.get(email="anna@foyer.test")
for form in ("csv", "xlsx"):
    began = time.monotonic()
    columns = ["name", "emails", "phones", "city", "owner", "created_at"]
    run = begin_export("contact", anna, {"all": True}, columns=columns, form=form, shape="screen")
    work_off(run.pk)
    run.refresh_from_db()
    print(form, run.done, time.monotonic() - began)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        people = data / "people.csv"
        people.write_text(HEAD + "".join(_line(number) for number in range(ROWS)))
        installation = Installation(data, more={"FOYER_LOG_LEVEL": "warning"}).set_up().start()
        token = installation.run(TOKEN).strip().splitlines()[-1]
        waits: list[float] = []
        stopped = threading.Event()
        reader = threading.Thread(target=_read, args=(installation.address, token, waits, stopped))
        reader.start()
        began = time.monotonic()
        said = installation.manage("import", str(people), "--module", "contact")
        took = time.monotonic() - began
        stopped.set()
        reader.join()
        exports = installation.run(EXPORT).strip().splitlines()
        verified = installation.manage("identity", "verify").strip()
        installation.stop()
    _print(said.strip(), took, waits, exports, verified)


def _line(number: int) -> str:
    return f"First{number},Last{number},p{number}@c{number % 5000}.example,+49151{10_000_000 + number},Berlin,DE,\n"


def _read(address: str, token: str, waits: list[float], stopped: threading.Event) -> None:
    request = urllib.request.Request(f"{address}/api/v1/contacts", headers={"Authorization": f"Bearer {token}"})
    while not stopped.wait(0.2):
        began = time.monotonic()
        with urllib.request.urlopen(request, timeout=30) as response:
            response.read()
        waits.append(time.monotonic() - began)


def _print(said: str, took: float, waits: list[float], exports: list[str], verified: str) -> None:
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores; {said}")
    print(f"{'':28}{'records':>10}{'s':>8}{'records/s':>12}")
    print(f"{'import':28}{ROWS:>10,}{took:>8.1f}{ROWS / took:>12,.0f}")
    for form, rows, seconds in (line.split() for line in exports[-2:]):
        print(f"{'export ' + form:28}{int(rows):>10,}{float(seconds):>8.1f}{int(rows) / float(seconds):>12,.0f}")
    if len(waits) > 1:
        slow = statistics.quantiles(waits, n=100)[-1]
        print(f"a page meanwhile: p50 {statistics.median(waits) * 1000:.0f} ms, p99 {slow * 1000:.0f} ms")
    print(verified)


if __name__ == "__main__":
    main()
