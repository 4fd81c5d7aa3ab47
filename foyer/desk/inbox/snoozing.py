"""Putting a chat aside, and taking it up again (ui.md, inbox)."""

import dataclasses
import datetime as dt

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.conversations.snoozing import snooze, take_up
from foyer.conversations.types import AlreadyEnded, AlreadyTaken
from foyer.desk.access import signed_in
from foyer.desk.inbox.page import OK, asking, found
from foyer.desk.shell import formats
from foyer.lib import clock
from foyer.team.types import Refusal

REFUSED = 422
MORNING, EVENING = dt.time(9), dt.time(17)
HOURS_LEFT = dt.timedelta(hours=2)
"""So long before the evening "this evening" is worth offering."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """A time to come back to it: the value that is posted, in words and by the clock."""

    key: str
    text: str
    at: dt.datetime


def choices(now: dt.datetime) -> list[Choice]:
    """In the user's time zone: in an hour, this evening while there is some day left, tomorrow, on Monday."""
    here = now.astimezone(timezone.get_current_timezone())
    evening = here.replace(hour=EVENING.hour, minute=0, second=0, microsecond=0)
    found = [Choice("hour", _("In an hour"), here + dt.timedelta(hours=1))]
    if evening - here >= HOURS_LEFT:
        found.append(Choice("evening", _("This evening"), evening))
    found.append(Choice("tomorrow", _("Tomorrow"), _morning(here, 1)))
    if here.weekday() != 6:  # on a Sunday that is tomorrow
        found.append(Choice("monday", _("On Monday"), _morning(here, 7 - here.weekday())))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def snoozing(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Asks until when, and puts the chat aside."""
    chat, user = found(request, conversation_id), signed_in(request)
    try:
        if request.method != "POST":
            return _asked(request, conversation_id)
        until = snooze(chat.pk, user, _chosen(request)).snoozed_until
    except Refusal as refusal:
        return _asked(request, conversation_id, refusal.sentence)
    except (AlreadyEnded, AlreadyTaken):
        toasts.error(request, _not_theirs())
        return redirect("conversation", conversation_id=chat.pk)
    undo = reverse("conversation_taking_up", args=[chat.pk])
    toasts.success(request, _("Snoozed until %(at)s") % {"at": formats.moment(until or clock.now())}, extra_tags=undo)
    return redirect("inbox")


@require_POST
def taking_up(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Brings a chat back before its time."""
    chat = found(request, conversation_id)
    try:
        take_up(chat.pk, signed_in(request))
    except AlreadyTaken:
        toasts.error(request, _not_theirs())
    return redirect("conversation", conversation_id=chat.pk)


def _asked(request: HttpRequest, conversation_id: int, error: str = "") -> HttpResponse:
    chat, now = found(request, conversation_id), clock.now()
    context = {"choices": choices(now), "until": request.POST.get("at", ""), "error": error}
    return asking(request, "snooze", _("Snooze"), chat, status=REFUSED if error else OK, **context)


def _chosen(request: HttpRequest) -> dt.datetime:
    """One of those offered, or what was typed, in the user's time zone; Refusal for what is no time."""
    key = request.POST.get("until", "")
    if offered := next((each.at for each in choices(clock.now()) if each.key == key), None):
        return offered
    try:
        typed = dt.datetime.fromisoformat(request.POST.get("at", ""))
        return typed.replace(tzinfo=timezone.get_current_timezone())
    except ValueError as error:
        raise Refusal(_("Choose a day and a time.")) from error


def _morning(here: dt.datetime, days: int) -> dt.datetime:
    return dt.datetime.combine(here.date() + dt.timedelta(days=days), MORNING, here.tzinfo)


def _not_theirs() -> str:
    return _("Only who answers in a chat that goes on can snooze it.")
