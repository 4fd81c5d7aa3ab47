"""PostgreSQL is stopped while visitors are there: hits are taken, chats wait, all goes on by itself (R1, R26; P8)."""

import contextlib
import http.client
import math
import os
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.test_kill import _settled, view
from tests.faults.widget import Chats
from tests.installation import Installation, free_port
from tests.postgres import cluster

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.enable_socket]
STOPPED_S = float(os.environ.get("STOPPED_S", "4"))
CHATS = int(os.environ.get("STOPPED_CHATS", "4"))
HITS_PER_S = int(os.environ.get("STOPPED_HITS", "15"))
OF_ONE_PER_S = 50
SENDERS = math.ceil(HITS_PER_S / OF_ONE_PER_S)
BACK_S = 20
SAID = """{
    chat.visitor_name: [line.text for line in chat.messages.filter(kind="visitor").order_by("seq")]
    for chat in Conversation.objects.all()
}"""
ASKED = ("/healthz", "/readyz", "/join/somewhere/", "/api/v1/leads")


@pytest.fixture
def folder():
    """Short, for PostgreSQL's socket, and open to the user that it runs as."""
    with tempfile.TemporaryDirectory(prefix="foyer-stopped-") as made:
        yield Path(made)


@pytest.fixture
def enough():
    """Said at the end also when the test fails before: who waits for it would keep the process from ending."""
    said = threading.Event()
    yield said
    said.set()


def test_nothing_is_refused_lost_or_doubled_while_postgresql_is_stopped(folder, tmp_path, enough):
    port = free_port()
    with cluster(folder, port) as address:
        installation = Installation(tmp_path, database_url=address).set_up().start()
        chats = Chats(installation, CHATS, enough)
        before = tell(installation, "before", 1)
    during = tell(installation, "during", STOPPED_S)
    asked = {path: status(installation, path) for path in ASKED}
    with cluster(folder, port):
        until = time.monotonic() + BACK_S
        while status(installation, "/readyz") != 200 and time.monotonic() < until:
            time.sleep(0.1)
        after = tell(installation, "after", 1)
        said = chats.end()
        told = [*before, *during, *after]
        stored = _settled(installation, len(told))
        shown = status(installation, "/join/somewhere/")
        lines = installation.query(SAID)
        installation.stop()
    assert asked == {"/healthz": 200, "/readyz": 503, "/join/somewhere/": 503, "/api/v1/leads": 503}
    assert of_each(stored) == of_each(told)
    assert lines == said
    assert shown == 410


def tell(installation, name, seconds):
    """Sends hits and expects each to be acknowledged; their pages."""
    with ThreadPoolExecutor(SENDERS) as pool:
        told = pool.map(lambda sender: tell_alone(installation, f"{sender}-{name}", seconds, sender), range(SENDERS))
        return [page for pages in told for page in pages]


def tell_alone(installation, name, seconds, sender):
    """One browser's hits, on one connection, by a clock."""
    pages = [f"{name}-{number:04}" for number in range(int(seconds * HITS_PER_S / SENDERS))]
    began = time.monotonic()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)) as connection:
        for number, page in enumerate(pages):
            time.sleep(max(0.0, began + number * SENDERS / HITS_PER_S - time.monotonic()))
            assert view(connection, page, sender) == 204
    return pages


def of_each(pages):
    """Of each browser in its order."""
    return sorted(pages, key=lambda page: page.partition("-")[0])


def status(installation, path):
    try:
        request = urllib.request.Request(installation.address + path, headers={"Authorization": "Bearer foyer_x"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
