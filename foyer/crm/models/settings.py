"""What the organisation decided about its CRM: mode, and what the simple mode makes (F204-F206, F221-F225, D11)."""

from django.db import models

from foyer.crm.models.deals import Pipeline


class CrmSettings(models.Model):
    """One row; without it everything is as from the start."""

    class Mode(models.TextChoices):
        """Classic: leads are converted by hand. Simple: each lead is converted at once."""

        CLASSIC = "classic"
        SIMPLE = "simple"

    class Makes(models.TextChoices):
        """What the simple mode makes beside the deal."""

        CONTACT = "contact"
        ACCOUNT = "account"

    mode = models.CharField(max_length=10, choices=Mode, default=Mode.CLASSIC)
    makes = models.CharField(max_length=10, choices=Makes, default=Makes.CONTACT)
    pipeline = models.ForeignKey(Pipeline, null=True, on_delete=models.SET_NULL, related_name="+")
    mapping = models.JSONField(
        default=dict, help_text="by key of a lead's custom field: the field of each module that takes its value"
    )

    def __str__(self) -> str:
        return self.mode
