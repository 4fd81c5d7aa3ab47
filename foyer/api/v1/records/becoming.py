"""Leads that become customers, and two records that become one; both are taken back by DELETE (F205, D11, B1)."""

from http import HTTPStatus
from typing import Any, Literal, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from ninja import Router

from foyer.api.idempotency import once
from foyer.api.v1.records import verbs
from foyer.api.v1.records.activities import subject_of
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response, record_response
from foyer.api.v1.records.routes import RecordId
from foyer.api.v1.records.shapes import About, ConversionIn, MergeIn
from foyer.api.v1.records.writing import plain
from foyer.api.v1.refusals import Unreadable
from foyer.crm.access import all_visible, may
from foyer.crm.actions import Wanted, convert_lead, merge_records, undo_conversion, undo_merge
from foyer.crm.fields.kinds import read
from foyer.crm.fields.references import resolve
from foyer.crm.fields.standard import STANDARD
from foyer.crm.fields.types import BadValue
from foyer.crm.merges import conversion_of
from foyer.crm.models import Conversion, Lead, Merge, Stage
from foyer.crm.modules import AnyRecord
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.rights import rights_of


def add_conversion_routes(router: Router) -> None:
    """The routes below a lead."""

    @router.post(
        "/{record_id}/conversion", url_name="lead_conversion", operation_id="lead_convert", summary="Convert a lead"
    )
    def conversion_create(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        """Twice is once: a lead that is converted answers with what it became."""
        user = verbs.user_of(request, "lead")
        lead: Lead = all_visible("lead", user).filter(gone__in=("", "converted")).get(pk=record_id)
        done = conversion_of(lead) if lead.gone else None
        if done is None:
            if not may(user, "edit", lead):
                raise PermissionDenied
            done = convert_lead(lead, user, _wanted(user, parsed(request, ConversionIn)))
        return json_response(_told(done, user), HTTPStatus.CREATED)

    @router.delete(
        "/{record_id}/conversion",
        url_name="lead_conversion",
        operation_id="lead_undo_conversion",
        summary="Take a conversion back",
    )
    def conversion_delete(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        """The lead comes back; what somebody has worked on since stays."""
        user = verbs.user_of(request, "lead")
        if not rights_of(user).may("lead", "edit"):
            raise PermissionDenied
        done = conversion_of(all_visible("lead", user).filter(gone="converted").get(pk=record_id))
        if done is None:
            raise Conversion.DoesNotExist
        undo_conversion(done, user)
        return record_response("lead", record_id, user)


def add_merge_routes(router: Router, module: Literal["lead", "contact", "account", "deal"]) -> None:
    """The routes below a record that may swallow another."""

    @router.post(
        "/{record_id}/merges",
        url_name=f"{module}_merges",
        operation_id=f"{module}_merge",
        summary=f"Merge another {module} into this one",
    )
    def merge_create(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        kept = cast("AnyRecord", verbs.record_of(user, module, record_id))

        def work() -> HttpResponse:
            asked = parsed(request, MergeIn)
            gone = subject_of(user, About(module=module, id=asked.record))
            merge = merge_records(kept, cast("AnyRecord", gone), user, asked.values)
            return json_response({"id": merge.pk, "kept": merge.kept, "gone": merge.gone}, HTTPStatus.CREATED)

        return once(request, user, work)

    @router.delete(
        "/{record_id}/merges/{merge_id}",
        url_name=f"{module}_merge",
        operation_id=f"{module}_undo_merge",
        summary="Make two of one again",
    )
    def merge_delete(request: HttpRequest, record_id: RecordId, merge_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        kept = verbs.record_of(user, module, record_id)
        undo_merge(Merge.objects.get(pk=merge_id, module=module, kept=kept.pk), user)
        return record_response(module, record_id, user)


def _wanted(user: User, asked: ConversionIn) -> Wanted:
    told = asked.model_dump(exclude={"stage", "amount"})
    amount, stage = (_value(user, key, getattr(asked, key)) for key in ("amount", "stage"))
    return Wanted(**told, amount=amount, stage=stage, pipeline=stage.pipeline if isinstance(stage, Stage) else None)


def _value(user: User, key: str, raw: object) -> Any:
    """A value as a field of deals reads it."""
    field = STANDARD["deal"][key]
    if raw in (None, "") and key == "stage":
        return None
    try:
        return resolve(field, read(field, plain(field, raw)), user)
    except BadValue as error:
        raise Unreadable({key: str(error)}) from error


def _told(done: Conversion, user: User) -> dict[str, object]:
    """What the lead became; null what it did not, or what the user does not see (T7)."""
    modules: tuple[ModuleName, ...] = ("contact", "account", "deal")
    ids = {module: getattr(done, f"{module}_id") for module in modules}
    seen = {module: all_visible(module, user).filter(pk=ids[module] or 0).exists() for module in modules}
    return {"id": done.pk} | {module: ids[module] if seen[module] else None for module in modules}
