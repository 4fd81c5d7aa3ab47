"""Web forms, and what was sent with them (F126-F129, E24)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class WebForm(models.Model):
    """A form for a website. `fields` is a list of `{"key", "label", "required"}` in the order of the page.

    With `embed_code` visits of the form's page are tracked by that code (F126, F127). `redirect_url` takes the place of
    `thanks`. Who gets the record is decided by the rules for `source`; `notify` hear of each submission too.
    """

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    module = models.CharField(max_length=10, default="lead", help_text="lead or contact")
    portal = models.ForeignKey("portals.Portal", on_delete=models.PROTECT, related_name="forms")
    embed_code = models.ForeignKey("portals.EmbedCode", null=True, on_delete=models.SET_NULL, related_name="forms")
    fields = models.JSONField(default=list)
    title = models.CharField(max_length=120, blank=True)
    button = models.CharField(max_length=40, blank=True)
    consent = models.TextField(blank=True, help_text="what the visitor agrees to; empty: nothing is asked")
    thanks = models.TextField(blank=True)
    redirect_url = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=2, default="en")
    source = models.CharField(max_length=40, default="web_form")
    notify = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """What one visitor sent, as it was sent. What is typed proves nothing and changes no record (T1).

    `actor` is the browser, `record_actor` the record that was made or found. `answers` is a list of
    `{"key", "label", "text", "value"}`: the words as people read them, and the value as fields store it. `token` makes
    sending twice the same as once (R12); `sender` is a keyed hash of the address, never the address.
    """

    class State(models.TextChoices):
        """Where it lies."""

        RECEIVED = "received"
        SPAM = "spam"

    form = models.ForeignKey(WebForm, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    portal = models.ForeignKey("portals.Portal", on_delete=models.PROTECT, related_name="+", db_index=False)
    actor = models.ForeignKey("identity.Actor", null=True, on_delete=models.PROTECT, related_name="submissions")
    record_actor = models.ForeignKey("identity.Actor", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    spam_reason = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=list)
    words = models.TextField(blank=True, help_text="the answers without case and accents, to search in")
    consent = models.TextField(blank=True, help_text="what was agreed to, word for word")
    consented_at = models.DateTimeField(null=True)
    page_url = models.CharField(max_length=2000, blank=True)
    page_title = models.CharField(max_length=300, blank=True)
    browser = models.CharField(max_length=40, blank=True, help_text="the tracker's public name of the browser")
    token = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index("form", "state", models.F("at").desc(), models.F("id").desc(), name="submission_newest"),
            models.Index("portal", "state", models.F("at").desc(), models.F("id").desc(), name="submission_of_portal"),
            models.Index(fields=["digest", "at"], name="submission_same"),
            models.Index(fields=["nonce"], name="submission_nonce"),
        )

    def __str__(self) -> str:
        return f"submission {self.pk}"
