"""Devices that take notifications, and the log of what was sent to them (E32, B17)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock

MAX_ENDPOINT = 2_000


class Device(models.Model):
    """A browser that may be pushed to; its endpoint belongs to one user at a time, whoever is signed in there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=MAX_ENDPOINT)
    endpoint_hash = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100, help_text="the browser's public key (RFC 8291)")
    auth = models.CharField(max_length=40, help_text="the secret shared with it")
    session = models.CharField(max_length=64, blank=True, help_text="hash of the session, with which the device goes")
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, help_text="when its push service last took something")

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One notification on its way to one device. It says of what, and never what: that is read when it is sent."""

    class Result(models.TextChoices):
        """How it went."""

        WAITING = "waiting"
        SENT = "sent"
        GONE = "gone"
        FAILED = "failed"
        EXPIRED = "expired"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    device = models.ForeignKey(Device, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    device_name = models.CharField(max_length=80)
    event_id = models.BigIntegerField(null=True, help_text="its cause; a reaction that runs twice sends once")
    kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField(help_text="the chat, mention, activity or form that it is about")
    result = models.CharField(max_length=10, choices=Result, default=Result.WAITING)
    status = models.PositiveSmallIntegerField(null=True, help_text="the push service's last answer")
    reason = models.CharField(max_length=20, blank=True, help_text="why there was no answer")
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("user", models.F("id").desc(), name="delivery_latest"),
            models.Index(fields=["at"], name="delivery_old"),
        )
        constraints = (models.UniqueConstraint(fields=["event_id", "device"], name="one_delivery_per_event"),)

    def __str__(self) -> str:
        return f"{self.kind} to {self.device_name}: {self.result}"
