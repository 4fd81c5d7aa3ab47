"""Custom fields, and how the fields of a record are laid out (F50, F189-F191, F230, E16)."""

from django.db import models


class CustomField(models.Model):
    """A field that an administrator added to a module. Its values lie in `custom` of the record, under `key`."""

    module = models.CharField(max_length=10)
    key = models.CharField(max_length=44, help_text="c_ and letters of the label; never changes")
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    options = models.JSONField(default=dict, help_text="choices, the module of a link, the parts of a formula")
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=["module", "key"], name="one_field_per_key"),)

    def __str__(self) -> str:
        return self.label


class Layout(models.Model):
    """The sections of a module's record page, each with its fields in order; without a row as from the start."""

    module = models.CharField(max_length=10, unique=True)
    sections = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.module
