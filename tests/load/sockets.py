"""`bin/foyer bench sockets`: memory idle and with 5,000 visitors; a board of 2,000; all after a restart (P6, R16).

The server runs on the first core. Each visitor has a socket open, as the widget has; 2,000 are on the board, too, whose
two fragments are fetched then. At the end the server is stopped and started; BENCH_SOCKETS says how many come back.
"""

import asyncio
import http.client
import os
import statistics
import sys
import time
import urllib.request
from pathlib import Path

from tests.installation import Installation
from tests.load.crowd.connected import SITE, allow_sockets, connected
from tests.load.crowd.returning import Connected, restarted, talkers
from tests.load.crowd.served import on_one_core
from tests.visits.hits import CHROME, body, hit

SOCKETS = int(os.environ.get("BENCH_SOCKETS", "5000"))
ON_BOARD = 2_000
ROUNDS = 21


def main() -> None:
    allow_sockets(SOCKETS)
    on_one_core(_measure, FOYER_HITS_PER_SECOND="0")


async def _measure(installation: Installation, cookie: str) -> None:
    await asyncio.sleep(2)
    idle = _resident_kib(installation)
    began = time.monotonic()
    sockets = [await connected(installation, number) for number in range(SOCKETS)]
    seconds, full = time.monotonic() - began, _resident_kib(installation)
    await asyncio.to_thread(_arrive, installation)
    print(f"\nidle: {idle / 1024:.0f} MiB; {SOCKETS:,} visitors in {seconds:.0f} s: {full / 1024:.0f} MiB")
    print(f"{(full - idle) / SOCKETS:.1f} KiB a visitor")
    print(f"with {ON_BOARD:,} on the board: {_resident_kib(installation) / 1024:.0f} MiB")
    for path in ("/live/board/?mode=rings", "/live/board/?mode=list"):
        times, size = await asyncio.to_thread(_fetched, installation, path, cookie)
        print(f"{path:28} p50 {statistics.median(times):5.0f} ms, slowest {max(times):5.0f} ms, {size / 1000:.0f} kB")
    print(f"{sum(not writer.is_closing() for _reader, writer in sockets):,} sockets are open still")
    chatting = await talkers(installation)
    await restarted(
        installation, [(reader, _again(installation, n)) for n, (reader, _) in enumerate(sockets)], chatting
    )


def _again(installation: Installation, number: int) -> Connected:
    async def again() -> asyncio.StreamWriter:
        return (await connected(installation, number))[1]

    return again


def _arrive(installation: Installation) -> None:
    """Everybody opens a page; waits until they are on the board."""
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)
    for number in range(ON_BOARD):
        page, browser = f"page-{number}", f"bench-browser-{number:05}"
        data = body(hit(page=page, id=page, browser=browser, url=f"{SITE}/p/{number % 50}"))
        connection.request("POST", "/collect", data, {"Origin": SITE, "User-Agent": CHROME})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
    time.sleep(3)


def _fetched(installation: Installation, path: str, cookie: str) -> tuple[list[float], int]:
    request = urllib.request.Request(installation.address + path, headers={"Cookie": f"foyer_session={cookie}"})
    times, size = [], 0
    for _round in range(ROUNDS):
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as response:
            size = len(response.read())
        times.append((time.perf_counter() - began) * 1000)
    return times[1:], size


def _resident_kib(installation: Installation) -> int:
    assert installation.process
    lines = Path(f"/proc/{installation.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())
