"""The public pages of a form: asked by anybody, framed by the portal's domains only (T15, T32, T33)."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foyer.channels.forms.guard import TRAP, Opened, Stale, new_token, opened, reason_of, sender_of, senders
from foyer.channels.forms.models import WebForm
from foyer.channels.forms.offered import Asked, asked
from foyer.channels.forms.publishing import frame_ancestors, redirect_target
from foyer.channels.forms.reading import Read, browser_id, read_answers, web_address
from foyer.channels.forms.submitting import submit
from foyer.channels.forms.types import Filled
from foyer.lib.text import clean_line
from foyer.portals.domains import origin_allowed

FOLDER = Path(__file__).with_name("public")
CONTENT_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
CACHE_SECONDS = 3600


@login_not_required
@csrf_exempt  # no cookie is asked, the opened page is signed instead
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, form_key: str) -> HttpResponse:
    """The form; a post is stored, then thanked for."""
    found = _form(form_key)
    with translation.override(found.language):
        if request.method == "POST":
            return _taken(request, found)
        return page_of(request, found, asked(found))


@login_not_required
@xframe_options_exempt
@require_safe
def thanks(request: HttpRequest, form_key: str) -> HttpResponse:
    """The same for everybody: nothing here tells what was sent, or who is known (T4)."""
    found = _form(form_key)
    with translation.override(found.language):
        context = {"form": found, "target": redirect_target(found)}
        return _framed(render(request, "channels/forms/pages/thanks.jinja", context), found)


@login_not_required
@require_safe
def asset(_request: HttpRequest, name: str) -> HttpResponse:
    """A script or style sheet of the public pages."""
    response = HttpResponse(_file(name), content_type=CONTENT_TYPES[Path(name).suffix])
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def page_of(
    request: HttpRequest,
    found: WebForm,
    fields: list[Asked],
    read: Read | None = None,
    status: int = 200,
    said: str = "",
    *,
    is_preview: bool = False,
) -> HttpResponse:
    """The form as a page, with what was typed and what is wrong with it."""
    context: dict[str, Any] = {
        "form": found,
        "fields": fields,
        "errors": read.errors if read else {},
        "kept": read.kept if read else {},
        "said": said or (read.errors.get("", "") if read else ""),
        "token": _kept_token(request, found) if read else new_token(found.key),
        "trap": TRAP,
        "visitor": browser_id(request.POST),
        "page_url": web_address(request.POST.get("page", "")),
        "page_title": clean_line(request.POST.get("page_title", ""), 300),
        "is_preview": is_preview,
    }
    response = render(request, "channels/forms/pages/form.jinja", context, status=status)
    return _framed(response, found, is_preview=is_preview)


def _taken(request: HttpRequest, found: WebForm) -> HttpResponse:
    fields = asked(found)
    read = read_answers(fields, request.POST, found.consent)
    if not _may_come_from(request, found):
        return page_of(request, found, fields, read, 403, _("This form belongs to another website. Send it from here."))
    try:
        seen = opened(request.POST.get("token", ""), found.key) if "token" in request.POST else None
    except Stale:
        return page_of(request, found, fields, read, 422, _("The form was open for a long time. Send it again."))
    if read.errors:
        return page_of(request, found, fields, read, 422)
    wait_s = senders.take(sender_of(request.META["REMOTE_ADDR"]))
    if wait_s:
        response = page_of(request, found, fields, read, 429, _("That was very often. Wait a minute, then send it."))
        response["Retry-After"] = str(int(wait_s) + 1)
        return response
    submit(found, _filled(request, read, seen))
    return _thanked(request, found)


def _filled(request: HttpRequest, read: Read, seen: Opened | None) -> Filled:
    texts = [answer.text for answer in read.answers]
    page = request.POST.get("page", "") or ("" if seen else request.headers.get("Referer", ""))
    return Filled(
        answers=read.answers,
        consented="consent" in read.kept,
        nonce=seen.nonce if seen else "",
        sender=sender_of(request.META["REMOTE_ADDR"]),
        browser=browser_id(request.POST),
        page_url=web_address(page),
        page_title=clean_line(request.POST.get("page_title", ""), 300),
        reason=reason_of(request.POST, texts, seen.seconds if seen else None),
    )


def _thanked(request: HttpRequest, found: WebForm) -> HttpResponse:
    """In a frame the thank-you stays in it; a page goes on to the portal's own."""
    target, is_framed = redirect_target(found), request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame"}
    where = target if target and not is_framed else reverse("form_thanks", kwargs={"form_key": found.key})
    return _framed(SeeOther(where), found)


class SeeOther(HttpResponseRedirect):
    """Reloading what comes next sends nothing again."""

    status_code = 303


def _may_come_from(request: HttpRequest, found: WebForm) -> bool:
    """Our own page, or one of the portal's. A page that hides its origin must have been opened here (T27)."""
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return origin_allowed(origin, found.portal.domains, _own_origin(request))
    return "token" in request.POST


def _own_origin(request: HttpRequest) -> str:
    return str(settings.BASE_URL) or f"{request.scheme}://{request.get_host()}"


def _kept_token(request: HttpRequest, found: WebForm) -> str:
    """The same opening of the page, so that sending twice stays once; a new one when it cannot be used any more."""
    token = request.POST.get("token", "")
    try:
        opened(token, found.key)
    except Stale:
        return new_token(found.key)
    return token


def _framed(response: HttpResponse, found: WebForm, *, is_preview: bool = False) -> HttpResponse:
    target = redirect_target(found)
    actions = ["'self'", "/".join(target.split("/", 3)[:3])] if target else ["'self'"]
    ancestors = ["'self'"] if is_preview else ["'self'", *frame_ancestors(found.portal.domains)]
    response._csp_replace = {"frame-ancestors": ancestors, "form-action": actions}  # type: ignore[attr-defined]
    response["Content-Language"] = found.language
    return response


def _form(key: str) -> WebForm:
    rows = WebForm.objects.select_related("portal", "embed_code")
    found = rows.filter(key=key, is_active=True, portal__is_enabled=True).first()
    if found is None:
        raise Http404
    return found


@cache
def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
