"""A user's own notifications: ways, devices, test, log; never those of others (T7)."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.desk.access import or_404, signed_in
from foyer.desk.notifications.words import shown_of, words_of
from foyer.lib.text import id_from
from foyer.lib.useragents import user_agent
from foyer.notifications.actions import add_device, choose_ways, remove_device, start_test
from foyer.notifications.delivering import send_now
from foyer.notifications.kinds import KINDS, WAYS, ways_of
from foyer.notifications.models import MAX_ENDPOINT
from foyer.notifications.push import public_key
from foyer.notifications.queries import device_of, devices_of, log_of
from foyer.notifications.types import BadSubscription, Subscription

REFUSED = 422
MAX_KEY = 100
VERSION = re.compile(r" \d+$")


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """The page; a POST saves what is told in which ways."""
    user = signed_in(request)
    if request.method == "POST":
        chosen = {kind.key: request.POST.getlist(kind.key) for kind in KINDS}
        choose_ways(user, chosen, shows_words="shows_words" in request.POST)
        messages.success(request, _("Saved"))
        return redirect("notifications")
    log = log_of(user, id_from(request.GET.get("before", "")))
    context = {
        "ways": WAYS,
        "kinds": [(kind, ways_of(user, kind)) for kind in KINDS],
        "devices": devices_of(user),
        "log": [shown_of(delivery) for delivery in log.deliveries],
        "older": log.older,
        "is_first": "before" not in request.GET,
        "key": public_key(),
    }
    return render(request, "desk/notifications/notifications.jinja", context)


@require_POST
def devices(request: HttpRequest) -> HttpResponse:
    """The browser that asks may be notified from now on; 422 when what it gives is no subscription (T24)."""
    given = request.POST
    keys = [given.get(name, "")[:MAX_KEY] for name in ("p256dh", "auth")]
    subscription = Subscription(given.get("endpoint", "")[: MAX_ENDPOINT + 1], *keys)
    session = request.session.session_key or ""
    try:
        device = add_device(signed_in(request), subscription, _name(request), session)
    except BadSubscription as bad:
        return JsonResponse({"refused": str(bad)}, status=REFUSED)
    return JsonResponse({"device": device.pk})


@require_POST
def removal(request: HttpRequest, device_id: int) -> HttpResponse:
    """Takes a device off."""
    or_404(remove_device, signed_in(request), device_id)
    messages.success(request, _("Device removed"))
    return redirect("notifications")


@require_POST
def test(request: HttpRequest, device_id: int) -> JsonResponse:
    """Sends a notification at once, and says what its push service answered."""
    delivery = start_test(or_404(device_of, signed_in(request), device_id))
    outcome = send_now(delivery)
    is_sent = outcome is not None and outcome.is_sent
    return JsonResponse({"sent": is_sent, "words": words_of(delivery), "test": delivery.pk})


def _name(request: HttpRequest) -> str:
    """Like Chromium on Linux: versions change under one's hands."""
    agent = user_agent(request.headers.get("User-Agent", ""))
    names = {"browser": VERSION.sub("", agent.browser), "system": VERSION.sub("", agent.os)}
    return _("%(browser)s on %(system)s") % names if all(names.values()) else names["browser"] or _("Browser")
