"""Tasks, meetings and calls: what is to be done, when, by whom, about which record (E16, F88)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Activity(models.Model):
    """Something to do. It hangs on the record's actor, so that it survives a merge; without one it is private work.

    A task has `due_at`; a meeting or call begins at `due_at` and ends at `ends_at`. `all_day` leaves the hour out.
    """

    class Kind(models.TextChoices):
        """What is to be done."""

        TASK = "task"
        MEETING = "meeting"
        CALL = "call"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TASK)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    actor = models.ForeignKey("identity.Actor", null=True, on_delete=models.PROTECT, related_name="activities")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="activities")
    priority = models.CharField(max_length=10, blank=True, help_text="a choice of the list of priorities")
    place = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    all_day = models.BooleanField(default=False)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.TextField(blank=True, help_text="what came of it, say of a call")
    custom = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("owner", "due_at", "id", name="activity_open", condition=models.Q(done_at=None, gone_at=None)),
            models.Index("due_at", "id", name="activity_due", condition=models.Q(gone_at=None)),
            models.Index("due_at", "id", name="activity_to_do", condition=models.Q(done_at=None, gone_at=None)),
            models.Index(fields=["remind_at"], name="activity_remind", condition=models.Q(reminded_at=None)),
            models.Index(
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="activity_newest",
                condition=models.Q(gone_at=None),
            ),
            models.Index(
                "owner",
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="activity_mine",
                condition=models.Q(gone_at=None),
            ),
            models.Index(
                "owner", "done_at", name="activity_done", condition=models.Q(done_at__isnull=False, gone_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.subject
