"""The form of an activity: what people choose becomes the values of its fields (E16, T14)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.crm.activities import day_of
from foyer.crm.choices import options_of
from foyer.crm.models import Activity
from foyer.team.models import User
from foyer.team.queries import active_users, time_zone
from foyer.team.rights import rights_of

MORNING = dt.time(9)
"""When one is reminded of what is for a whole day."""
REMINDERS = (
    ("", _("No reminder")),
    ("0", _("When it is due")),
    ("10", _("10 minutes before")),
    ("30", _("30 minutes before")),
    ("60", _("1 hour before")),
    ("1440", _("1 day before")),
)
AT_FIELD = {"due_at": "day", "ends_at": "ends", "all_day": "day", "remind_at": "reminder"}
"""Where a sentence about a stored field is shown."""

HIDEABLE = ("owner", "priority", "place", "text", "reminder")


class ActivityForm(forms.Form):
    """Making and changing; `kind` decides which of the fields make sense. What is hidden from the user is not there."""

    subject = forms.CharField(label=_("Subject"), max_length=200, widget=forms.TextInput({"autofocus": True}))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=(("task", _("Task")), ("meeting", _("Meeting")), ("call", _("Call"))),
        widget=forms.RadioSelect,
        initial="task",
    )
    day = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("At"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    reminder = forms.ChoiceField(label=_("Reminder"), choices=REMINDERS, required=False)
    owner = forms.ChoiceField(label=_("Assigned to"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Description"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), user.name) for user in active_users()]
        self.fields["owner"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]
        priorities = [(option.key, option.label) for option in options_of("priority") if option.is_active]
        self.fields["priority"].choices = [("", _("No priority")), *priorities]  # type: ignore[attr-defined]
        for key in HIDEABLE:
            if not rights_of(user).sees("activity", {"reminder": "remind_at"}.get(key, key)):
                del self.fields[key]

    def values(self) -> dict[str, object]:
        """The values of the fields of the activity."""
        data = self.cleaned_data
        kept = {key: data[key] for key in ("subject", "kind", "owner", "priority", "place", "text") if key in data}
        return kept | moments(data["day"], data["time"], data["ends"], data.get("reminder", ""))


def moments(day: dt.date | None, time: dt.time | None, ends: dt.time | None, reminder: str) -> dict[str, object]:
    """When it is due, ends, and is to be reminded of; without an hour it is for the whole day (D23)."""
    if day is None:
        return {"due_at": None, "ends_at": None, "remind_at": None, "all_day": False}
    zone = timezone.get_current_timezone()
    due_at = dt.datetime.combine(day, time, zone) if time else dt.datetime.combine(day, dt.time(), time_zone())
    ends_at = dt.datetime.combine(day, ends, zone) if time and ends else None
    base = due_at if time else dt.datetime.combine(day, MORNING, zone)
    remind_at = base - dt.timedelta(minutes=int(reminder)) if reminder else None
    return {"due_at": due_at, "ends_at": ends_at, "remind_at": remind_at, "all_day": time is None}


def initial_of(activity: Activity) -> dict[str, object]:
    """The activity as the form shows it."""
    zone = timezone.get_current_timezone()
    day = day_of(activity, zone)
    at = activity.due_at.astimezone(zone) if activity.due_at else None
    base = dt.datetime.combine(day, MORNING, zone) if activity.all_day and day else at
    remind_at = activity.remind_at and activity.remind_at.astimezone(zone)  # a day before by the clock on the wall
    before = str(int((base - remind_at).total_seconds() // 60)) if base and remind_at else ""
    return {
        **{key: getattr(activity, key) for key in ("subject", "kind", "priority", "place", "text")},
        "owner": str(activity.owner_id or ""),
        "day": day,
        "time": None if activity.all_day or at is None else at.time(),
        "ends": activity.ends_at.astimezone(zone).time() if activity.ends_at else None,
        "reminder": before if before in dict(REMINDERS) else "0" if before else "",
    }


class CallForm(forms.Form):
    """A call that took place: which way it went, and what came of it."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=(("out", _("I called")), ("in", _("They called"))),
        widget=forms.RadioSelect,
        initial="out",
    )
    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
    )
