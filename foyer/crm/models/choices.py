"""Pick lists: the values that salutation, source, status and the like may have (F217, F241)."""

from django.db import models


class Choice(models.Model):
    """One value of a pick list. Without a label, the one that a key has from the start is shown in the user's language.

    A list has rows once an administrator changed it; until then it is as `foyer.crm.choices` says.
    """

    list = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=["list", "key"], name="one_choice_per_key"),)

    def __str__(self) -> str:
        return self.label or self.key
