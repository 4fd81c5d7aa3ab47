"""Long work over many records, with its progress and a report: mass actions, imports, exports (E16, E35)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Run(models.Model):
    """One piece of long work. `plan` says what is to be done; the job reads it, works in batches and counts."""

    class Kind(models.TextChoices):
        """What is done."""

        MASS = "mass"
        IMPORT = "import"
        EXPORT = "export"
        UNDO = "undo"
        MAIL = "mail"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"
        UNDONE = "undone"

    kind = models.CharField(max_length=10, choices=Kind)
    module = models.CharField(max_length=10)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs")
    plan = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    stored = models.CharField(max_length=80, blank=True, help_text="the name of its file in the data folder")
    file_name = models.CharField(max_length=200, blank=True)
    position = models.BigIntegerField(
        default=0, help_text="the last line, record or row of the report that is dealt with"
    )
    of = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="undoings", help_text="what this run takes back"
    )
    stop_wanted = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(
        null=True, help_text="when a batch was last done; one that is silent is taken up again"
    )

    class Meta:
        indexes = (models.Index("user", models.F("created_at").desc(), name="run_newest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.module} {self.pk}"


class RunRow(models.Model):
    """What became of one row: made, changed, left out, refused or never known, and what undoing it needs."""

    class Outcome(models.TextChoices):
        """What became of it."""

        MADE = "made"
        CHANGED = "changed"
        SKIPPED = "skipped"
        FAILED = "failed"
        UNKNOWN = "unknown"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="the line of the file, or the place in the selection")
    record = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    message = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["run", "number"], name="run_rows"),)

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"
