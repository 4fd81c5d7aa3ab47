"""The calendar of activities: a month or a week, and moving things in it (E16)."""

import datetime as dt
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.actions.activities import move_activity
from foyer.crm.activities import activity_for, day_of
from foyer.crm.models import Activity
from foyer.desk.access import or_404, signed_in
from foyer.desk.activities.answers import told
from foyer.desk.activities.calendar import calendar_page, day_from
from foyer.desk.activities.rights import require_module
from foyer.desk.shell import formats
from foyer.team.queries import time_zone


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The page, or only its inside when it is fetched again."""
    require_module(signed_in(request))
    fragment = "desk/activities/grid.jinja" if request.headers.get("HX-Request") else "desk/activities/calendar.jinja"
    return render(request, fragment, {"page": calendar_page(request)})


@require_POST
def time(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Moves an activity to another day, its hour stays. The toast takes it back."""
    user = signed_in(request)
    found = or_404(activity_for, user, activity_id)
    zone = timezone.get_current_timezone()
    old = day_of(found, zone)
    new = _wanted(request)
    move_activity(found, user, _moved(found, new, zone))
    undo: dict[str, Any] = {"undo": request.path, "fields": {"day": old.isoformat()}} if old else {}
    sentence = _("%(subject)s is due on %(day)s now") % {"subject": found.subject, "day": formats.date(new)}
    return told(request, sentence, events=("foyer:activities", "foyer:record"), **undo)


def _wanted(request: HttpRequest) -> dt.date:
    """The day of the form: as a date, or by a word."""
    today = timezone.localdate()
    words = {"today": 0, "tomorrow": 1, "next_week": 7 - today.weekday()}
    to = request.POST.get("to", "")
    day = today + dt.timedelta(days=words[to]) if to in words else day_from(request.POST.get("day", ""))
    if day is None:
        raise BadRequest
    return day


def _moved(activity: Activity, day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """The same hour of another day; without one the whole day (D23)."""
    if activity.due_at is None or activity.all_day:
        return dt.datetime.combine(day, dt.time(), time_zone())
    return dt.datetime.combine(day, activity.due_at.astimezone(zone).time(), zone)
