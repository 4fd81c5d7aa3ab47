"""Setup > Channels > Canned replies: what is sent often, for everybody and for oneself (E13)."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.conversations.canned import (
    MAX_SHORTCUT,
    change_canned_reply,
    create_canned_reply,
    delete_canned_reply,
    may_keep,
)
from foyer.conversations.models import CannedReply
from foyer.conversations.variables import VARIABLES
from foyer.desk.access import signed_in
from foyer.desk.setup.changing import changed
from foyer.lib.variables import written
from foyer.team.types import Refusal

REFUSED = 422
NEW = 0


@require_http_methods(["GET", "HEAD", "POST"])
def canned_replies(request: HttpRequest) -> HttpResponse:
    """All that the user may call, and a form for a new one."""
    if request.method != "POST":
        return _page(request)
    user, data = signed_in(request), request.POST
    shared = user.is_administrator and data.get("for") == "everybody"
    return _kept(
        request,
        lambda: create_canned_reply(user, data.get("shortcut", ""), data.get("text", ""), for_everybody=shared),
    )


@require_POST
def canned_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Another shortcut or text."""
    found, user, data = _found(request, reply_id), signed_in(request), request.POST
    verb = lambda: change_canned_reply(found, user, data.get("shortcut", ""), data.get("text", ""))  # noqa: E731
    return _kept(request, verb, found.pk)


@require_POST
def canned_reply_deletion(request: HttpRequest, reply_id: int) -> HttpResponse:
    """It is offered no more."""
    found, user, said = _found(request, reply_id), signed_in(request), _("The reply is deleted")
    return changed(request, lambda: delete_canned_reply(found, user), "canned_replies", said=said)


def _found(request: HttpRequest, reply_id: int) -> CannedReply:
    user = signed_in(request)
    return get_object_or_404(CannedReply, Q(owner=None) | Q(owner=user), pk=reply_id)


def _kept(request: HttpRequest, verb: Callable[[], CannedReply], changing: int = NEW) -> HttpResponse:
    """Saves and comes back; what was refused stays in its form, with the reason."""
    try:
        verb()
    except Refusal as refusal:
        return _page(request, changing, refusal.sentence, status=REFUSED)
    messages.success(request, _("Saved"))
    return redirect("canned_replies")


def _page(request: HttpRequest, changing: int = NEW, refused: str = "", *, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    replies = list(CannedReply.objects.filter(Q(owner=None) | Q(owner=user)))
    groups = [
        (_("For everybody"), [reply for reply in replies if reply.owner_id is None]),
        (_("Only for me"), [reply for reply in replies if reply.owner_id == user.pk]),
    ]
    context = {
        "groups": [group for group in groups if group[1]],
        "may_keep": lambda reply: may_keep(user, reply),
        "changing": changing,
        "refused": refused,
        "typed": request.POST.dict() if refused else {},
        "variables": [(name, written(name)) for name in VARIABLES],
        "example": lambda otherwise: written(f"visitor_first_name|{otherwise}"),
        "max_shortcut": MAX_SHORTCUT + 1,
    }
    return render(request, "desk/setup/canned.jinja", context, status=status)
