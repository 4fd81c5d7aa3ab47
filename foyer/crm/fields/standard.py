"""The standard fields of each module, as tables (E16). The order is that of the "Columns" menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.crm.fields.types import Field, Kind
from foyer.crm.types import ModuleName

Spec = tuple[str, Any, Kind, dict[str, Any]]


def _plain(key: str, label: Any, kind: Kind = Kind.TEXT, **facts: Any) -> Spec:
    """A field whose column is called like itself."""
    return key, label, kind, {"path": key, **facts}


def _link(key: str, label: Any, target: ModuleName, **facts: Any) -> Spec:
    return key, label, Kind.RECORD, {"path": key, "target": target, "is_nullable": True, **facts}


def _seen(key: str, label: Any, kind: Kind, **facts: Any) -> Spec:
    """A field that Foyer fills itself."""
    return _plain(key, label, kind, is_writable=False, **facts)


_IDENTITY: tuple[Spec, ...] = (
    ("emails", _("E-mail"), Kind.EMAILS, {"path": ""}),
    ("phones", _("Phone"), Kind.PHONES, {"path": ""}),
)
_NAMES: tuple[Spec, ...] = (
    _plain("salutation", _("Salutation"), Kind.CHOICE, choices="salutation", max_length=40),
    _plain("first_name", _("First name"), max_length=80),
    _plain("last_name", _("Last name"), max_length=80),
    _plain("job_title", _("Role"), max_length=120),
)
_ADDRESS: tuple[Spec, ...] = (
    _plain("street", _("Street"), max_length=200),
    _plain("postal_code", _("Postal code"), max_length=20),
    _plain("city", _("City"), max_length=80),
    _plain("region", _("State or region"), max_length=80),
    _plain("country", _("Country"), Kind.COUNTRY, max_length=2),
)
_COMPANY: tuple[Spec, ...] = (
    _plain("website", _("Website"), Kind.URL, max_length=200),
    _plain("industry", _("Industry"), Kind.CHOICE, choices="industry", max_length=40),
    _plain("employees", _("Employees"), Kind.NUMBER, is_nullable=True),
    _plain("annual_revenue", _("Annual revenue"), Kind.MONEY, is_nullable=True),
)
_COMMON: tuple[Spec, ...] = (
    _plain("source", _("Source"), Kind.CHOICE, choices="source", max_length=40),
    _plain("owner", _("Assigned to"), Kind.USER, is_nullable=True),
    ("tags", _("Tags"), Kind.TAGS, {"path": ""}),
    _plain("description", _("Description"), Kind.LONG, max_length=10_000),
    _seen("created_at", _("Created"), Kind.MOMENT),
    _seen("created_by", _("Created by"), Kind.USER, is_nullable=True),
    _seen("changed_at", _("Changed"), Kind.MOMENT),
)
_SPECS: dict[ModuleName, tuple[Spec, ...]] = {
    "lead": (
        *_NAMES,
        _plain("company", _("Company"), max_length=120),
        _plain("status", _("Status"), Kind.CHOICE, choices="lead_status", max_length=40, is_required=True),
        *_IDENTITY,
        *_ADDRESS,
        *_COMPANY,
        *_COMMON,
    ),
    "contact": (
        *_NAMES,
        _link("account", _("Account"), "account"),
        _plain("department", _("Department"), max_length=120),
        *_IDENTITY,
        *_ADDRESS,
        _plain("birthday", _("Birthday"), Kind.DATE, is_nullable=True),
        *_COMMON,
    ),
    "account": (
        _plain("name", _("Account name"), max_length=120, is_required=True),
        _plain("kind", _("Type"), Kind.CHOICE, choices="account_kind", max_length=40),
        *_IDENTITY,
        *_COMPANY,
        *_ADDRESS,
        _link("parent", _("Parent account"), "account"),
        *_COMMON,
    ),
    "deal": (
        _plain("name", _("Deal name"), max_length=120, is_required=True),
        _link("account", _("Account"), "account"),
        _link("contact", _("Contact"), "contact"),
        _plain("amount", _("Amount"), Kind.MONEY),
        _plain("stage", _("Stage"), Kind.STAGE, is_required=True),
        _plain("probability", _("Probability"), Kind.PERCENT),
        _plain("close_date", _("Closing date"), Kind.DATE, is_nullable=True),
        _seen("closed_at", _("Closed"), Kind.MOMENT, is_nullable=True),
        _plain("lost_reason", _("Reason for loss"), Kind.CHOICE, choices="lost_reason", max_length=40),
        *_COMMON,
    ),
    "activity": (
        _plain("subject", _("Subject"), max_length=200, is_required=True),
        _plain("kind", _("Kind"), Kind.CHOICE, choices="activity_kind", max_length=10, is_required=True),
        _plain("due_at", _("Due"), Kind.MOMENT, is_nullable=True),
        _plain("ends_at", _("Ends"), Kind.MOMENT, is_nullable=True),
        _plain("all_day", _("All day"), Kind.FLAG),
        _plain("remind_at", _("Reminder"), Kind.MOMENT, is_nullable=True),
        _plain("priority", _("Priority"), Kind.CHOICE, choices="priority", max_length=10),
        _plain("place", _("Place"), max_length=200),
        _plain("owner", _("Assigned to"), Kind.USER, is_nullable=True),
        _seen("done_at", _("Done"), Kind.MOMENT, is_nullable=True),
        _plain("outcome", _("Outcome"), Kind.LONG, max_length=10_000),
        _plain("text", _("Description"), Kind.LONG, max_length=10_000),
        _seen("created_at", _("Created"), Kind.MOMENT),
        _seen("created_by", _("Created by"), Kind.USER, is_nullable=True),
        _seen("changed_at", _("Changed"), Kind.MOMENT),
    ),
}

STANDARD: dict[ModuleName, dict[str, Field]] = {
    module: {key: Field(module=module, key=key, label=label, kind=kind, **facts) for key, label, kind, facts in specs}
    for module, specs in _SPECS.items()
}
"""By module, then by key."""
