"""Merges, conversions, and pairs that may be one, with everything that undoing needs (B1, D11, E16)."""

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


class Conversion(models.Model):
    """What a lead became (D11, F205). `made` names what is new; `before` holds what undoing needs."""

    lead = models.ForeignKey("crm.Lead", on_delete=models.CASCADE, related_name="conversions")
    contact = models.ForeignKey("crm.Contact", null=True, on_delete=models.SET_NULL, related_name="conversions")
    account = models.ForeignKey("crm.Account", null=True, on_delete=models.SET_NULL, related_name="conversions")
    deal = models.ForeignKey("crm.Deal", null=True, on_delete=models.SET_NULL, related_name="conversions")
    made = models.JSONField(default=list, help_text="the modules of which a record was made")
    before = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"lead {self.lead_id}"


class Pair(models.Model):
    """Two records of a module that may be one; `left` is the older. `dismissed_at` when somebody said they are not."""

    class Reason(models.TextChoices):
        """Why they may be one."""

        EMAIL = "email"
        PHONE = "phone"
        NAME = "name"
        LIKENESS = "likeness"

    module = models.CharField(max_length=10)
    left = models.BigIntegerField()
    right = models.BigIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    score = models.PositiveSmallIntegerField(help_text="0 to 100")
    found_at = models.DateTimeField(default=clock.now)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["module", "left", "right"], name="one_pair_of_two"),)
        indexes = (
            models.Index(
                "module", models.F("score").desc(), "id", name="pair_best", condition=models.Q(dismissed_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.module} {self.left} and {self.right}"


class Hunt(models.Model):
    """A search for pairs in a module: how far it is, when it ended."""

    module = models.CharField(max_length=10, unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.module
