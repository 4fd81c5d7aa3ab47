"""Saved views of lists: which rows, which columns, in which order (E16)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class View(models.Model):
    """A view that somebody saved. `filters` is a tree of conditions, `sort` a field, with a minus for descending."""

    class Shared(models.TextChoices):
        """Who sees it besides its owner."""

        NOBODY = "nobody"
        TEAM = "team"
        EVERYBODY = "everybody"

    module = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    shared = models.CharField(max_length=10, choices=Shared, default=Shared.NOBODY)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=["module", "owner"], name="view_module"),)

    def __str__(self) -> str:
        return self.name


class PinnedView(models.Model):
    """A view that a user has among the tabs, in their order; `view` is a key of the shipped ones or the id of a row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pinned_views")
    module = models.CharField(max_length=10)
    view = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=["user", "module", "view"], name="one_pin_per_view"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.module} {self.view}"
