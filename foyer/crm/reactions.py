"""What follows when a record is new: somebody gets it, and the simple mode converts it (F206, F236)."""

from typing import cast

from django.db import transaction

from foyer.crm.actions.people import change_owner
from foyer.crm.actions.simple import convert_at_once
from foyer.crm.assignment import owner_for
from foyer.crm.models import Lead
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.types import AccountCreated, ContactCreated, DealCreated, LeadCreated, ModuleName
from foyer.events.models import Event
from foyer.events.reactions import reacts_to


@reacts_to(LeadCreated, ContactCreated, AccountCreated, DealCreated)
@transaction.atomic
def give_to_somebody(event: Event) -> None:
    """A record that came without an owner goes where the rules say (F236, E17)."""
    module = cast("ModuleName", event.subject_type)
    rows = MODULES[module].model._default_manager.filter(pk=event.subject_id, owner=None, gone_at=None)
    row = cast("AnyRecord | None", rows.first())
    owner = owner_for(module, row.source, row.portal) if row else None
    if row is not None and owner is not None:
        change_owner(row, None, owner)


@reacts_to(LeadCreated)
def convert_new_lead(event: Event) -> None:
    """In the simple mode; after somebody got it, so that what is made has the same owner (D11)."""
    lead = Lead.objects.select_related("portal").filter(pk=event.subject_id, gone_at=None, conversions=None).first()
    if lead is not None:
        convert_at_once(lead)
