"""What the forms of the CRM's settings have in common: rows in their order, kinds and colours in words."""

import dataclasses
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from foyer.crm.actions.custom_fields import ChoiceRow, kinds_for
from foyer.crm.fields.types import Kind
from foyer.crm.modules import MODULES, Module
from foyer.crm.types import FieldModule, ModuleName
from foyer.lib.text import id_from

KINDS: dict[Kind, Any] = {
    Kind.TEXT: _("Text"),
    Kind.LONG: _("Long text"),
    Kind.NUMBER: _("Number"),
    Kind.MONEY: _("Amount of money"),
    Kind.DATE: _("Date"),
    Kind.MOMENT: _("Date and time"),
    Kind.CHOICE: _("One of a list"),
    Kind.MULTI: _("Several of a list"),
    Kind.FLAG: _("Yes or no"),
    Kind.EMAIL: _("E-mail"),
    Kind.PHONE: _("Phone"),
    Kind.URL: _("Web address"),
    Kind.USER: _("User"),
    Kind.RECORD: _("Link to a record"),
    Kind.FORMULA: _("Formula"),
}
COLOURS: tuple[tuple[str, Any], ...] = (
    ("", _("No colour")),
    ("blue", _("Blue")),
    ("green", _("Green")),
    ("amber", _("Amber")),
    ("red", _("Red")),
)
MAX_LINES = 600


def kinds(module: str) -> list[tuple[str, Any]]:
    """The kinds that can be added, with their names."""
    return [(kind.value, KINDS[kind]) for kind in kinds_for(module)]


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """What custom fields belong to: a module, or visits, which are none of the CRM's (F50)."""

    name: FieldModule
    title: Any
    one: Any


def owner_or_404(name: str) -> Owner:
    """The owner of custom fields that an address names."""
    if name == "visit":
        return Owner("visit", _("Visits"), _("Visit"))
    found = module_or_404(name)
    return Owner(found.name, found.title, found.one)


def owner_tabs(chosen: str, url: Any) -> list[dict[str, Any]]:
    """One tab for each, visits last."""
    names = [*((name, module.title) for name, module in MODULES.items()), ("visit", _("Visits"))]
    return [
        {"text": title, "url": url("custom_fields", kwargs={"module": name}), "on": name == chosen}
        for name, title in names
    ]


def module_or_404(name: str) -> Module:
    """The module of an address."""
    found = next((module for key, module in MODULES.items() if key == name), None)
    if found is None:
        raise Http404
    return found


def module_tabs(route: str, chosen: ModuleName, url: Any) -> list[dict[str, Any]]:
    """One tab a module."""
    return [
        {"text": module.title, "url": url(route, kwargs={"module": name}), "on": name == chosen}
        for name, module in MODULES.items()
    ]


def choice_rows(request: HttpRequest) -> list[ChoiceRow]:
    """The rows as they stand in the form, then what was added, one a line."""
    post = request.POST
    offered = set(post.getlist("active"))
    named = zip(post.getlist("key"), post.getlist("label"), post.getlist("colour"), strict=False)
    rows = [ChoiceRow(label=label, key=key, colour=colour, is_active=key in offered) for key, label, colour in named]
    more = post.get("more", "").splitlines()[:MAX_LINES]
    return [*rows, *(ChoiceRow(label=line) for line in more if line.strip())]


def number(text: str) -> int:
    """A number of an address or form; 0 for what is none."""
    return id_from(text) or 0
