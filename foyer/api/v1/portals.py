"""Portals: the websites of this installation."""

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Paging, newest
from foyer.api.v1.portal_settings import (
    HoursOut,
    PortalIn,
    PrivacyOut,
    QueueOut,
    WidgetOut,
    hours_field,
    hours_told,
    own_fields,
    privacy_told,
    queue_fields,
    queue_told,
    unreadable,
    widget_told,
    widget_typed,
)
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response
from foyer.api.v1.records.versions import asked_version, version_of
from foyer.portals.actions import change_portal
from foyer.portals.models import Portal, SigningKey
from foyer.portals.queries import may_change, portal_for, portals_of
from foyer.portals.widget_settings import WidgetRefused
from foyer.portals.widgets import change_widget
from foyer.team.models import User

router = Router(tags=["portals"])


class EmbedCodeOut(Schema):
    """One line of code for the website; `key` is what data-portal holds (F19-F21)."""

    id: int
    name: str
    key: str
    show_chat_icon: bool


class SigningKeyOut(Schema):
    """A valid key by which the website's server signs; a secret is told nowhere, a public key may be (E39)."""

    kid: str
    algorithm: Literal["HS256", "EdDSA"]
    public_key: str | None
    created_at: dt.datetime


class PortalOut(Schema):
    """A website with its settings (F2-F8)."""

    id: int
    name: str
    site_url: str
    domains: list[str]
    push_as: str
    assign_to: str
    assign_user: int | None
    visitor_notification: bool
    is_enabled: bool
    embed_codes: list[EmbedCodeOut]
    privacy: PrivacyOut
    widget: WidgetOut
    queue: QueueOut
    hours: HoursOut | None
    signing_keys: list[SigningKeyOut]
    created_at: dt.datetime


class Portals(Schema):
    """A page of portals."""

    items: list[PortalOut]
    next_cursor: str | None


@router.get("", response=Portals, summary="Portals")
def portal_list(request: HttpRequest, paging: Query[Paging]) -> Portals:
    """The portals that the owner of the token sees, the newest first."""
    rows, following = newest(
        portals_of(caller(request)).prefetch_related("embed_codes", "signing_keys", "widget_texts"),
        paging,
        "created_at",
    )
    return Portals(items=[_portal(row) for row in rows], next_cursor=following)


@router.get("/{portal_id}", url_name="portal_one", operation_id="portal_one", summary="One portal")
def portal_one(request: HttpRequest, portal_id: Annotated[Id, Path()]) -> HttpResponse:
    """One portal."""
    return _answer(portal_for(caller(request), portal_id))


@router.patch("/{portal_id}", url_name="portal_one", operation_id="portal_change", summary="Change a portal")
def portal_change(request: HttpRequest, portal_id: Annotated[Id, Path()]) -> HttpResponse:
    """Its settings; administrators, and whoever made it. What is left out stays."""
    user = caller(request)
    with transaction.atomic():
        portal = _held(request, user, portal_id)
        told = parsed(request, PortalIn)
        fields = own_fields(told) | queue_fields(told.queue)
        if "hours" in told.model_fields_set:
            fields |= hours_field(portal, told.hours)
        if fields:
            change_portal(portal, user, **fields)
        try:
            change_widget(portal, user, widget_typed(told.widget))
        except WidgetRefused as refused:
            raise unreadable(refused) from refused
    return _answer(portal)


def _held(request: HttpRequest, user: User, portal_id: int) -> Portal:
    """The portal, held, as the caller looked at it; Stale when somebody was faster."""
    portal = portals_of(user).select_for_update(of=("self",)).get(pk=portal_id)
    if not may_change(user, portal):
        raise PermissionDenied
    asked_version(version_of(_told(portal)), request.headers.get("If-Match"))
    return portal


def _answer(portal: Portal) -> HttpResponse:
    told = _told(portal)
    return json_response(told, HTTPStatus.OK, version_of(told))


def _told(portal: Portal) -> dict[str, Any]:
    return _portal(portal).model_dump(mode="json")


def _portal(portal: Portal) -> PortalOut:
    return PortalOut(
        id=portal.pk,
        name=portal.name,
        site_url=portal.site_url,
        domains=portal.domains,
        push_as=portal.push_as,
        assign_to=portal.assign_to,
        assign_user=portal.assign_user_id,
        visitor_notification=portal.notify_visitors,
        is_enabled=portal.is_enabled,
        embed_codes=[
            EmbedCodeOut(id=code.pk, name=code.name, key=code.key, show_chat_icon=code.show_chat_icon)
            for code in portal.embed_codes.all()
        ],
        privacy=privacy_told(portal),
        widget=widget_told(portal),
        queue=queue_told(portal),
        hours=hours_told(portal),
        signing_keys=[_key(key) for key in portal.signing_keys.all() if key.revoked_at is None],
        created_at=portal.created_at,
    )


def _key(key: SigningKey) -> SigningKeyOut:
    return SigningKeyOut(
        kid=key.kid,
        algorithm="EdDSA" if key.public_key else "HS256",
        public_key=key.public_key or None,
        created_at=key.created_at,
    )
