"""What the API remembers: answers to requests that may come twice."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Answer(models.Model):
    """The answer to a request with an idempotency key; written in the transaction of what the request did."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200, help_text="of the header Idempotency-Key; the user's own")
    digest = models.CharField(max_length=64, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key"),)
        indexes = (models.Index(fields=["at"], name="answer_age"),)

    def __str__(self) -> str:
        return self.key
