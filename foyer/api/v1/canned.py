"""Canned replies: everybody's, which administrators keep, and the token owner's own (E13)."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import StringConstraints

from foyer.api.idempotency import once
from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Paging
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response, nothing
from foyer.api.v1.records.shapes import Flag, Strict
from foyer.api.v1.records.versions import asked_version, version_of
from foyer.api.v1.refusals import Unreadable
from foyer.conversations.canned import change_canned_reply, create_canned_reply, delete_canned_reply
from foyer.conversations.models import CannedReply
from foyer.conversations.storing import MAX_TEXT
from foyer.crm.cursor import Cursor, cursor_from
from foyer.team.models import User

router = Router(tags=["canned_replies"])
ReplyId = Annotated[Id, Path()]
NO_TIME = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Replies have none; cursors want one."""


class CannedReplyIn(Strict):
    """A reply. `shared` is chosen when it is made: everybody's, else the token owner's own."""

    shortcut: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=60)] | None = None
    text: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_TEXT)] | None = None
    shared: Flag | None = None


class CannedReplyOut(Schema):
    """A reply, called by `/shortcut`; `text` may name variables, as in `{{visitor_first_name|there}}`."""

    id: int
    shortcut: str
    text: str
    shared: bool


class CannedReplyPage(Schema):
    """A page of them."""

    items: list[CannedReplyOut]
    next_cursor: str | None


@router.get("", url_name="canned_list", operation_id="canned_list", summary="Canned replies")
def canned_list(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """Those that the owner of the token may call, the newest first."""
    rows, start = _seen(caller(request)).order_by("-pk"), cursor_from(paging.cursor)
    found = list((rows.filter(pk__lt=start.id) if start else rows)[: paging.limit + 1])
    shown = found[: paging.limit]
    following = Cursor(NO_TIME, shown[-1].pk).text() if len(found) > paging.limit else None
    return json_response({"items": [_told(reply) for reply in shown], "next_cursor": following})


@router.get("/{reply_id}", url_name="canned_one", operation_id="canned_one", summary="One canned reply")
def canned_one(request: HttpRequest, reply_id: ReplyId) -> HttpResponse:
    """One that the owner of the token may call."""
    return _answer(_seen(caller(request)).get(pk=reply_id))


@router.post("", url_name="canned_list", operation_id="canned_create", summary="A new canned reply")
def canned_create(request: HttpRequest) -> HttpResponse:
    """Everybody's are made by administrators."""
    user = caller(request)

    def work() -> HttpResponse:
        told = parsed(request, CannedReplyIn)
        if told.shortcut is None or told.text is None:
            raise Unreadable({"shortcut" if told.shortcut is None else "text": "Field required"})
        made = create_canned_reply(user, told.shortcut, told.text, for_everybody=bool(told.shared))
        response = _answer(made, HTTPStatus.CREATED)
        response["Location"] = f"{request.path}/{made.pk}"
        return response

    return once(request, user, work)


@router.patch("/{reply_id}", url_name="canned_one", operation_id="canned_change", summary="Change a canned reply")
def canned_change(request: HttpRequest, reply_id: ReplyId) -> HttpResponse:
    """Another shortcut or text; what is left out stays."""
    user = caller(request)
    with transaction.atomic():
        reply = _held(request, user, reply_id)
        told = parsed(request, CannedReplyIn)
        if told.shared not in {None, reply.owner_id is None}:
            raise Unreadable({"shared": "Whose a reply is stays; make another one."})
        changed = change_canned_reply(reply, user, told.shortcut or reply.shortcut, told.text or reply.text)
    return _answer(changed)


@router.delete("/{reply_id}", url_name="canned_one", operation_id="canned_delete", summary="Delete a canned reply")
def canned_delete(request: HttpRequest, reply_id: ReplyId) -> HttpResponse:
    """It is offered no more, and cannot be brought back."""
    user = caller(request)
    with transaction.atomic():
        delete_canned_reply(_held(request, user, reply_id), user)
    return nothing()


def _seen(user: User) -> "QuerySet[CannedReply]":
    return CannedReply.objects.filter(Q(owner=None) | Q(owner=user))


def _held(request: HttpRequest, user: User, reply_id: int) -> CannedReply:
    """The reply, held, as the caller looked at it; Stale when somebody was faster."""
    reply = _seen(user).select_for_update().get(pk=reply_id)
    asked_version(version_of(_told(reply)), request.headers.get("If-Match"))
    return reply


def _answer(reply: CannedReply, status: int = HTTPStatus.OK) -> HttpResponse:
    told = _told(reply)
    return json_response(told, status, version_of(told))


def _told(reply: CannedReply) -> dict[str, Any]:
    return {"id": reply.pk, "shortcut": reply.shortcut, "text": reply.text, "shared": reply.owner_id is None}
