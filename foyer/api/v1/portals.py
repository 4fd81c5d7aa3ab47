"""Portals: the websites of this installation."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Paging, newest
from foyer.portals.models import Portal, QueueMode, SigningKey
from foyer.portals.queries import portal_for, portals_of

router = Router(tags=["portals"])


class EmbedCodeOut(Schema):
    """One line of code for the website; `key` is what data-portal holds (F19-F21)."""

    id: int
    name: str
    key: str
    show_chat_icon: bool


class QueueOut(Schema):
    """To whom a new chat is offered, for how many seconds, and when it is missed (E12, B12, D17)."""

    mode: QueueMode
    most_chats: int | None
    owner_seconds: int
    last_agent_seconds: int
    offer_seconds: int
    missed_after_seconds: int


class HoursOut(Schema):
    """Business hours as they are typed, a text for each day from Monday; `days` differ, one a line (B22)."""

    zone: str
    week: list[str]
    days: str


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
    visitor_notification: bool
    is_enabled: bool
    embed_codes: list[EmbedCodeOut]
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
        portals_of(caller(request)).prefetch_related("embed_codes", "signing_keys"), paging, "created_at"
    )
    return Portals(items=[_portal(row) for row in rows], next_cursor=following)


@router.get("/{portal_id}", response=PortalOut, summary="One portal")
def portal_one(request: HttpRequest, portal_id: Annotated[Id, Path()]) -> PortalOut:
    """One portal."""
    return _portal(portal_for(caller(request), portal_id))


def _portal(portal: Portal) -> PortalOut:
    return PortalOut(
        id=portal.pk,
        name=portal.name,
        site_url=portal.site_url,
        domains=portal.domains,
        push_as=portal.push_as,
        assign_to=portal.assign_to,
        visitor_notification=portal.notify_visitors,
        is_enabled=portal.is_enabled,
        embed_codes=[
            EmbedCodeOut(id=code.pk, name=code.name, key=code.key, show_chat_icon=code.show_chat_icon)
            for code in portal.embed_codes.all()
        ],
        queue=QueueOut(
            mode=QueueMode(portal.queue_mode),
            most_chats=portal.most_chats,
            owner_seconds=portal.owner_s,
            last_agent_seconds=portal.last_agent_s,
            offer_seconds=portal.offer_s,
            missed_after_seconds=portal.missed_after_s,
        ),
        hours=HoursOut(**{name: portal.hours[name] for name in HoursOut.model_fields})
        if portal.hours.get("on")
        else None,
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
