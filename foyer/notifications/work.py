"""Nudges about activities, mentions and files: to whom they concern, and to open records (E16, idea 3)."""

from foyer.crm.activity_types import (
    ActivityChanged,
    ActivityCreated,
    ActivityDeleted,
    ActivityDone,
    ActivityReopened,
    ActivityRestored,
    ColleagueMentioned,
    FileAttached,
    FileDeleted,
    FileRestored,
    NoteChanged,
    NoteDeleted,
    NoteRestored,
    ReminderDue,
)
from foyer.crm.models import Activity, Mention
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.lib.bus import bus


@reacts_to(ReminderDue)
def remind(event: Event) -> None:
    """A pop-up, unless it was done meanwhile."""
    if Activity.objects.filter(pk=event.subject_id, done_at=None, gone_at=None).exists():
        bus().publish(f"user:{event.data['owner']}", {"t": "reminder", "id": event.subject_id})


@reacts_to(ColleagueMentioned)
def tell_mentioned(event: Event) -> None:
    """A pop-up, unless they have seen it."""
    if Mention.objects.filter(pk=event.data["mention"], seen_at=None).exists():
        bus().publish(f"user:{event.data['mentioned']}", {"t": "mention", "id": event.data["mention"]})


@reacts_to(ActivityCreated, ActivityChanged, ActivityDone, ActivityReopened, ActivityDeleted, ActivityRestored)
def refresh_activities(event: Event) -> None:
    """My day, calendars and the lists of records are fetched again."""
    bus().publish("records", {"t": "activities"})
    _tell_record(event)


@reacts_to(NoteChanged, NoteDeleted, NoteRestored, FileAttached, FileDeleted, FileRestored)
def refresh_belongings(event: Event) -> None:
    """The feed and the files of the record are others now."""
    _tell_record(event)


def _tell_record(event: Event) -> None:
    if event.actor_id:
        bus().publish("records", {"t": "record", "actor": event.actor_id})
