"""Small parts of HTTP for the raw ASGI routes: who asks, reading a body within limits, short answers."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import IO, Any

import msgspec

from foyer.edge.hits import Sender
from foyer.lib.addresses import client_address

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]

BODY_TIMEOUT_S = 30  # T35
KEPT_IN_MEMORY = 1_000_000
NO_STORE = (b"cache-control", b"no-store")


class TooBig(Exception):
    """The body is longer than the limit."""


class Gone(Exception):
    """The client left, or was too slow."""


class Head(msgspec.Struct, frozen=True, gc=False):
    """What the head of a request says of who sends."""

    agent: str
    origin: str
    referer: str
    own_origin: str
    forwarded_for: str

    def sender(self, peer: str, trusted_hops: int) -> Sender:
        """Who sends, with the connection's other end; forwarded addresses count only behind trusted proxies (T28)."""
        ip = client_address(peer, self.forwarded_for, trusted_hops)
        return Sender(ip, self.agent, self.origin, self.referer, self.own_origin)


def head_of(headers: Headers, scheme: str, trusted_hops: int) -> Head:
    """What is wanted of the headers; a forwarded scheme counts only behind trusted proxies."""
    found = {name: value.decode("latin-1") for name, value in headers if name in _WANTED}
    if trusted_hops:
        scheme = found.get(b"x-forwarded-proto", scheme)
    return Head(
        agent=found.get(b"user-agent", ""),
        origin=found.get(b"origin", ""),
        referer=found.get(b"referer", ""),
        own_origin=f"{scheme}://{found.get(b'host', '')}",
        forwarded_for=found.get(b"x-forwarded-for", ""),
    )


_WANTED = {b"user-agent", b"origin", b"referer", b"host", b"x-forwarded-for", b"x-forwarded-proto"}


def sender_of_scope(scope: Scope, trusted_hops: int) -> Sender:
    """Who sends, from an ASGI scope; a socket's ws:// counts as http://."""
    peer = (scope.get("client") or ("", 0))[0]
    scheme = str(scope.get("scheme", "http")).replace("ws", "http", 1)
    return head_of(scope["headers"], scheme, trusted_hops).sender(peer, trusted_hops)


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises TooBig as soon as it is longer than `limit` bytes, Gone when it does not come in time."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                body += message.get("body", b"")
                if len(body) > limit:
                    raise TooBig
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError as error:
        raise Gone from error


async def read_file(receive: Receive, limit: int) -> IO[bytes]:
    """A long body, on disk where it does not fit into a little memory; the caller closes it. Raises TooBig or Gone."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115  closed below or by the caller
    size = 0
    try:
        while True:
            async with asyncio.timeout(BODY_TIMEOUT_S):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            size += len(message.get("body", b""))
            if size > limit:
                raise TooBig
            await asyncio.to_thread(file.write, message.get("body", b""))
            if not message.get("more_body"):
                file.seek(0)
                return file
    except TimeoutError as error:
        file.close()
        raise Gone from error
    except (Gone, TooBig):
        file.close()
        raise


async def answer(
    send: Send,
    status: int,
    body: bytes = b"",
    headers: Headers = (),
    content_type: bytes = b"text/plain; charset=utf-8",
) -> None:
    """A whole answer at once."""
    all_headers = [*headers]
    if status not in {204, 304}:
        all_headers += [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": all_headers})
    await send({"type": "http.response.body", "body": body})
