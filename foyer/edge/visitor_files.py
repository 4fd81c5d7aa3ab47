"""`/visitor/file`: files of a visitor's chat, sent and read with its secret (docs/extending/widget.md; T1, T5, T17).

The secret comes in a header and never in the address. Pages of other websites are refused.
"""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, unquote

from django.conf import settings

from foyer.channels.webchat import files
from foyer.channels.webchat.form import Rejected, client_id
from foyer.channels.webchat.session import Session, open_session
from foyer.conversations.files import largest_of_visitors
from foyer.conversations.models import ChatFile
from foyer.edge.anywhere import ANYBODY
from foyer.edge.guard import PortalBook, verified_origin
from foyer.edge.http import NO_STORE, Gone, Receive, Scope, Send, TooBig, answer, read_file, sender_of_scope
from foyer.edge.socket import in_pool
from foyer.lib.addresses import is_loopback
from foyer.lib.buckets import Buckets
from foyer.lib.sealed import SEALED
from foyer.lib.text import id_from

THREADS = 2
PIECE_BYTES = 64 * 1024
MAX_NAME = 1000
MAX_TOKEN = 100
LEAST_FREE_BYTES = 500_000_000
"""Visitors fill no disk to its end."""
files_allowed = Buckets(rate_per_s=10 / 60, burst=10)
reads_allowed = Buckets(rate_per_s=5, burst=60)

PREFLIGHT = (
    ANYBODY,
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, x-foyer-name"),
    (b"access-control-max-age", b"86400"),
)
SEALED_HEADERS = (
    (b"content-security-policy", SEALED.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
STATUS = {"file_large": 413, "slow_down": 429, "ended": 409, "origin": 403, "unknown_key": 403, "not_found": 404}

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="files")


class VisitorFiles:
    """The ASGI application."""

    def __init__(self, book: PortalBook, trusted_hops: int) -> None:
        self._book = book
        self._trusted_hops = trusted_hops

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await answer(send, 204, headers=(*PREFLIGHT, NO_STORE))
            return
        try:
            if method == "POST":
                await self._take(scope, receive, send)
            elif method == "GET":
                await self._give(scope, send)
            else:
                await answer(send, 405, b"method", headers=((b"allow", b"GET, POST"), ANYBODY, NO_STORE))
        except Rejected as rejected:
            await answer(send, STATUS.get(rejected.code, 422), rejected.code.encode(), headers=(ANYBODY, NO_STORE))
        except Gone:
            pass

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file as a line. The same id again is answered with the line there is, and nothing is read (R11)."""
        asked, ip = _asked(scope), self._ip(scope)
        session, sent_id = await self._session(scope, asked), client_id({"id": asked.get("id")})
        told = await in_pool(_pool, files.known_line, session, sent_id)
        if told is None:
            if not is_loopback(ip) and files_allowed.take(ip):
                raise Rejected("slow_down")
            with await _body(scope, receive) as body:
                name = unquote(_header(scope, b"x-foyer-name")[:MAX_NAME], errors="replace")
                told = await in_pool(_pool, files.send_file, session, name, _pieces(body), sent_id, _length(scope))
        headers = (ANYBODY, NO_STORE)
        await answer(send, 200, json.dumps(told).encode(), headers=headers, content_type=b"application/json")

    async def _give(self, scope: Scope, send: Send) -> None:
        asked, ip = _asked(scope), self._ip(scope)
        if not is_loopback(ip) and reads_allowed.take(ip):
            raise Rejected("slow_down")
        session, file_id = await self._session(scope, asked), id_from(asked.get("id", "")) or 0
        found = await in_pool(_pool, files.file_for_visitor, session, file_id, preview="preview" in asked)
        if found is None:
            raise Rejected("not_found")
        await _send_file(send, *found)

    async def _session(self, scope: Scope, asked: dict[str, str]) -> Session:
        """What the secret opens, from a page of the portal. Raises Rejected."""
        entry = self._book.find(asked.get("portal", ""))
        if entry is None:
            raise Rejected("unknown_key")
        sender = sender_of_scope(scope, self._trusted_hops)
        if not verified_origin(entry, sender.origin, sender.referer, sender.own_origin):
            raise Rejected("origin")
        kind, _space, token = _header(scope, b"authorization").partition(" ")
        known = kind == "Bearer" and 0 < len(token) <= MAX_TOKEN
        session = await in_pool(_pool, open_session, token, entry.portal_id) if known else None
        if session is None:
            raise Rejected("not_found")
        return session

    def _ip(self, scope: Scope) -> str:
        return sender_of_scope(scope, self._trusted_hops).ip


async def _body(scope: Scope, receive: Receive) -> IO[bytes]:
    """What is sent, on disk where it is long. Raises Rejected when it is too long, or there is no room."""
    if shutil.disk_usage(_existing(settings.FILES)).free < LEAST_FREE_BYTES:
        raise Rejected("portal_off")
    if _length(scope) > largest_of_visitors():
        raise Rejected("file_large")
    try:
        return await read_file(receive, largest_of_visitors())
    except TooBig:
        raise Rejected("file_large") from None


async def _send_file(send: Send, file: ChatFile, path: Path) -> None:
    """Piece by piece, to be saved: never shown by the browser."""
    headers = [*SEALED_HEADERS, ANYBODY, NO_STORE, (b"content-disposition", _attachment(file))]
    headers.append((b"content-type", file.media_type.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    with path.open("rb") as content:
        while piece := await in_pool(_pool, content.read, PIECE_BYTES):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _asked(scope: Scope) -> dict[str, str]:
    """The first value of each name of the query."""
    query = parse_qs(scope["query_string"].decode("latin-1")[:MAX_NAME], keep_blank_values=True)
    return {name: values[0] for name, values in query.items()}


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for found, value in scope["headers"] if found == name), "")


def _length(scope: Scope) -> int:
    return id_from(_header(scope, b"content-length")) or 0


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    while piece := body.read(PIECE_BYTES):
        yield piece


def _attachment(file: ChatFile) -> bytes:
    return f"attachment; filename*=UTF-8''{quote(file.name, safe='')}".encode()


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else folder.parent
