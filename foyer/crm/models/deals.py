"""Deals in pipelines (E16): what makes a customer (won) or a potential customer (open) of a contact (F61, F62, D6)."""

from django.db import models

from foyer.crm.models.accounts import Account
from foyer.crm.models.people import Contact
from foyer.crm.models.record import Record, list_indexes


class Pipeline(models.Model):
    """The stages that a sale goes through (F224, D12). Without a name it is shown as "Sales pipeline"."""

    name = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A step of a pipeline. `key` names a step that is there from the start; without a name that one is shown."""

    class Meaning(models.TextChoices):
        """What a deal in this stage counts as: in the forecast, and for the kind of a visitor (D3)."""

        OPEN = "open"
        CONFIRMED = "confirmed"
        WON = "won"
        LOST = "lost"

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    key = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80, blank=True)
    meaning = models.CharField(max_length=10, choices=Meaning, default=Meaning.OPEN)
    probability = models.PositiveSmallIntegerField(default=0, help_text="percent")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name or self.key


class Deal(Record):
    """A sale. `state` follows from the stage and is kept beside it, because lists and kinds ask for it."""

    class State(models.TextChoices):
        """Where the sale stands."""

        OPEN = "open"
        WON = "won"
        LOST = "lost"

    name = models.CharField(max_length=120)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="deals")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="deals")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="deals")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, default="EUR")
    probability = models.PositiveSmallIntegerField(default=0, help_text="percent")
    close_date = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    lost_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (
            *list_indexes("deal"),
            models.Index("stage", "close_date", "id", name="deal_board", condition=models.Q(gone_at=None)),
            models.Index("close_date", "id", name="deal_closing", condition=models.Q(gone_at=None)),
            models.Index("close_date", "id", name="deal_open", condition=models.Q(gone_at=None, closed_at=None)),
            models.Index(
                "stage", "currency", "amount", name="deal_sums", condition=models.Q(gone_at=None, closed_at=None)
            ),
            models.Index(
                "stage",
                models.F("closed_at").desc(),
                models.F("id").desc(),
                name="deal_closed",
                condition=models.Q(gone_at=None, closed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name


class DealContact(models.Model):
    """One more contact of a deal, with their role in it."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="parties")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["deal", "contact"], name="one_part_per_contact"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.contact_id}"
