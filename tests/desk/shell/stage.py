"""A stage for behaviours: our templates and scripts over http with made-up data, and no Foyer behind them."""

import dataclasses
import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from django.template import engines
from django.utils.functional import SimpleLazyObject
from jinja2 import ChoiceLoader, DictLoader, Environment

from foyer.desk.shell.context import NavItem, Shell
from foyer.team.models import User
from tests.desk.shell.tokens import STATIC

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
ANNA = User(pk=1, name="Anna Berger", email="anna@foyer.test", role="administrator")
PLACES = ("live", "inbox", "leads", "contacts", "visits", "setup")
Answer = tuple[int, str]


@dataclasses.dataclass
class Stage:
    """Pages by name, answers to POSTs, and what was asked."""

    origin: str = ""
    pages: dict[str, str] = dataclasses.field(default_factory=dict)
    posts: list[dict[str, str]] = dataclasses.field(default_factory=list)
    answer: Callable[[dict[str, str]], Answer] = lambda posted: (200, "")
    ringing: int = 0

    def render(self, name: str) -> str:
        """The page as Anna would get it."""
        return environment(self.pages).get_template(name).render(context(self.ringing))


def environment(pages: dict[str, str]) -> Environment:
    """The product's own environment, with these pages besides and addresses that need no views."""
    own = engines["jinja2"].env
    made: Environment = own.overlay(loader=ChoiceLoader([DictLoader(pages), own.loader]))
    made.globals = {**own.globals, "url": lambda name, **_: f"/{name}/", "static": lambda path: f"/static/{path}"}
    return made


def context(ringing: int) -> dict[str, object]:
    """What every page is given."""
    nav = [
        NavItem(name, f"/{name}/", "inbox", name.title(), on=name == "inbox", hot=name == "inbox") for name in PLACES
    ]
    shell = SimpleLazyObject(lambda: Shell(ANNA, nav, [], None, "online", "", ringing, is_full=False))
    request = type("Request", (), {"headers": {}})()
    return {"shell": shell, "csrf_token": "token", "csrf_input": "", "messages": [], "request": request}


@contextmanager
def staged() -> Iterator[Stage]:
    """A stage that answers at its origin until the block ends."""
    stage = Stage()
    handler = functools.partial(_Handler, stage, directory=str(STATIC))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stage.origin = f"http://127.0.0.1:{server.server_port}"
    yield stage
    server.shutdown()
    server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, stage: Stage, *args: object, directory: str) -> None:
        self.stage = stage
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        """A file below /static/, a page by its name, or nothing."""
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            self.path = path.removeprefix("/static")
            return super().do_GET()
        known = path.strip("/") in self.stage.pages
        return self._say(200 if known else 404, self.stage.render(path.strip("/")) if known else "")

    def do_POST(self) -> None:
        """Keeps the form and answers as the test wants."""
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
        posted = _form(raw, self.headers.get("Content-Type", ""))
        if self.path.startswith("/socket/"):
            return self._say(503, "")
        self.stage.posts.append(posted)
        return self._say(*self.stage.answer(posted))

    def _say(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _form(raw: bytes, kind: str) -> dict[str, str]:
    if "multipart" not in kind:
        return dict(parse_qsl(raw.decode()))
    parts = [
        part.split("\r\n\r\n", 1) for part in raw.decode().split("--" + kind.split("boundary=")[1]) if "name=" in part
    ]
    return {head.split('name="')[1].split('"')[0]: body.removesuffix("\r\n") for head, body in parts}
