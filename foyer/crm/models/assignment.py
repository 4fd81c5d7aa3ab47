"""Distribution pools, and which source goes to whom (F179, F236, E17)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Pool(models.Model):
    """Users who get new records in turn."""

    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class PoolMember(models.Model):
    """A user's place in a pool: whoever waits longest is next; a new member goes last."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    waits_since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("waits_since", "id")
        constraints = (models.UniqueConstraint(fields=["pool", "user"], name="one_place_per_pool"),)

    def __str__(self) -> str:
        return f"{self.pool_id}: {self.user_id}"


class SourceRule(models.Model):
    """New records of a module from a source go to a user or to a pool. Without a source: those of any other."""

    module = models.CharField(max_length=10)
    source = models.CharField(max_length=40, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    pool = models.ForeignKey(Pool, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["module", "source"], name="one_rule_per_source"),)

    def __str__(self) -> str:
        return f"{self.module} {self.source}"
