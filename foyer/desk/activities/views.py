"""My day, and the dialogs of an activity (E16)."""

import dataclasses
import datetime as dt
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.conversations.queries import conversations_of, unseen_chat_mentions
from foyer.crm.access import may, require
from foyer.crm.actions import Conflict, Invalid
from foyer.crm.actions.activities import (
    change_activity,
    create_activity,
    delete_activity,
    finish_activity,
    reopen_activity,
    restore_activity,
)
from foyer.crm.activities import (
    MOST_LATE,
    MOST_LATER,
    activity_for,
    my_day,
    open_activities,
    subjects_named,
    subjects_of,
)
from foyer.crm.models import Activity
from foyer.crm.modules import AnyRecord, module_name
from foyer.desk.access import or_404, signed_in
from foyer.desk.activities.about import about_from, record_seen, subject_for
from foyer.desk.activities.answers import told
from foyer.desk.activities.forms import AT_FIELD, ActivityForm, CallForm, initial_of
from foyer.desk.activities.rights import may_create, require_module
from foyer.desk.activities.shown import shown, shown_one
from foyer.desk.notes.mentions import mentions_shown
from foyer.identity.queries import actors_of
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

MY_DAY = "/activities/day/"
CUT = {"late": (MOST_LATE, "overdue"), "later": (MOST_LATER, "mine")}
"""The parts of My day that show only so many, and the view that shows all of them."""
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """What I have to do, by how soon; where colleagues named me stands on top."""
    user = signed_in(request)
    require_module(user)
    found = my_day(user, clock.now(), timezone.get_current_timezone())
    everything = {row.activity.pk: row for row in shown(user, [a for group in _groups(found) for a in group])}
    groups = [[everything[activity.pk] for activity in group] for group in _groups(found)]
    names = ("late", "today", "tomorrow", "later", "done")
    fragment = "desk/activities/day_list.jinja" if request.headers.get("HX-Request") else "desk/activities/day.jinja"
    context = {
        "day": dict(zip(names, groups, strict=True)),
        "more": {name: view for name, (most, view) in CUT.items() if len(getattr(found, name)) >= most},
        "mentions": mentions_shown(user),
        "chat_mentions": unseen_chat_mentions(user),
        "may_create": may_create(user),
    }
    return render(request, fragment, context)


def _groups(found: object) -> list[list[Activity]]:
    return [getattr(found, field.name) for field in dataclasses.fields(found)]  # type: ignore[arg-type]


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Something to do, about a record or of one's own; `?about=lead-7&kind=task&day=2026-11-12` fills it in."""
    user = signed_in(request)
    require_module(user)
    require(user, "create", "activity")
    about = about_from(user, request.POST.get("about", "") or request.GET.get("about", ""))
    if request.method != "POST":
        asked = {name: request.GET[name][:20] for name in ("kind", "day") if request.GET.get(name)}
        return _form(request, ActivityForm(user, initial={"owner": str(user.pk), "kind": "task"} | asked), about)
    form = ActivityForm(user, request.POST)
    if not form.is_valid():
        return _form(request, form, about)
    try:
        made = create_activity(user, _allowed(user, form), about)
    except Invalid as refused:
        return _form(request, _with_errors(form, refused), about)
    sentence = _("%(subject)s is on the list") % {"subject": made.subject}
    return told(request, sentence, events=("foyer:activities", "foyer:record"), back=_page_of(user, about))


@get_or_post
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The dialog of an activity, and changing it."""
    user = signed_in(request)
    found = or_404(activity_for, user, activity_id)
    form = ActivityForm(user, request.POST if request.method == "POST" else None, initial=initial_of(found))
    if request.method != "POST" or not may(user, "edit", found):
        if request.method == "POST":
            raise PermissionDenied
        return _form(request, form, None, found)
    if not form.is_valid():
        return _form(request, form, None, found)
    version = request.POST.get("version", "")
    try:
        change_activity(
            found,
            user,
            _allowed(user, form),
            version=int(version) if version.isdecimal() and len(version) < 9 else None,
        )
    except Invalid as refused:
        return _form(request, _with_errors(form, refused), None, found)
    except Conflict as conflict:
        form.add_error(None, conflict.sentence)
        return _form(request, form, None, found)
    return told(request, _("Saved"), events=("foyer:activities", "foyer:record"))


@get_or_post
def call(request: HttpRequest) -> HttpResponse:
    """Writes a call down that took place: `?about=lead-7`."""
    user = signed_in(request)
    require_module(user)
    require(user, "create", "activity")
    about = about_from(user, request.POST.get("about", "") or request.GET.get("about", ""))
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _dialog(request, "call", {"form": form, "about": subject_for(user, about)})
    subject = _("Incoming call") if form.cleaned_data["direction"] == "in" else _("Outgoing call")
    values = {"subject": subject, "kind": "call", "outcome": form.cleaned_data["outcome"]}
    create_activity(user, values, about, is_done=True)
    return told(
        request,
        _("The call is written down"),
        events=("foyer:activities", "foyer:record"),
        back=_page_of(user, about),
    )


@require_POST
def done(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Ticks an activity off, or opens it again."""
    user = signed_in(request)
    found = or_404(activity_for, user, activity_id)
    events = ("foyer:activities", "foyer:record")
    if request.POST.get("done") == "0":
        reopen_activity(found, user)
        return told(request, _("%(subject)s is open again") % {"subject": found.subject}, events=events)
    finish_activity(found, user, request.POST.get("outcome", ""))
    sentence = _("%(subject)s is done") % {"subject": found.subject}
    return told(request, sentence, undo=request.path, fields={"done": "0"}, events=events)


