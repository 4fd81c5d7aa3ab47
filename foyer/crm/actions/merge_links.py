"""What points at a record that is merged: moved to the kept one, and moved back (B1)."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from django.db.models import F, Model

from foyer.crm.models import Account, Contact, CustomField, Deal, DealContact, Lead
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

BATCH = 500
POINTING: dict[ModuleName, tuple[tuple[type[Model], str], ...]] = {
    "lead": (),
    "contact": ((Deal, "contact"), (Lead, "converted_contact")),
    "account": ((Contact, "account"), (Deal, "account"), (Account, "parent"), (Lead, "converted_account")),
    "deal": ((Lead, "converted_deal"),),
}
"""By module: the columns that may hold its records."""
_PARTY: dict[ModuleName, tuple[str, str]] = {"contact": ("contact", "deal"), "deal": ("deal", "contact")}


class Moved(NamedTuple):
    """What was moved, by column; parts of a deal that both had, as id, deal, contact, role; custom links."""

    columns: dict[str, list[int]]
    dropped: list[list[Any]]
    custom: list[list[Any]]


def move_links(module: ModuleName, gone: int, kept: int) -> Moved:
    """Everything that points at the gone record points at the kept one afterwards."""
    columns = {}
    for model, name in POINTING[module]:
        own = {"pk": kept} if model is MODULES[module].model else {"pk": 0}
        rows = model._default_manager.filter(**{name: gone}).exclude(**own)
        columns[_label(model, name)] = _moved(model, name, rows.values_list("pk", flat=True), gone, kept)
    dropped = _drop_double_parts(module, gone, kept)
    if module in _PARTY:
        name = _PARTY[module][0]
        ids = DealContact.objects.filter(**{name: gone}).values_list("pk", flat=True)
        columns[_label(DealContact, name)] = _moved(DealContact, name, ids, gone, kept)
    custom = [[of, key, pk] for of, key, pk in _custom_links(module, gone)]
    _point_custom(custom, gone, kept)
    return Moved({label: ids for label, ids in columns.items() if ids}, dropped, custom)


def move_links_back(module: ModuleName, gone: int, kept: int, moved: Moved) -> None:
    """What still points at the kept record points at the other one again; what was changed since stays."""
    columns = {_label(model, name): (model, name) for model, name in POINTING[module]}
    if module in _PARTY:
        columns[_label(DealContact, _PARTY[module][0])] = (DealContact, _PARTY[module][0])
    for label, ids in moved.columns.items():
        model, name = columns[label]
        _moved(model, name, ids, kept, gone)
    for pk, deal, contact, role in moved.dropped:
        both = {"deal_id": deal, "contact_id": contact}
        if Deal.objects.filter(pk=deal).exists() and not DealContact.objects.filter(**both).exists():
            DealContact.objects.create(pk=pk, role=role, **both)
    _point_custom(moved.custom, kept, gone)


def _moved(model: type[Model], name: str, ids: Iterable[int], old: int, new: int) -> list[int]:
    """Points rows from the one to the other; whoever looked at one of them before has to look again (version)."""
    wanted = list(ids)
    grown = {"version": F("version") + 1} if hasattr(model, "version") else {}
    for start in range(0, len(wanted), BATCH):
        rows = model._default_manager.filter(pk__in=wanted[start : start + BATCH], **{name: old})
        rows.update(**{f"{name}_id": new}, **grown)
    return wanted


def _drop_double_parts(module: ModuleName, gone: int, kept: int) -> list[list[Any]]:
    """A part in a deal that both have: the kept one's stays."""
    if module not in _PARTY:
        return []
    name, other = _PARTY[module]
    had = DealContact.objects.filter(**{name: kept}).values(other)
    double = DealContact.objects.filter(**{name: gone}, **{f"{other}__in": had})
    dropped = [[part.pk, part.deal_id, part.contact_id, part.role] for part in double]
    DealContact.objects.filter(pk__in=[part[0] for part in dropped]).delete()
    return dropped


def _custom_links(module: ModuleName, gone: int) -> Iterator[tuple[str, str, int]]:
    """Records whose custom fields point at it; one query for each such field."""
    for field in CustomField.objects.filter(kind="record"):
        if field.options.get("target") == module:
            rows = MODULES[cast("ModuleName", field.module)].model._default_manager
            for pk in rows.filter(**{f"custom__{field.key}": gone}).values_list("pk", flat=True):
                yield field.module, field.key, pk


def _point_custom(links: Iterable[list[Any]], old: int, new: int) -> None:
    for module, key, pk in links:
        row = MODULES[cast("ModuleName", module)].model._default_manager.select_for_update().filter(pk=pk).first()
        if row is not None and row.custom.get(key) == old:
            row.custom, row.version = {**row.custom, key: new}, row.version + 1
            row.save(update_fields=["custom", "version"])


def _label(model: type[Model], name: str) -> str:
    return f"{model._meta.model_name}.{name}"
