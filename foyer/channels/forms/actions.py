"""Verbs of forms: making, changing, switching (F126-F129). Only administrators build forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.channels.forms.models import WebForm
from foyer.channels.forms.offered import module_of, offered
from foyer.channels.forms.publishing import is_page_of
from foyer.channels.forms.types import FormChanged
from foyer.crm.choices import is_choice
from foyer.events.actions import record
from foyer.lib import tokens
from foyer.lib.text import clean, clean_line
from foyer.portals.models import EmbedCode, Portal
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NAME = 80
MAX_LABEL = 120
MAX_FIELDS = 40
MAX_TEXT = 2000
FIRST_FIELDS = (("first_name", False), ("last_name", True), ("emails", True), ("description", False))
SETTINGS = frozenset(
    {"name", "portal", "embed_code", "title", "button", "consent", "thanks", "redirect_url", "language", "source"}
)


def create_form(by: User, name: str, portal: Portal, module: str = "lead", language: str = "en") -> WebForm:
    """A form with name, e-mail and message, tracked by the portal's first embed code; it can be changed at once."""
    require_administrator(by)
    form = WebForm(name=_name(name), portal=portal, key=tokens.new_public_key("f_"), created_by=by)
    if module not in {"lead", "contact"}:
        raise Refusal(_("A form makes leads or contacts."))
    form.module, form.language = module, _language(language)
    form.embed_code = portal.embed_codes.first()
    with transaction.atomic(), translation.override(form.language):
        fields = offered(module_of(form))
        form.fields = [_row(fields, {"key": key, "required": required}) for key, required in FIRST_FIELDS]
        form.save(force_insert=True)
        form.notify.set([by])
        _changed(form, by, ["created"])
    return form


def change_form(form: WebForm, by: User, **values: Any) -> WebForm:
    """Changes settings by name; unknown ones raise TypeError (T14), values that cannot be raise Refusal."""
    require_administrator(by)
    if foreign := set(values) - SETTINGS:
        raise TypeError(f"may not be changed here: {', '.join(sorted(foreign))}")
    for name, value in values.items():
        setattr(form, name, _CHECKS[name](value))
    _check_together(form)
    with transaction.atomic():
        form.save(update_fields=[*values, "embed_code"])
        _changed(form, by, values)
    return form


def set_fields(form: WebForm, by: User, rows: Iterable[Mapping[str, Any]]) -> WebForm:
    """Which fields the form has, in their order. Each once; unknown ones are refused."""
    require_administrator(by)
    fields = offered(module_of(form))
    kept = list({str(row.get("key")): _row(fields, row) for row in rows}.values())
    if not kept or len(kept) > MAX_FIELDS:
        raise Refusal(_("A form has at least one field, and at most %(most)s.") % {"most": MAX_FIELDS})
    form.fields = kept
    with transaction.atomic():
        form.save(update_fields=["fields"])
        _changed(form, by, ["fields"])
    return form


def set_notified(form: WebForm, by: User, users: Iterable[User]) -> WebForm:
    """Who hears of each submission, beside the owner of the record."""
    require_administrator(by)
    with transaction.atomic():
        form.notify.set([user for user in users if user.is_active])
        _changed(form, by, ["notify"])
    return form


def switch_form(form: WebForm, by: User, is_active: bool) -> WebForm:
    """A form that is off says so to visitors and takes nothing; what was sent stays."""
    require_administrator(by)
    with transaction.atomic():
        form.is_active = is_active
        form.save(update_fields=["is_active"])
        _changed(form, by, ["is_active"])
    return form


def _row(fields: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    key = str(row.get("key"))
    if key not in fields:
        raise Refusal(_("This field cannot stand in a form."))
    label = clean_line(str(row.get("label") or fields[key].label), MAX_LABEL)
    return {"key": key, "label": label, "required": bool(row.get("required"))}


def _check_together(form: WebForm) -> None:
    """What depends on the portal: the embed code is one of its own, and sent forms lead to its pages only."""
    if form.embed_code is not None and form.embed_code.portal_id != form.portal_id:
        form.embed_code = EmbedCode.objects.filter(portal=form.portal).first()
    if form.redirect_url and not is_page_of(form.portal, form.redirect_url):
        raise Refusal(_("The thank-you page has to be a page of the portal’s domains."))


def _name(typed: str) -> str:
    name = clean_line(typed, MAX_NAME)
    if not name:
        raise Refusal(_("Give the form a name."))
    return name


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise Refusal(_("Choose a language from the list."))
    return code


def _source(key: str) -> str:
    if not is_choice("source", key):
        raise Refusal(_("Choose a source from the list."))
    return key


def _same(value: Any) -> Any:
    return value


_CHECKS: Mapping[str, Any] = {
    "name": _name,
    "portal": _same,
    "embed_code": _same,
    "title": lambda typed: clean_line(typed, MAX_LABEL),
    "button": lambda typed: clean_line(typed, 40),
    "consent": lambda typed: clean(typed, MAX_TEXT),
    "thanks": lambda typed: clean(typed, MAX_TEXT),
    "redirect_url": lambda typed: clean_line(typed, 500),
    "language": _language,
    "source": _source,
}


def _changed(form: WebForm, by: User, fields: Iterable[str]) -> None:
    record(
        FormChanged(subject_id=form.pk, portal_id=form.portal_id, user_id=by.pk, fields=tuple(sorted(map(str, fields))))
    )
