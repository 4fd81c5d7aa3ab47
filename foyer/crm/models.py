"""The records of the CRM: leads, contacts, deals, notes (F4, F35, F43, D9). E-mails and phones are claims."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Source(models.TextChoices):
    """Where a record came from (F182, F214)."""

    CHAT = "chat"
    BY_HAND = "by_hand"
    IMPORT = "import"


class Person(models.Model):
    """What leads and contacts have in common. `actor` is the record itself as an actor of identity."""

    actor = models.OneToOneField("identity.Actor", on_delete=models.PROTECT, related_name="%(class)s")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    company = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=Source, default=Source.BY_HAND)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    portal = models.ForeignKey("portals.Portal", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, as written."""
        return f"{self.first_name} {self.last_name}".strip()


class Lead(Person):
    """Somebody who may become a customer."""

    class Status(models.TextChoices):
        """How far we are with a lead."""

        NEW = "new"
        CONTACTED = "contacted"
        QUALIFIED = "qualified"
        LOST = "lost"

    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)

    class Meta:
        indexes = (models.Index(models.F("created_at").desc(), models.F("id").desc(), name="lead_newest"),)


class Contact(Person):
    """Somebody we do business with."""

    class Meta:
        indexes = (models.Index(models.F("created_at").desc(), models.F("id").desc(), name="contact_newest"),)


class Deal(models.Model):
    """A sale to a contact: what makes a customer (won) or a potential customer (open) of it (F61, F62, D6)."""

    class Stage(models.TextChoices):
        """Where the sale stands."""

        OPEN = "open"
        WON = "won"
        LOST = "lost"

    name = models.CharField(max_length=120)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="deals")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """What a colleague wrote about a person; it belongs to the record's actor, so that it survives joins."""

    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.text[:60]
