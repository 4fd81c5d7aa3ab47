"""Who else takes part in a deal, and in which role (E16)."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from foyer.api.v1.records import verbs
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import nothing, record_response
from foyer.api.v1.records.routes import RecordId
from foyer.api.v1.records.shapes import PartyIn
from foyer.crm.actions import put_deal_contact, take_deal_contact_off
from foyer.crm.models import Deal


def add_party_routes(router: Router) -> None:
    """The routes below a deal."""

    @router.put(
        "/{record_id}/contacts/{contact_id}",
        url_name="deal_contact",
        operation_id="deal_put_contact",
        summary="A contact takes part in a deal",
    )
    def contact_put(request: HttpRequest, record_id: RecordId, contact_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, "deal")
        deal = cast("Deal", verbs.record_of(user, "deal", record_id))
        put_deal_contact(deal, user, contact_id, parsed(request, PartyIn).role)
        return record_response("deal", record_id, user)

    @router.delete(
        "/{record_id}/contacts/{contact_id}",
        url_name="deal_contact",
        operation_id="deal_take_contact_off",
        summary="A contact takes no part any more",
    )
    def contact_delete(request: HttpRequest, record_id: RecordId, contact_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, "deal")
        deal = cast("Deal", verbs.record_of(user, "deal", record_id))
        take_deal_contact_off(deal, user, contact_id)
        return nothing()
