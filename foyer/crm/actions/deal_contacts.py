"""Who takes part in a deal, and in which role (E16)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may, visible
from foyer.crm.actions.storing import about, locked
from foyer.crm.choices import is_choice
from foyer.crm.models import Contact, Deal, DealContact
from foyer.crm.types import DealContactChanged
from foyer.events.actions import record
from foyer.team.models import User
from foyer.team.types import Refusal


def put_deal_contact(deal: Deal, by: User, contact_id: int, role: str = "") -> DealContact:
    """The contact takes part in the deal, in this role. Refusal when the user sees no such contact, or no such role."""
    if not may(by, "edit", deal):
        raise PermissionDenied
    contact = visible("contact", by).filter(pk=contact_id).first()
    if contact is None or (role and not is_choice("deal_role", role)):
        raise Refusal(_("Choose one from the list."))
    with transaction.atomic():
        locked(deal)
        part = DealContact.objects.filter(deal=deal, contact=contact).first()
        old = part.role if part else None
        if part is None:
            part = DealContact(deal=deal, contact=contact)
        part.role = role
        part.save()
        if old != role:
            _tell(deal, by, contact, old, role)
    return part


def take_deal_contact_off(deal: Deal, by: User, contact_id: int) -> None:
    """The contact takes no part any more; nothing happens when it did not."""
    if not may(by, "edit", deal):
        raise PermissionDenied
    with transaction.atomic():
        locked(deal)
        part = DealContact.objects.filter(deal=deal, contact=contact_id).select_related("contact").first()
        if part is not None:
            part.delete()
            _tell(deal, by, part.contact, part.role, None)


def _tell(deal: Deal, by: User, contact: Contact, old: str | None, new: str | None) -> None:
    record(DealContactChanged(**about(deal, by), contact=contact.pk, name=contact.name, old=old, new=new))
