"""What happened: each row is outbox, timeline entry and audit at once (design, idea 2)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Event(models.Model):
    """One thing that happened, written in the transaction of the change.

    `subject_type` and `subject_id` name what it happened to; `actor` whose feed it belongs to; `user` who did it.
    """

    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(
        "identity.Actor", null=True, on_delete=models.SET_NULL, related_name="events", db_index=False
    )
    portal = models.ForeignKey("portals.Portal", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    reacted_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index("actor", models.F("at").desc(), models.F("id").desc(), name="event_feed"),
            models.Index(fields=["id"], name="event_outbox", condition=models.Q(reacted_at__isnull=True)),
            models.Index(fields=["subject_type", "subject_id"], name="event_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class Edition(models.Model):
    """One row: which edition of the settings is in force; another number with each change of them. See kept.py."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
