"""Another program holds the database's write lock: hits are taken, who writes hears it (R1, R2, P8)."""

import contextlib
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed

from tests.faults.test_kill import _settled
from tests.faults.test_stopped import status, tell
from tests.faults.widget import Widget
from tests.installation import BORIS, Installation

HELD_S = float(os.environ.get("HELD_S", "3"))
pytestmark = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.timeout(120 + 3 * HELD_S)]


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


def test_no_hit_is_refused_or_lost_while_the_database_is_locked(house):
    with locked(house):
        pages = tell(house, "during", HELD_S)
    assert sorted(_settled(house, len(pages))) == sorted(pages)


def test_pages_are_read_and_who_writes_hears_that_it_is_not_stored(house):
    """R2: a chat ends with a code that the widget comes back after, and what it says then is stored once."""
    write = {"Authorization": f"Bearer {house.token}", "Content-Type": "application/json"}
    widget = Widget(house, "vera")
    with widget.open() as socket, locked(house), ThreadPoolExecutor() as pool:
        answer = pool.submit(house.post, "/api/v1/leads", b'{"last_name": "Lang"}', **write)
        with pytest.raises(ConnectionClosed):
            widget.say(socket, "Is it oak?")
        assert (answer.result(), status(house, "/login/"), status(house, "/readyz")) == (503, 200, 200)
    with widget.open() as again:
        for _twice in range(2):
            widget.say(again, "Is it oak?")
    assert house.query("list(Message.objects.filter(text='Is it oak?').values_list('seq', flat=True))") == [2]
    assert house.query("Lead.objects.filter(last_name='Lang').count()") == 0
