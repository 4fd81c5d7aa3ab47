"""Connections that are slow, or silent, are closed (T35)."""

import socket

import pytest

from foyer.edge import fast, http, protocol
from tests.edge.server import hit_server
from tests.visits.hits import body, hit

HEAD = b"POST /collect HTTP/1.1\r\nHost: x\r\nUser-Agent: Firefox\r\nContent-Length: %d\r\n\r\n"
HIT = HEAD % len(body(hit())) + body(hit())


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, hit_server(tmp_path_factory.mktemp("slow"), fast=True) as running:
        patch.setattr(protocol, "HEAD_TIMEOUT_S", 0.2)
        patch.setattr(protocol, "LOOK_S", 0.05)
        for module in (fast, http):
            patch.setattr(module, "BODY_TIMEOUT_S", 0.2)
        yield running.port


@pytest.mark.parametrize("begun", [b"", b"POST /coll", HEAD % 100, HIT + b"POST /coll", HIT + HEAD % 100 + b"{"])
def test_who_never_comes_to_an_end_is_left(port, begun):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(begun)
        while connection.recv(1000):
            pass


def test_who_sends_one_hit_after_another_stays(port):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for _ in range(6):
            connection.sendall(HIT)
            assert connection.recv(1000).startswith(b"HTTP/1.1 204")
