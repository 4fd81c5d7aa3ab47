"""Erasures: that one took place, when, by whom, how much; never of whom (B20, T40)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Erasure(models.Model):
    """The erasure of one person. `plan` says what has to go, and is empty when it is gone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    plan = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    steps = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"erasure {self.pk}"
