"""Setup > People > Profiles: what agents of a kind may see and do (E25, F29, F30, F229)."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Field
from foyer.crm.modules import MODULES as CRM
from foyer.crm.types import ModuleName
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.setup.changing import changed
from foyer.team.models import AccessProfile
from foyer.team.profiles import (
    change_fields,
    change_modules,
    create_profile,
    delete_profile,
    rename_profile,
)
from foyer.team.rights import MODULES, NAMING, VERBS, VERBS_OF, Rights
from foyer.team.types import Refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A module in the matrix: each verb is allowed, not allowed, or None where the module does not know it."""

    module: str
    title: str
    verbs: tuple[tuple[str, bool | None], ...]
    scope: str
    limited: int
    has_fields: bool


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def profiles(request: HttpRequest) -> HttpResponse:
    """All profiles; a new one allows everything or what another one allows."""
    if request.method == "POST":
        return _create(request)
    rows = AccessProfile.objects.annotate(number=Count("users")).order_by("name", "pk")
    return render(request, "desk/setup/profiles.jinja", {"profiles": rows})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, profile_id: int) -> HttpResponse:
    """One profile: module × view, create, edit, delete, export, and whose records."""
    found, user = get_object_or_404(AccessProfile, pk=profile_id), signed_in(request)
    if request.method == "POST":
        wanted = {module: _asked(request, module) for module in MODULES}

        def verb() -> None:
            rename_profile(found, user, request.POST.get("name", ""))
            change_modules(found, user, wanted)

        return changed(request, verb, "access_profile", profile_id=found.pk)
    context = {"profile": found, "rows": rows_of(found), "users": found.users.all()}
    return render(request, "desk/setup/profile.jinja", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile_fields(request: HttpRequest, profile_id: int, module: ModuleName) -> HttpResponse:
    """Which fields of a module are hidden, only read, or asked for."""
    found, user = get_object_or_404(AccessProfile, pk=profile_id), signed_in(request)
    if module not in CRM:
        raise Http404
    fields = fields_of(module)
    if request.method == "POST":
        wanted = {key: request.POST.get(f"field.{key}", "write") for key in fields}
        return changed(
            request, lambda: change_fields(found, user, module, wanted), "access_profile", profile_id=found.pk
        )
    rights = Rights(False, found.modules, found.fields)
    lines = [
        (field, "required" if rights.requires(module, key) else rights.field(module, key), _may_be(field))
        for key, field in fields.items()
    ]
    context = {"profile": found, "module": CRM[module], "lines": lines}
    return render(request, "desk/setup/profile_fields.jinja", context)


@administrators_only
@require_POST
def profile_deletion(request: HttpRequest, profile_id: int) -> HttpResponse:
    """Takes away a profile that nobody has."""
    found = get_object_or_404(AccessProfile, pk=profile_id)
    said = _("The profile is deleted")
    return changed(request, lambda: delete_profile(found, signed_in(request)), "access_profiles", said=said)


def rows_of(profile: AccessProfile) -> list[Row]:
    """The matrix of a profile."""
    rights = Rights(False, profile.modules, profile.fields)
    return [
        Row(
            module=module,
            title=str(CRM[module].title) if module in CRM else _("Visits"),
            verbs=tuple((verb, rights.may(module, verb) if verb in _verbs(module) else None) for verb in VERBS),
            scope=rights.scope(module) if module in CRM else "",
            limited=len(profile.fields.get(module, {})),
            has_fields=module in CRM,
        )
        for module in MODULES
    ]


def _create(request: HttpRequest) -> HttpResponse:
    like = AccessProfile.objects.filter(pk=_number(request.POST.get("like", ""))).first()
    try:
        made = create_profile(signed_in(request), request.POST.get("name", ""), like=like)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("access_profiles")
    return redirect("access_profile", profile_id=made.pk)


def _asked(request: HttpRequest, module: str) -> dict[str, Any]:
    verbs = [verb for verb in _verbs(module) if f"{module}.{verb}" in request.POST]
    return {"verbs": verbs, "scope": request.POST.get(f"{module}.scope", "all")}


def _verbs(module: str) -> tuple[str, ...]:
    return VERBS_OF.get(module, VERBS)


def _may_be(field: Field) -> tuple[str, ...]:
    """What a profile may say of a field: what Foyer fills itself is never written, and a name is never hidden."""
    if field.key in NAMING[field.module]:
        return ("write", "required", "read")
    return ("write", "required", "read", "hidden") if field.is_writable else ("write", "hidden")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
