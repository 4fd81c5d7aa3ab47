"""What websites load from here: the tracker, the chat widget, and what the widget is told (P7, T33)."""

import gzip
import hashlib
import json
from contextlib import suppress
from pathlib import Path

from foyer.edge.anywhere import ANYBODY
from foyer.edge.guard import PortalBook
from foyer.edge.http import NO_STORE, Receive, Scope, Send, answer
from foyer.edge.socket import in_thread
from foyer.lib.away import AWAY
from foyer.portals.widgets import DIGEST, logos
from foyer.presence.watched import watched

FOLDER = Path(__file__).with_name("public")
SCRIPT = b"text/javascript; charset=utf-8"
HARDENING = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"cross-origin"))
CONFIG, LOGO = "/widget/config/", "/widget/logo/"
TRACKER_SECONDS = 3600
TAG_LETTERS = 16
FOR_EVER = "public, max-age=31536000, immutable"


class File:
    """A file in memory, also compressed."""

    def __init__(self, path: Path, cache: str) -> None:
        self.plain = path.read_bytes()
        self.packed = gzip.compress(self.plain, 9, mtime=0)
        self.cache = cache.encode()


class Public:
    """Answers GET for /foyer.js and everything below /widget/."""

    def __init__(self, book: PortalBook, folder: Path = FOLDER) -> None:
        self._book = book
        manifest = json.loads((folder / "manifest.json").read_text())
        self.script = _address("chat.js", manifest["chat.js"]["hash"])
        self._files = {"/foyer.js": File(folder / "foyer.js", f"public, max-age={TRACKER_SECONDS}")}
        for name, built in manifest.items():
            if name.startswith("chat."):
                self._files[_address(name, built["hash"])] = File(folder / name, FOR_EVER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, b"get", headers=((b"allow", b"GET, HEAD"), NO_STORE))
        elif path in self._files:
            await self._send_file(self._files[path], scope, send)
        elif path.startswith(CONFIG) and path.endswith(".json"):
            await self._send_config(path.removeprefix(CONFIG).removesuffix(".json"), scope, send)
        elif path.startswith(LOGO) and (logo := await self._logo(path.removeprefix(LOGO).removesuffix(".webp"))):
            headers = [(b"cache-control", FOR_EVER.encode()), ANYBODY, *HARDENING]
            await answer(send, 200, logo, headers=headers, content_type=b"image/webp")
        else:
            await answer(send, 404, b"not_found", headers=(ANYBODY, NO_STORE))

    async def _logo(self, name: str) -> bytes | None:
        """From memory; one that was set this moment is in the database only, until the book is filled again."""
        if (logo := self._book.logo(name)) or not DIGEST.fullmatch(name):
            return logo
        with suppress(*AWAY):
            return (await in_thread(logos, [name])).get(name)
        return None

    async def _send_file(self, file: File, scope: Scope, send: Send) -> None:
        accepts = _header(scope, b"accept-encoding")
        headers = [(b"cache-control", file.cache), (b"vary", b"accept-encoding"), ANYBODY, *HARDENING]
        if b"gzip" in accepts:
            await answer(
                send, 200, file.packed, headers=[*headers, (b"content-encoding", b"gzip")], content_type=SCRIPT
            )
        else:
            await answer(send, 200, file.plain, headers=headers, content_type=SCRIPT)

    async def _send_config(self, key: str, scope: Scope, send: Send) -> None:
        """Asked for anew by every page, so that what was set holds at once; what has not changed is not sent again."""
        entry = self._book.find(key)
        shown = {"icon": entry.show_chat_icon, **entry.widget} if entry else {"icon": False}
        near = {"near": True} if entry and watched.has(entry.portal_id) else {}
        told = {"script": self.script, **shown, **near}
        content = json.dumps(told, ensure_ascii=False).encode()
        tag = b'"%s"' % hashlib.sha256(content).hexdigest()[:TAG_LETTERS].encode()
        headers = [NO_STORE if entry is None else (b"cache-control", b"public, no-cache"), (b"etag", tag)]
        is_known = entry is not None and tag in _header(scope, b"if-none-match")
        await answer(
            send,
            304 if is_known else 200,
            b"" if is_known else content,
            headers=[*headers, ANYBODY, *HARDENING],
            content_type=b"application/json",
        )


def _header(scope: Scope, wanted: bytes) -> bytes:
    return next((value for name, value in scope["headers"] if name == wanted), b"")


def _address(name: str, digest: str) -> str:
    """The chat and its parts have names of their content: they are kept for ever (B25)."""
    return f"/widget/{name.removesuffix('.js')}.{digest}.js"
