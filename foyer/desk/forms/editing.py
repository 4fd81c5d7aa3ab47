"""What the builder posts: settings, the fields in their order, and one act upon them. Works without scripts."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from foyer.channels.forms.models import WebForm
from foyer.crm.fields import Field
from foyer.portals.models import EmbedCode
from foyer.team.models import User

MAX_DIGITS = 18
TEXTS = ("name", "title", "button", "consent", "thanks", "redirect_url", "language", "source")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A field of the form as the builder shows it."""

    key: str
    label: str
    required: bool
    field: str


def rows_of(form: WebForm, fields: dict[str, Field]) -> list[Row]:
    """The form's fields in their order; `field` is what the field is called in the CRM."""
    return [
        Row(row["key"], row["label"], row["required"], str(fields[row["key"]].label))
        for row in form.fields
        if row["key"] in fields
    ]


def fields_posted(post: QueryDict) -> list[dict[str, Any]]:
    """The rows as they stood on the page, after what was pressed: up, down, off, or one more."""
    rows: list[dict[str, Any]] = [
        {"key": key, "label": post.get(f"label_{key}", ""), "required": f"required_{key}" in post}
        for key in dict.fromkeys(post.getlist("field"))
    ]
    act, _colon, key = post.get("act", "").partition(":")
    place = next((number for number, row in enumerate(rows) if row["key"] == key), None)
    if act == "add" and post.get("more"):
        rows.append({"key": post["more"], "label": "", "required": False})
    elif place is not None and act == "off":
        rows.pop(place)
    elif place is not None and act in {"up", "down"}:
        other = max(0, min(len(rows) - 1, place + (1 if act == "down" else -1)))
        rows.insert(other, rows.pop(place))
    return rows


def settings_posted(post: QueryDict, form: WebForm) -> dict[str, Any]:
    """The settings by name; the embed code picks the portal too (F127)."""
    values: dict[str, Any] = {name: post[name] for name in TEXTS if name in post}
    wanted = post.get("code", "")
    code = _one(EmbedCode.objects.select_related("portal"), wanted.removeprefix("off-"))
    if code is not None:
        values |= {"portal": code.portal, "embed_code": None if wanted.startswith("off-") else code}
    return values


def users_posted(post: QueryDict, users: Sequence[User]) -> list[User]:
    """Whom to notify, of those that there are."""
    wanted = set(post.getlist("notify"))
    return [user for user in users if str(user.pk) in wanted]


def _one(rows: Any, text: str) -> Any:
    return rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) <= MAX_DIGITS else None
