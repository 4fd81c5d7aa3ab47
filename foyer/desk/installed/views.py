"""The worker of the installed app, and its page without a connection (E32, T33)."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from foyer.desk.access import public

PROGRAM = Path(__file__).with_name("worker.js")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FILES = ("css/tokens.css", "css/offline.css", "js/theme.js", "js/offline.js", "brand/favicon.svg", "brand/mark-lit.svg")
"""All that the page without a connection needs; nothing else of Foyer is kept by the worker."""


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The program, told first what it keeps; another name of that makes it another worker."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@public
@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What is shown when Foyer cannot be reached. The same for everybody, so a device may keep it (T33)."""
    if language not in LANGUAGES:
        raise Http404
    return HttpResponse(_offline(language), headers={"Content-Language": language})


@cache
def _worker() -> str:
    pages = {language: reverse("offline", kwargs={"language": language}) for language in LANGUAGES}
    digest = hashlib.sha256(settings.STATIC_URL.encode())
    for language in LANGUAGES:
        digest.update(_offline(language).encode())
    own = {"name": f"foyer-{digest.hexdigest()[:10]}", "pages": pages, "files": [static(name) for name in FILES]}
    own["icon"], own["badge"] = static("brand/icon-192.png"), static("brand/badge-96.png")
    return f"const OWN = {json.dumps(own)};\n{PROGRAM.read_text()}"


@cache
def _offline(language: str) -> str:
    with translation.override(language):
        return render_to_string("desk/installed/offline.jinja", {"language": language})