@require_POST
def deletion(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Takes an activity away, or brings it back."""
    user = signed_in(request)
    found = or_404(activity_for, user, activity_id)
    events = ("foyer:activities", "foyer:record")
    if request.POST.get("deleted") == "0":
        restore_activity(found, user)
        return told(request, _("%(subject)s is back") % {"subject": found.subject}, events=events)
    delete_activity(found, user)
    sentence = _("%(subject)s was deleted") % {"subject": found.subject}
    return told(request, sentence, undo=request.path, fields={"deleted": "0"}, events=events)


@require_safe
def of_record(request: HttpRequest, module: str, record_id: int) -> HttpResponse:
    """The open activities of a record and of everybody who is the same person (E16)."""
    user = signed_in(request)
    record = record_seen(user, module, record_id)
    rows = [shown_one(user, each, None) for each in open_activities(user, actors_of(record.actor_id))]
    context = {"rows": rows, "module": module_name(record), "record": record, "may_create": may_create(user)}
    return render(request, "desk/activities/of_record.jinja", context)


@require_safe
def subjects(request: HttpRequest) -> HttpResponse:
    """Records whose name begins as was typed, to choose one."""
    found = subjects_named(signed_in(request), request.GET.get("q", "")[:80].replace("\x00", ""))
    return render(request, "desk/activities/subjects.jinja", {"found": found})


@require_safe
def popup(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The reminder, as it pops up; nothing when it was done meanwhile."""
    user = signed_in(request)
    found = or_404(activity_for, user, activity_id)
    if found.done_at:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    row = shown_one(user, found, subjects_of(user, [found.actor_id]).get(found.actor_id or 0))
    return render(request, "desk/activities/popup.jinja", {"row": row})


def _page_of(user: User, about: AnyRecord | None) -> str:
    subject = subject_for(user, about)
    return subject.address if subject else MY_DAY


def _form(
    request: HttpRequest, form: ActivityForm, about: AnyRecord | None, found: Activity | None = None
) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    subject = subjects_of(user, [found.actor_id]).get(found.actor_id or 0) if found else subject_for(user, about)
    days = {
        "today": today,
        "tomorrow": today + dt.timedelta(days=1),
        "next_week": today + dt.timedelta(days=7 - today.weekday()),
    }
    context: dict[str, object] = {
        "form": form,
        "about": subject,
        "days": days,
        "row": shown_one(user, found, subject) if found else None,
        "chat": conversations_of(user).filter(follow_up=found).first() if found else None,
    }
    return _dialog(request, "form", context)


def _dialog(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """The form in a dialog; its inside only when it was refused; on a page of its own without script."""
    if not request.headers.get("HX-Request"):
        return render(request, "desk/activities/alone.jinja", {**context, "inside": name})
    if request.method == "POST":
        return render(request, f"desk/activities/{name}.jinja", context)
    return render(request, "desk/activities/dialog.jinja", {**context, "inside": name})


def _allowed(user: User, form: ActivityForm) -> dict[str, object]:
    """What the user's profile lets them fill in; fields that are read-only for them are not in what they send."""
    rights = rights_of(user)
    return {key: value for key, value in form.values().items() if rights.field("activity", key) == "write"}


def _with_errors(form: ActivityForm, refused: Refusal) -> ActivityForm:
    for key, sentence in getattr(refused, "errors", {}).items():
        name = AT_FIELD.get(key, key)
        form.add_error(name if name in form.fields else None, sentence)
    return form
