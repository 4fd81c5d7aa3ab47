"""Events that a website's server tells, for sites that want no script on their pages (E37)."""

from http import HTTPStatus

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.errors import HttpError

from foyer.api.idempotency import once
from foyer.api.v1.auth import caller
from foyer.api.v1.event_shapes import EventIn, EventsIn, ms_of
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response
from foyer.api.v1.refusals import Unreadable
from foyer.lib.clock import now_ms
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import portals_of
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.hit import AGREED, Hit
from foyer.visits.journal import Row
from foyer.visits.server_events import NotTaken, take

router = Router(tags=["visits"])
NO_BROWSER = "Mozilla/5.0 (server)"
"""Where no browser is told, there may be none; without any word it would be taken for a bot's."""


@router.post("", url_name="event_create", operation_id="event_create", summary="Tell page views and events")
def event_create(request: HttpRequest) -> HttpResponse:
    """Up to 100 page views and events, told by the website's server. All are taken, or none."""
    user = _who_tells(request)

    def work() -> HttpResponse:
        told = parsed(request, EventsIn)
        key = _key_of(_portal_of(user, told))
        try:
            take([_row(key, event) for event in told.events])
        except NotTaken:
            raise HttpError(
                HTTPStatus.SERVICE_UNAVAILABLE, "Nothing can be written now. Tell it again later."
            ) from None
        return json_response({"taken": len(told.events)}, HTTPStatus.ACCEPTED)

    return once(request, user, work)


def _who_tells(request: HttpRequest) -> User:
    """The owner of the token, whose profile lets them view and create visits (F30)."""
    user = caller(request)
    if not rights_of(user).may("visit", "view"):
        raise Http404
    if not rights_of(user).may("visit", "create"):
        raise PermissionDenied
    return user


def _portal_of(user: User, told: EventsIn) -> Portal:
    portal = portals_of(user).filter(pk=told.portal, is_enabled=True).first()
    if portal is None:
        raise Unreadable({"portal": "There is no such portal, or it is disabled."})
    if portal.asks_consent and not all(event.consent for event in told.events):
        raise Unreadable({"events": 'This portal asks for consent: send only what has it, with "consent": true.'})
    return portal


def _key_of(portal: Portal) -> str:
    code = EmbedCode.objects.filter(portal=portal).order_by("pk").first()
    if code is None:
        raise Unreadable({"portal": "This portal has no embed code."})
    return code.key


def _row(key: str, event: EventIn) -> Row:
    now = now_ms()
    hit = Hit(
        type=event.type,
        portal=key,
        browser=event.visitor,
        id=event.id,
        page=event.id if event.type == "view" else "",
        url=event.url,
        title=event.title,
        referrer=event.referrer,
        language=event.language,
        name=event.name,
        at=min(ms_of(event.at), now) if event.at else now,
        sent=now,
        consent=AGREED if event.consent else "",
        data=msgspec.Raw(msgspec.json.encode(event.data)),
    )
    return now, event.ip_address, event.user_agent or NO_BROWSER, True, msgspec.json.encode(hit)
