"""The form of a conversion."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.crm.actions import Wanted
from foyer.crm.models import Lead, Stage
from foyer.crm.naming import Naming
from foyer.crm.types import ModuleName
from foyer.desk.converting.choices import NEW, Option, account_options, contact_options, first_of, stage_groups
from foyer.lib.text import id_from
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_DIGITS = 14


class ConversionForm(forms.Form):
    """What becomes of the lead. Choices are what the user may make and sees."""

    contact = forms.ChoiceField(label=_("Contact"), required=False)
    account = forms.ChoiceField(label=_("Account"), required=False)
    new_deal = forms.BooleanField(label=_("Create a deal"), required=False)
    deal_name = forms.CharField(label=_("Deal name"), max_length=120, required=False)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=MAX_DIGITS, decimal_places=2, localize=True
    )
    stage = forms.ChoiceField(label=_("Pipeline and stage"), required=False)

    def __init__(
        self, lead: Lead, user: User, data: Any = None, search: str = "", answers: Mapping[str, str] | None = None
    ) -> None:
        self.contacts = contact_options(lead, user, search)
        contact = (data or {}).get("contact") or _answered(answers, "contact", self.contacts)
        self.accounts = account_options(lead, user, search, contact)
        self.may_deal = rights_of(user).may("deal", "create")
        first = {
            "contact": contact,
            "account": _answered(answers, "account", self.accounts),
            "new_deal": self.may_deal,
            "deal_name": Naming(user, "lead").company(lead) or lead.name,
        }
        super().__init__(data, initial=first)
        self.fields["contact"].choices = [(one.value, one.text) for one in self.contacts]  # type: ignore[attr-defined]
        self.fields["account"].choices = [(one.value, one.text) for one in self.accounts]  # type: ignore[attr-defined]
        self.fields["stage"].choices = stage_groups()  # type: ignore[attr-defined]
        if not self.may_deal:
            for name in ("new_deal", "deal_name", "amount", "stage"):
                del self.fields[name]

    def wanted(self) -> Wanted:
        """The answers, as the action takes them."""
        given = self.cleaned_data
        stage = Stage.objects.filter(pk=int(given["stage"])).first() if given.get("stage") else None
        return Wanted(
            contact=id_from(given["contact"]),
            new_contact=given["contact"] == NEW,
            account=id_from(given["account"]),
            new_account=given["account"] == NEW,
            new_deal=bool(given.get("new_deal")),
            deal_name=given.get("deal_name", ""),
            stage=stage,
            amount=given.get("amount") or Decimal(0),
        )

    def modules(self) -> list[ModuleName]:
        """The modules that the answers lead to so far, for what stays."""
        deal = bool(self["new_deal"].value()) if self.may_deal else False
        wanted: tuple[tuple[ModuleName, bool], ...] = (
            ("contact", bool(self["contact"].value())),
            ("account", bool(self["account"].value())),
            ("deal", deal),
        )
        return [module for module, is_wanted in wanted if is_wanted]


def _answered(answers: Mapping[str, str] | None, name: str, options: list[Option]) -> str:
    """What was answered before somebody looked for more, as long as it is offered."""
    given = (answers or {}).get(name)
    return given if given in {one.value for one in options} else first_of(options)
