"""Anna, Boris, their shop with its socket, and reactions that run as in the process."""

import threading

import pytest
from django.db import connection, connections

from foyer.edge import socket
from foyer.events.dispatch import run_until, wake
from tests.conversations.conftest import shop, vera
from tests.edge.sockets import socket_of

__all__ = ["shop", "vera"]


@pytest.fixture(autouse=True)
def no_connection_outlives_the_test():
    """The threads of the sockets keep their connections, and PostgreSQL drops no database that somebody uses."""
    yield
    all_together = threading.Barrier(socket.THREADS)

    def close(_number):
        all_together.wait(10)
        connections.close_all()

    list(socket._pool.map(close, range(socket.THREADS)))


@pytest.fixture
def visitors(shop, transactional_db):
    """The visitors' socket of the shop."""
    return socket_of(shop.pk)


@pytest.fixture
def reactions(transactional_db):
    """Reacts all the time, as the process does."""
    stopped = threading.Event()

    def react():
        run_until(stopped)
        connection.close()

    thread = threading.Thread(target=react)
    thread.start()
    yield
    stopped.set()
    wake()
    thread.join()
