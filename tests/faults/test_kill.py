"""What was acknowledged is stored, once, when the process is killed under load (R5; P1)."""

import contextlib
import http.client
import itertools
import json
import os
import random
import threading
import time

import pytest

from tests.installation import Installation
from tests.visits.hits import CHROME, body, hit

SENDERS = 4
ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))
pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.timeout(600 + 60 * ROUNDS)]
HEADERS = {"Origin": "https://shop.example", "User-Agent": CHROME}


def send_until_dead(port: int, acknowledged: list[str], numbers: "itertools.count[int]", sender: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            page = f"page-{sender}-{next(numbers)}"
            if view(connection, page, sender) == 204:
                acknowledged.append(page)


def view(connection: http.client.HTTPConnection, page: str, sender: int) -> int:
    """Sends a page view of this sender's browser; returns the status."""
    seen = hit(page=page, id=page, browser=f"browser-of-sender-{sender}", url=f"https://shop.example/{page}")
    connection.request("POST", "/collect", body(seen), HEADERS)
    response = connection.getresponse()
    response.read()
    return response.status


def test_kill_9_under_load_loses_nothing_that_was_acknowledged(tmp_path):
    installation = Installation(tmp_path).set_up()
    acknowledged: list[str] = []
    numbers = itertools.count()
    for _ in range(ROUNDS):
        installation.start()
        threads = [
            threading.Thread(target=send_until_dead, args=(installation.port, acknowledged, numbers, sender))
            for sender in range(SENDERS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.1, 1.2))
        installation.kill()
        for thread in threads:
            thread.join()
    installation.start()
    stored = _settled(installation, len(acknowledged))
    installation.stop()
    assert len(acknowledged) > ROUNDS
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))


def _settled(installation: Installation, least: int) -> list[str]:
    """All page keys, once the fold has caught up."""
    until = time.monotonic() + 60
    stored: list[str] = []
    while time.monotonic() < until:
        before, stored = (
            stored,
            json.loads(json.dumps(installation.query("list(Action.objects.values_list('page_key', flat=True))"))),
        )
        if len(stored) >= least and len(stored) == len(before):
            break
    return stored
