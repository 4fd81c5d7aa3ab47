"""The modules of the CRM as a table: model, names, default columns, what a record is called."""

import dataclasses
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.crm.models import Account, Activity, Contact, Deal, Lead
from foyer.crm.types import ModuleName

AnyRecord = Lead | Contact | Account | Deal


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module. `related` is what a list needs beside its own row, fetched in the same query."""

    name: ModuleName
    plural: str
    model: type[Lead] | type[Contact] | type[Account] | type[Deal] | type[Activity]
    title: Any
    one: Any
    columns: tuple[str, ...]
    related: tuple[str, ...]
    searched: tuple[str, ...]


MODULES: dict[ModuleName, Module] = {
    "lead": Module(
        name="lead",
        plural="leads",
        model=Lead,
        title=_("Leads"),
        one=_("Lead"),
        columns=("company", "status", "emails", "phones", "owner", "created_at"),
        related=("owner", "created_by", "actor"),
        searched=("sort_name", "company", "city"),
    ),
    "contact": Module(
        name="contact",
        plural="contacts",
        model=Contact,
        title=_("Contacts"),
        one=_("Contact"),
        columns=("account", "emails", "phones", "owner", "created_at"),
        related=("owner", "created_by", "actor", "account"),
        searched=("sort_name", "account__sort_name", "city"),
    ),
    "account": Module(
        name="account",
        plural="accounts",
        model=Account,
        title=_("Accounts"),
        one=_("Account"),
        columns=("kind", "industry", "phones", "city", "owner", "created_at"),
        related=("owner", "created_by", "actor", "parent"),
        searched=("sort_name", "website", "city"),
    ),
    "deal": Module(
        name="deal",
        plural="deals",
        model=Deal,
        title=_("Deals"),
        one=_("Deal"),
        columns=("account", "contact", "amount", "stage", "close_date", "owner"),
        related=("owner", "created_by", "actor", "account", "contact", "contact__account", "stage", "stage__pipeline"),
        searched=("sort_name", "account__sort_name", "contact__sort_name"),
    ),
    "activity": Module(
        name="activity",
        plural="activities",
        model=Activity,
        title=_("Activities"),
        one=_("Activity"),
        columns=("kind", "due_at", "priority", "owner"),
        related=("owner", "created_by", "actor"),
        searched=("subject",),
    ),
}
"""By name, in the order of the navigation."""
RECORDS: tuple[ModuleName, ...] = ("lead", "contact", "account", "deal")
"""Those whose rows are records with an actor; activities hang on them."""


def as_module(name: str) -> ModuleName:
    """The module of this name, which is one."""
    return next(module for module in MODULES if module == name)


def module_name(record: AnyRecord | Activity) -> ModuleName:
    """The module of a record."""
    return next(name for name, module in MODULES.items() if type(record) is module.model)
