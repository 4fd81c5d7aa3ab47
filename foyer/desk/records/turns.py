"""Conversions and merges as a feed tells them: what came of it, why, and Undo (B1, F205)."""

from collections.abc import Iterable
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.crm.access import all_visible
from foyer.crm.models import Conversion, Merge
from foyer.crm.types import ModuleName
from foyer.desk.records.entries import About, Turn
from foyer.events.models import Event
from foyer.team.models import User
from foyer.team.rights import rights_of

BECAME: tuple[ModuleName, ...] = ("contact", "account", "deal")


def turns_of(events: Iterable[Event], user: User) -> dict[int, Turn]:
    """By id of the event; at most six queries, none where nothing was converted or merged."""
    events = list(events)
    conversions = Conversion.objects.in_bulk(_ids(events, "conversion"))
    merges = Merge.objects.in_bulk(_ids(events, "merge"))
    seen = _seen(conversions.values(), user)
    found = {}
    for event in events:
        conversion = conversions.get(event.data.get("conversion", 0))
        merge = merges.get(event.data.get("merge", 0))
        if conversion is not None:
            found[event.pk] = _converted(conversion, user, seen)
        elif merge is not None:
            found[event.pk] = _merged(merge, str(event.data.get("name", "")), user)
    return found


def _ids(events: Iterable[Event], name: str) -> list[int]:
    return [event.data[name] for event in events if name in event.data]


def _seen(conversions: Iterable[Conversion], user: User) -> dict[tuple[str, int], str]:
    """The names of what the leads became, as far as the user sees them; a query a module."""
    seen: dict[tuple[str, int], str] = {}
    rows = list(conversions)
    for module in BECAME if rows else ():
        ids = {getattr(row, f"{module}_id") for row in rows} - {None}
        seen |= {(module, each.pk): str(each) for each in all_visible(module, user).filter(pk__in=ids)}
    return seen


def _converted(conversion: Conversion, user: User, seen: dict[tuple[str, int], str]) -> Turn:
    ids = ((module, getattr(conversion, f"{module}_id")) for module in BECAME)
    links = tuple(About(module, pk, seen[module, pk]) for module, pk in ids if (module, pk) in seen)
    may = rights_of(user).may("lead", "edit") and conversion.undone_at is None
    undo = reverse("convert_undoing", args=[conversion.lead_id]) if may else ""
    return Turn("", links, "", undo, conversion.undone_at is not None)


def _merged(merge: Merge, name: str, user: User) -> Turn:
    """Says what was taken over, in numbers: the values stand in the merge and come back with Undo."""
    before, module, rights = merge.before, cast("ModuleName", merge.module), rights_of(user)
    values, links = len(before.get("changed", {})), sum(len(ids) for ids in before.get("columns", {}).values())
    parts = [ngettext("%(num)s value", "%(num)s values", values) % {"num": values}] if values else []
    parts += [ngettext("%(num)s link", "%(num)s links", links) % {"num": links}] if links else []
    why = _("Merged by hand; taken over: %(what)s.") % {"what": ", ".join(parts)} if parts else _("Merged by hand.")
    may = rights.may(module, "edit") and rights.may(module, "delete") and merge.undone_at is None
    undo = reverse("merge_undoing", args=[module, merge.kept]) + f"?merge={merge.pk}" if may else ""
    return Turn(name or _("No name"), (), why, undo, merge.undone_at is not None)
