"""What a website loads and tells, answered by a stub: it keeps every hit and frame, and fails when it is told to.

For what the real server does not do on demand: refuse, be away, lose an acknowledgement. The protocols are those of
docs/extending/tracker.md and docs/extending/widget.md.
"""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from tests.browser.stub_chat import StubChat

PUBLIC = Path(__file__).resolve().parents[2] / "foyer" / "edge" / "public"
KEY = "p_stub"
CSP = b"default-src 'none'; script-src 'self'; connect-src 'self'"
WAIT_S = 30
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:,"><script src="/early.js"></script>
<script async src="/foyer.js" data-portal="{key}"></script></head>
<body><h1>{title}</h1><a id="next" href="/next">Next</a><a id="anchor" href="#care">Care</a></body></html>"""
CONFIG = {
    "icon": True,
    "script": "/widget/chat.stub.js",
    "name": "Linden & Oak",
    "accent": "#304AA6",
    "on_accent": "#FFFFFF",
    "radius": 18,
    "position": "end",
    "online": True,
    "agents": ["Anna", "Boris"],
    "fields": {"name": "required", "email": "optional", "phone": "hidden"},
    "consent": None,
    "brand": True,
}


class Stub:
    """The address, what came in, and what is to be answered."""

    def __init__(self) -> None:
        self.address = ""
        self.hits: list[dict] = []
        self.status = 204
        self.config: dict | None = dict(CONFIG)
        self.early = ""
        self.chat = StubChat()

    def told(self, kind: str) -> list[dict]:
        """The hits of a type, each id once, in the order in which they came."""
        return list({hit["id"]: hit for hit in self.hits if hit["type"] == kind}.values())

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "websocket":
            await self.chat(receive, send)
        elif scope["type"] == "http":
            body = await _body(receive)
            status, kind, data = self._answer(scope["path"], body)
            headers = [(b"content-type", kind), (b"content-security-policy", CSP)]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": data})

    def _answer(self, path: str, body: bytes) -> tuple[int, bytes, bytes]:
        if path == "/collect":
            if self.status == 204:
                hits = json.loads(body)
                self.hits += hits if isinstance(hits, list) else [hits]
            return self.status, b"text/plain", b""
        if path in {"/foyer.js", CONFIG["script"]}:
            return 200, b"text/javascript", (PUBLIC / ("foyer.js" if path == "/foyer.js" else "chat.js")).read_bytes()
        if path.startswith("/widget/chat."):
            return 200, b"text/javascript", (PUBLIC / f"chat.{path.split('.')[1]}.js").read_bytes()
        if path == "/early.js":
            return 200, b"text/javascript", self.early.encode()
        if path.startswith("/widget/config/"):
            return (200 if self.config else 500), b"application/json", json.dumps(self.config).encode()
        return 200, b"text/html; charset=utf-8", _page(path).encode()


def _page(path: str) -> str:
    """A page that is called like its address; /de/… is German, /other/… has another key."""
    parts = path.strip("/").split("/")
    key = "p_other" if "other" in parts else KEY
    return PAGE.format(title=(parts[-1] or "home").capitalize(), key=key, lang="de" if parts[0] == "de" else "en")


async def _body(receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


@contextlib.contextmanager
def stub_server() -> Iterator[Stub]:
    """Serves in a thread on a free port."""
    stub = Stub()
    config = uvicorn.Config(stub, port=0, log_level="critical", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    until(lambda: server.started)
    stub.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield stub
    server.should_exit = server.force_exit = True
    thread.join(WAIT_S)


def until(condition: Callable[[], object], wait: Callable[[float], None] = time.sleep) -> None:
    """Waits for what another thread does."""
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        wait(0.02)
