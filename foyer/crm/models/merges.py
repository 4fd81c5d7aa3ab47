"""Merges of two records of one module, with everything that undoing needs (B1, E16)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Merge(models.Model):
    """`gone` was merged into `kept`. `before` holds the values of both, and what was moved from one to the other."""

    module = models.CharField(max_length=10)
    kept = models.BigIntegerField()
    gone = models.BigIntegerField()
    before = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["module", "kept"], name="merge_kept"),)

    def __str__(self) -> str:
        return f"{self.module} {self.gone} into {self.kept}"
