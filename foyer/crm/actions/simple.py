"""The simple mode: whoever comes becomes a customer with a deal at once (F206, F221-F225, D11)."""

from django.db import transaction

from foyer.crm.actions.conversion import Wanted, convert_lead
from foyer.crm.actions.storing import CREATED, about, insert
from foyer.crm.mapping import crm_settings
from foyer.crm.models import Account, Contact, CrmSettings, Deal, Lead
from foyer.crm.pipelines import first_stage
from foyer.crm.queries import person_for_actor
from foyer.events.actions import record
from foyer.identity.join import take_turn
from foyer.lib.text import folded
from foyer.team.queries import organisation


def convert_at_once(lead: Lead) -> None:
    """Converts a new lead when the organisation works without leads (F206, F221). Twice is once."""
    decided = crm_settings()
    if decided.mode != CrmSettings.Mode.SIMPLE or lead.gone:
        return
    with transaction.atomic():
        take_turn()
        known = person_for_actor(lead.actor_id)
        contact = known if isinstance(known, Contact) and not known.gone else None
        account = _account_called(lead.company)
        makes_account = decided.makes == CrmSettings.Makes.ACCOUNT
        wanted = Wanted(
            contact=contact.pk if contact else None,
            new_contact=not makes_account,
            account=account.pk if account else None,
            new_account=not account and (bool(lead.company) or makes_account),
            new_deal=contact is None or not _has_open_deal(contact),
            pipeline=decided.pipeline,
        )
        convert_lead(lead, None, wanted)


def open_deal_for(actor_id: int) -> Deal | None:
    """A known customer without an open deal gets one when they come again (F223); None in every other case."""
    decided = crm_settings()
    if decided.mode != CrmSettings.Mode.SIMPLE:
        return None
    with transaction.atomic():
        take_turn()
        contact = person_for_actor(actor_id)
        if not isinstance(contact, Contact) or contact.gone or _has_open_deal(contact):
            return None
        house = organisation()
        deal = Deal(name=(contact.company or contact.name)[:120], contact=contact, account=contact.account)
        deal.stage, deal.owner, deal.source = first_stage(decided.pipeline), contact.owner, contact.source
        deal.probability, deal.currency = deal.stage.probability, house.currency if house else deal.currency
        insert(deal)
        record(CREATED["deal"](**about(deal, None), source=deal.source))
    return deal


def _has_open_deal(contact: Contact) -> bool:
    return contact.deals.filter(state=Deal.State.OPEN, gone_at=None).exists()


def _account_called(name: str) -> Account | None:
    known = Account.objects.filter(sort_name=folded(name), gone_at=None).order_by("pk")
    return known.first() if name else None
