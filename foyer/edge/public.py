"""What websites load from here: the tracker, the chat widget, and what the widget is told (P7, T33)."""

import gzip
import json
from pathlib import Path

from foyer.edge.guard import PortalBook
from foyer.edge.http import NO_STORE, Receive, Scope, Send, answer

FOLDER = Path(__file__).with_name("public")
ANYBODY = (b"access-control-allow-origin", b"*")
SCRIPT = b"text/javascript; charset=utf-8"
HARDENING = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"cross-origin"))
CONFIG_SECONDS = 60
TRACKER_SECONDS = 3600
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
        elif path.startswith("/widget/config/") and path.endswith(".json"):
            await self._send_config(path.removeprefix("/widget/config/").removesuffix(".json"), send)
        else:
            await answer(send, 404, b"not_found", headers=(ANYBODY, NO_STORE))

    async def _send_file(self, file: File, scope: Scope, send: Send) -> None:
        accepts = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        headers = [(b"cache-control", file.cache), (b"vary", b"accept-encoding"), ANYBODY, *HARDENING]
        if b"gzip" in accepts:
            await answer(
                send, 200, file.packed, headers=[*headers, (b"content-encoding", b"gzip")], content_type=SCRIPT
            )
        else:
            await answer(send, 200, file.plain, headers=headers, content_type=SCRIPT)

    async def _send_config(self, key: str, send: Send) -> None:
        entry = self._book.find(key)
        told = {"icon": entry.show_chat_icon, "script": self.script, **entry.widget} if entry else {"icon": False}
        cache = (b"cache-control", f"public, max-age={CONFIG_SECONDS}".encode() if entry else b"no-store")
        await answer(
            send, 200, json.dumps(told).encode(), headers=(cache, ANYBODY, *HARDENING), content_type=b"application/json"
        )


def _address(name: str, digest: str) -> str:
    """The chat and its parts have names of their content: they are kept for ever (B25)."""
    return f"/widget/{name.removesuffix('.js')}.{digest}.js"
