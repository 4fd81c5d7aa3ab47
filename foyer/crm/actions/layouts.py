"""Laying out the fields of a record: sections in order, fields in order, fields off the page (F189-F191)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.settings import named
from foyer.crm.fields.registry import fields_of
from foyer.crm.layouts import ELSEWHERE, HIDDEN, STANDARD
from foyer.crm.models import Layout
from foyer.crm.modules import MODULES
from foyer.crm.setup_types import LayoutChanged
from foyer.crm.types import ModuleName
from foyer.events.actions import record
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_SECTIONS = 30


def change_layout(
    by: User, module: ModuleName, sections: Sequence[tuple[str, Sequence[str]]], hidden: Sequence[str] = ()
) -> Layout:
    """Sets titles and fields of all sections; `hidden` fields are off the page. It holds for everybody at once.

    A field stands once, where it is named first. One that is named nowhere comes last on the page.
    """
    require_administrator(by)
    if module not in MODULES:
        raise Refusal(_("Choose one from the list."))
    if not sections or len(sections) > MAX_SECTIONS:
        raise Refusal(_("Lay out at least one section, and %(most)s at most.") % {"most": MAX_SECTIONS})
    placed = _placed(module, [(named(title), keys) for title, keys in sections], hidden)
    with transaction.atomic():
        row, _new = Layout.objects.update_or_create(module=module, defaults={"sections": placed})
        record(LayoutChanged(subject_id=row.pk, user_id=by.pk, module=module))
    return row


def reset_layout(by: User, module: ModuleName) -> None:
    """As from the start."""
    require_administrator(by)
    with transaction.atomic():
        Layout.objects.filter(module=module).delete()
        record(LayoutChanged(subject_id=0, user_id=by.pk, module=module))


def _placed(
    module: ModuleName, sections: Sequence[tuple[str, Sequence[str]]], hidden: Sequence[str]
) -> list[Mapping[str, object]]:
    """As it is stored. A title from the start keeps its key, so that everybody reads it in their own language."""
    known = [key for key in fields_of(module) if key not in ELSEWHERE]
    keys = {str(title): key for key, title, _fields in STANDARD[module]}
    seen: set[str] = set()

    def new(wanted: Sequence[str]) -> list[str]:
        fresh = [key for key in dict.fromkeys(wanted) if key in known and key not in seen]
        seen.update(fresh)
        return fresh

    rows: list[Mapping[str, object]] = [
        {"title": title, "key": keys.get(title, ""), "fields": new(wanted)} for title, wanted in sections
    ]
    return [*rows, {HIDDEN: new(hidden)}]
