"""The dialogs of mass actions: their controls, and what a filled one says."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.types import Field
from foyer.crm.lists.page import REACHED
from foyer.crm.runs.mass import EACH, acts_for, settable
from foyer.crm.types import ModuleName
from foyer.desk.records.controls import Control, control_of, typed_values
from foyer.desk.runs.choosing import Chosen
from foyer.team.models import User
from foyer.team.rights import Verb

DIALOGS: Mapping[str, Verb] = {
    "done": "edit",
    "owner": "edit",
    "set": "edit",
    "tag": "edit",
    "task": "view",
    "mail": "export",
    "delete": "delete",
    "export": "export",
}
"""What can be asked, and the right that it needs."""
TASK = ("subject", "due_at", "owner")


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """What a dialog asks: controls, and for a field that is to be set which ones there are."""

    controls: tuple[Control, ...] = ()
    fields: tuple[Field, ...] = ()
    field: str = ""
    tags: str = ""
    way: str = "tag_add"


def dialogs_for(module: ModuleName) -> dict[str, Verb]:
    """Those that can be asked for rows of a module: one for tags, whichever way, one for a file, one to write mail."""
    possible = {"tag" if act.startswith("tag_") else act for act in acts_for(module)} | {"export"}
    possible |= {"mail"} if module in REACHED else set()
    return {act: verb for act, verb in DIALOGS.items() if act in possible}


def dialog_of(given: QueryDict, chosen: Chosen, act: str, user: User) -> Form:
    """The form of an act, with what was typed so far."""
    if act == "task":
        return Form(tuple(_task_controls(given, user)))
    if act == "tag":
        return Form(tags=given.get("tags", ""), way="tag_remove" if given.get("act") == "tag_remove" else "tag_add")
    if act not in {"owner", "set"}:
        return Form()
    if act == "owner":
        owner = writable_fields(user, chosen.module).get("owner")
        return Form((_control(owner, given, user, user),) if owner else ())
    fields = settable(user, chosen.module)
    key = given.get("field", "")
    controls = (_control(fields[key], given, user),) if key in fields else ()
    return Form(controls, tuple(fields.values()), key)


def facts_of(given: QueryDict, chosen: Chosen, act: str) -> dict[str, Any]:
    """What a filled dialog says, for `begin_mass`."""
    user = chosen.asked.user
    if act in {"owner", "set"}:
        key = "owner" if act == "owner" else given.get("field", "")
        field = writable_fields(user, chosen.module).get(key)
        return {"field": key, "value": typed_values(given, {key: field}).get(key) if field else None}
    if act in {"tag_add", "tag_remove"}:
        return {"tags": given.get("tags", "").split(",")}
    if act == "task":
        fields = writable_fields(user, "activity")
        return {"task": typed_values(given, {key: fields[key] for key in TASK if key in fields})}
    return {}


def _task_controls(given: QueryDict, user: User) -> list[Control]:
    fields = writable_fields(user, "activity")
    found = {key: _control(fields[key], given, user, EACH if key == "owner" else None) for key in TASK if key in fields}
    if "owner" in found:
        people = [option for option in found["owner"].options if option[0]]
        words = (EACH, _("Whoever takes care of the record"))
        found["owner"] = dataclasses.replace(found["owner"], options=(words, *people))
    return list(found.values())


def _control(field: Field, given: QueryDict, user: User, first: Any = None) -> Control:
    """A control with what was typed, or with what stands in it first."""
    typed = typed_values(given, {field.key: field})
    if field.key in typed:
        return control_of(field, typed[field.key], user, typed=True)
    return control_of(field, first, user, typed=first == EACH)
