"""Mailings: a mail of its own to each of many people, at most once (E16, E26)."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field as Constrained
from pydantic import StringConstraints

from foyer.api.idempotency import once
from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Paging, newest
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response
from foyer.api.v1.records.shapes import RecordId, Strict
from foyer.crm.mailings.actions import begin_mailing
from foyer.crm.mailings.queries import mailings_of
from foyer.crm.mailings.recipients import MOST
from foyer.crm.mailings.texts import MAX_SUBJECT, MAX_TEXT
from foyer.crm.models import Run
from foyer.crm.runs.actions import stop_run
from foyer.lib.base_url import base_url
from foyer.team.models import User

router = Router(tags=["mailings"])
MailingId = Annotated[Id, Path()]
Module = Literal["lead", "contact", "account"]


class MailingIn(Strict):
    """To whom, and what. Subject and text may name variables, as in `{{first_name|friend}}`."""

    module: Module
    records: Annotated[list[RecordId], Constrained(min_length=1, max_length=MOST)]
    subject: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_SUBJECT)]
    text: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_TEXT)]


class WriterOut(Schema):
    """Who wrote it."""

    id: int
    name: str
    email: str


class MailingOut(Schema):
    """A mailing and how far it is. Of `uncertain` mails nobody knows whether they went out; they go out no more."""

    id: int
    module: Module
    subject: str
    text: str
    state: Literal["waiting", "running", "done", "stopped", "failed"]
    chosen: int
    sent: int
    left_out: int
    refused: int
    uncertain: int
    error: str
    user: WriterOut
    created_at: dt.datetime
    ended_at: dt.datetime | None


class MailingPage(Schema):
    """A page of them."""

    items: list[MailingOut]
    next_cursor: str | None


@router.get("", url_name="mailing_list", operation_id="mailing_list", summary="Mailings")
def mailing_list(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """Those of the token's owner, of everybody for administrators, the newest first."""
    rows, following = newest(mailings_of(caller(request)), paging, "created_at")
    page = MailingPage(items=[_mailing(run) for run in rows], next_cursor=following)
    return json_response(page.model_dump())


@router.get("/{mailing_id}", url_name="mailing_one", operation_id="mailing_one", summary="One mailing")
def mailing_one(request: HttpRequest, mailing_id: MailingId) -> HttpResponse:
    """How far it is."""
    return _answer(caller(request), mailing_id)


@router.post("", url_name="mailing_list", operation_id="mailing_create", summary="Write to many")
def mailing_create(request: HttpRequest) -> HttpResponse:
    """Begins to send. Who has no address, the same one as another, or wants no more is left out."""
    user = caller(request)

    def work() -> HttpResponse:
        told = parsed(request, MailingIn)
        letter = {"subject": told.subject, "text": told.text}
        run = begin_mailing(told.module, user, {"ids": told.records}, letter, base_url=base_url(request))
        response = _answer(user, run.pk, HTTPStatus.CREATED)
        response["Location"] = f"{request.path}/{run.pk}"
        return response

    return once(request, user, work)


@router.post("/{mailing_id}/stop", url_name="mailing_stop", operation_id="mailing_stop", summary="Stop a mailing")
def mailing_stop(request: HttpRequest, mailing_id: MailingId) -> HttpResponse:
    """No further mail leaves; those that left are told of. Twice is once."""
    user = caller(request)
    stop_run(mailings_of(user).get(pk=mailing_id), user)
    return _answer(user, mailing_id)


def _answer(user: User, mailing_id: int, status: int = HTTPStatus.OK) -> HttpResponse:
    return json_response(_mailing(mailings_of(user).get(pk=mailing_id)).model_dump(), status)


def _mailing(run: Run) -> MailingOut:
    uncertain: int = run.uncertain  # type: ignore[attr-defined]  # counted by mailings_of
    return MailingOut.model_validate(
        {
            "id": run.pk,
            "module": run.module,
            "subject": run.plan["subject"],
            "text": run.plan["text"],
            "state": run.state,
            "chosen": run.total,
            "sent": run.done,
            "left_out": run.skipped,
            "refused": run.failed - uncertain,
            "uncertain": uncertain,
            "error": run.error,
            "user": {"id": run.user_id, "name": run.user.name, "email": run.user.email},
            "created_at": run.created_at,
            "ended_at": run.ended_at,
        }
    )
