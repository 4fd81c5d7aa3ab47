"""Mails to many: one row for each person that a mailing was meant for, and who wants no more (E16)."""

from django.db import models

from foyer.crm.models.runs import Run
from foyer.lib import clock


class Mail(models.Model):
    """A mail of a mailing to one person. Its words are those of the run's plan, with `values` for the variables.

    It is `sending` on disk before the first byte leaves, so that after a crash nobody is written to twice.
    """

    class State(models.TextChoices):
        """How far it is; the last four are for good."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        LEFT_OUT = "left_out"
        REFUSED = "refused"
        UNKNOWN = "unknown"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="mails")
    number = models.PositiveIntegerField(help_text="the place in the selection")
    record = models.BigIntegerField()
    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="mails")
    address = models.CharField(max_length=254, blank=True)
    values = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True, help_text="why it is left out")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now, help_text="not before; later when the server said so")
    at = models.DateTimeField(null=True, help_text="when the mail server took it")

    class Meta:
        indexes = (models.Index(fields=["run", "state", "number"], name="mail_next"),)

    def __str__(self) -> str:
        return self.message_id


class Unsubscribed(models.Model):
    """An address to which no mailing goes any more. Only its digest is kept, which outlives the person's erasure."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the normalised address, in hex")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.digest[:12]
