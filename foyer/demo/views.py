"""The demo shop's pages, which carry the tracker and the widget of the portal Demo shop."""

import dataclasses
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from foyer.demo.house import demo_portal
from foyer.demo.shop import BENCH, PIECES, Piece

SITE = Path(__file__).with_name("site")
KEY_MARK = "{{key}}"
CACHE_SECONDS = 3600
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file of the shop."""

    content: bytes
    content_type: str


@login_not_required
@require_safe
def page(request: HttpRequest, name: str = "index.html") -> HttpResponse:
    """A page of the shop; every piece of furniture shares the product page."""
    key = _portal_key()
    text = _file(name).content.decode().replace(KEY_MARK, key)
    piece = PIECES.get(request.GET.get("piece", ""), BENCH)
    response = HttpResponse(_of_piece(text, piece) if name == "product.html" else text)
    response["Content-Security-Policy"] = _policy(request.get_host())
    return response


@login_not_required
@require_safe
def asset(_request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet, script or picture of the shop."""
    file = _file(name)
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return response


def _of_piece(page: str, piece: Piece) -> str:
    """The bench's page with another piece on it; what is told below the fold stays the bench's."""
    head, form, rest = page.partition("</form>")
    for bench, other in ((BENCH.name, piece.name), (BENCH.price, piece.price), (BENCH.line, piece.line)):
        head = head.replace(bench, other)
    head = head.replace(f"art/{BENCH.picture}.svg", f"art/{piece.picture}.svg")
    return head + form + rest


def _portal_key() -> str:
    portal = demo_portal()
    code = portal.embed_codes.first() if portal else None
    if code is None:
        raise Http404
    return code.key


def _file(name: str) -> File:
    """A file by its name below the folder: only names that were found there, so no path leads elsewhere."""
    file = _files().get(name)
    if file is None:
        raise Http404
    return file


@cache
def _files() -> dict[str, File]:
    paths = (path for path in SITE.rglob("*") if path.suffix in CONTENT_TYPES)
    return {path.relative_to(SITE).as_posix(): File(path.read_bytes(), CONTENT_TYPES[path.suffix]) for path in paths}


def _policy(host: str) -> str:
    """The shop is a website like a customer's, and a strict one: the widget has to work under this policy."""
    return (
        f"default-src 'self'; connect-src 'self' ws://{host} wss://{host}; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
