"""Leads and contacts (F4, F35, F43, D9). Their e-mail addresses and phone numbers are claims of identity."""

from django.db import models

from foyer.crm.models.accounts import Account
from foyer.crm.models.record import Address, Record, list_indexes


class Source(models.TextChoices):
    """Where a record came from, as far as Foyer itself sets it; people may add others (F182, F214)."""

    CHAT = "chat"
    BY_HAND = "by_hand"
    IMPORT = "import"
    WEB_FORM = "web_form"


def full_name(first_name: str, last_name: str) -> str:
    """As written."""
    return f"{first_name} {last_name}".strip()


class Person(Record, Address):
    """What leads and contacts have in common."""

    salutation = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    job_title = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name, as written."""
        return full_name(self.first_name, self.last_name)


class Lead(Person):
    """Somebody who may become a customer. `status` is a choice of the list of lead statuses (F241)."""

    class Status(models.TextChoices):
        """The statuses that are there from the start."""

        NEW = "new"
        CONTACTED = "contacted"
        QUALIFIED = "qualified"
        LOST = "lost"

    company = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=40, default=Status.NEW)
    website = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    employees = models.PositiveIntegerField(null=True)
    annual_revenue = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    converted_contact = models.ForeignKey("crm.Contact", null=True, on_delete=models.SET_NULL, related_name="leads")
    converted_account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="leads")
    converted_deal = models.ForeignKey("crm.Deal", null=True, on_delete=models.SET_NULL, related_name="leads")

    class Meta:
        indexes = (
            *list_indexes("lead"),
            models.Index(
                "status",
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="lead_status",
                condition=models.Q(gone_at=None),
            ),
        )


class Contact(Person):
    """Somebody we do business with, perhaps at an account."""

    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="contacts")
    department = models.CharField(max_length=120, blank=True)
    birthday = models.DateField(null=True)

    class Meta:
        indexes = list_indexes("contact")

    @property
    def company(self) -> str:
        """The name of the account."""
        return self.account.name if self.account else ""
