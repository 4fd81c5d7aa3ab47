"""Notes and files on records and visits (F21, F32, F33, E16)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock

OF_VISITS = models.Q(visit__isnull=False)
"""Most are about records: an index of all would say nothing of most rows, and SQLite passes over such a one (P5)."""


class Note(models.Model):
    """What a colleague wrote about a record, as Markdown; it belongs to the record's actor and survives joins.

    One about a visit belongs to the browser's actor, is seen by whoever sees the visit, and goes with it.
    """

    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="notes")
    visit = models.ForeignKey("visits.Visit", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="notes_of_visits", fields=["visit"], condition=OF_VISITS),)

    def __str__(self) -> str:
        return self.text[:60]


class Mention(models.Model):
    """A colleague to whom a note is of concern, until they have seen it: named in it by @, or told of it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False, help_text="by whoever wrote the note, whomever it names (F184)")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["note", "user"], name="one_mention_per_note"),)

    def __str__(self) -> str:
        return f"{self.note_id}: {self.user_id}"


class Attachment(models.Model):
    """A file on a record, or on a visit. `stored` is its name in the data folder, made of random letters (T17)."""

    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="attachments")
    visit = models.ForeignKey("visits.Visit", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    stored = models.CharField(max_length=80, unique=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(name="files_of_visits", fields=["visit"], condition=OF_VISITS),)

    def __str__(self) -> str:
        return self.name
