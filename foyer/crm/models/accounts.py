"""Accounts: the companies that contacts work for and deals are made with (E16, F152)."""

from django.db import models

from foyer.crm.models.record import Address, Record, list_indexes


class Account(Record, Address):
    """A company. `city` and the other parts of the address are where invoices go."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, blank=True, help_text="a choice of the list of account kinds")
    website = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    employees = models.PositiveIntegerField(null=True)
    annual_revenue = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")

    class Meta:
        indexes = list_indexes("account")

    def __str__(self) -> str:
        return self.name
