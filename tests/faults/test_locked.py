"""Another program holds the database's write lock: hits are taken, who writes hears it (R1, R2, P8)."""

import contextlib
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.faults.test_kill import _settled
from tests.faults.test_stopped import status, tell
from tests.installation import BORIS, Installation

HELD_S = float(os.environ.get("HELD_S", "3"))
pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.timeout(120 + 3 * HELD_S)]
SITE = "https://shop.example"
HELLO = {"t": "hello", "portal": "p_demo123", "browser": "vera-browser-0123456789", "since": 0, "language": "en"}
START = {"t": "start", "id": "client-id-0001", "name": "Vera", "email": "vera@lindqvist.example", "text": "Hello"}
PATIENT_S = 30


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("house")).set_up()
    installation.token = installation.manage("token", BORIS).strip()
    yield installation.start()
    installation.stop()


@contextlib.contextmanager
def locked(house):
    """While nobody else may write."""
    holder = sqlite3.connect(house.data / "foyer.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextlib.contextmanager
def talk(house, token=None):
    """Vera's widget, after its hello."""
    with connect(house.address.replace("http", "ws") + "/ws/visitor", origin=SITE) as socket:
        socket.send(json.dumps(HELLO | {"token": token}))
        assert told(socket, "ready")
        yield socket


def told(socket, *kinds):
    """The next frame of these kinds; None when the server closes instead."""
    with contextlib.suppress(ConnectionClosed):
        while (frame := json.loads(socket.recv(PATIENT_S)))["t"] not in kinds:
            pass
        return frame
    return None


def test_no_hit_is_refused_or_lost_while_the_database_is_locked(house):
    with locked(house):
        pages = tell(house, "during", HELD_S)
    assert sorted(_settled(house, len(pages))) == sorted(pages)


def test_pages_are_read_and_who_writes_hears_that_it_is_not_stored(house):
    """R2: a chat ends with a code that the widget comes back after, and what it says then is stored once."""
    line = json.dumps({"t": "send", "id": "client-id-0002", "text": "Is it oak?"})
    write = {"Authorization": f"Bearer {house.token}", "Content-Type": "application/json"}
    with talk(house) as socket:
        socket.send(json.dumps(START))
        token = told(socket, "started")["token"]
        with locked(house), ThreadPoolExecutor() as pool:
            answer = pool.submit(house.post, "/api/v1/leads", b'{"last_name": "Lang"}', **write)
            socket.send(line)
            assert told(socket, "ack") is None
            assert (answer.result(), status(house, "/login/"), status(house, "/readyz")) == (503, 200, 200)
    with talk(house, token) as again:
        for _twice in range(2):
            again.send(line)
            assert told(again, "ack")
    assert house.query("list(Message.objects.filter(text='Is it oak?').values_list('seq', flat=True))") == [2]
    assert house.query("Lead.objects.filter(last_name='Lang').count()") == 0
