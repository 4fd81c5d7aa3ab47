"""Long bodies are taken from whoever may send files, and from nobody else (T17, T34)."""

import asyncio

import pytest

from foyer.edge.wsgi import MAX_BODY_BYTES, Uploads, WsgiBridge

SIZE = MAX_BODY_BYTES + 500_000


def app(environ, start_response):
    start_response("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]


def sent(path: str, cookie: bytes = b"key=anna", size: int = SIZE, method: str = "POST") -> tuple[int, bytes]:
    """The status and the answer to a body of this size."""
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "http_version": "1.1",
        "headers": [(b"cookie", cookie)],
    }  # fmt: skip
    pieces = [b"x" * 65_536] * (size // 65_536) + [b"x" * (size % 65_536)]
    said = []

    async def receive():
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message):
        said.append(message)

    bridge = WsgiBridge(app, uploads=Uploads({"/files/of/": 3_000_000}, lambda cookies: "anna" in cookies))
    asyncio.run(bridge(scope, receive, send))
    bridge.close()
    return said[0]["status"], said[1]["body"]


def test_who_is_signed_in_sends_a_file():
    assert sent("/files/of/lead/1/") == (200, str(SIZE).encode())


@pytest.mark.parametrize(
    ("path", "cookie", "size"),
    [("/login/", b"key=anna", SIZE), ("/files/of/lead/1/", b"", SIZE), ("/files/of/lead/1/", b"key=anna", 3_000_001)],
)
def test_nobody_else_and_nothing_longer(path, cookie, size):
    assert sent(path, cookie, size) == (413, b"too_big")


def test_short_bodies_are_taken_as_ever():
    assert sent("/login/", size=10) == (200, b"10")
