"""Bodies without end are refused, and the process does not grow (T34)."""

import re
import socket
from pathlib import Path

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
SIZE, PIECE, MOST_GROWN_KB = 200_000_000, b"x" * 1_000_000, 50_000


@pytest.fixture(scope="module")
def foyer(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("big")).set_up().start()
    yield installation
    installation.stop()


@pytest.mark.parametrize("path", ["/collect", "/login/"])
def test_a_body_of_200_mb_is_refused_and_kept_nowhere(foyer, path):
    before = memory_kb(foyer)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {SIZE}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", foyer.port), timeout=20) as connection:
        connection.sendall(head.encode())
        try:
            for _ in range(SIZE // len(PIECE)):
                connection.sendall(PIECE)
        except OSError:
            pass  # refused before the end
        else:
            assert b" 413 " in connection.recv(200)
    assert memory_kb(foyer) - before < MOST_GROWN_KB


def test_many_headers_break_nothing(foyer):
    lines = "".join(f"X-Header-{number}: {'x' * 50}\r\n" for number in range(5_000))
    with socket.create_connection(("127.0.0.1", foyer.port), timeout=20) as connection:
        connection.sendall(f"GET /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{lines}\r\n".encode())
        assert not re.match(rb"HTTP/1.1 5", connection.recv(200))


def memory_kb(foyer) -> int:
    """What the process holds now."""
    status = Path(f"/proc/{foyer.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))
