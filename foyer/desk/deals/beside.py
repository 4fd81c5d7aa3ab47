"""The deals of a person or company where they stand beside something else: its page, a visit, a chat."""

import dataclasses
from collections.abc import Sequence

from django.db.models import F, Q

from foyer.crm.access import visible
from foyer.crm.fields.rights import shown_fields
from foyer.crm.models import Account, Contact, DealContact
from foyer.crm.modules import AnyRecord
from foyer.crm.pipelines import all_stages, stage_word
from foyer.desk.shell.formats import money
from foyer.team.models import User
from foyer.team.rights import rights_of


@dataclasses.dataclass(frozen=True, slots=True)
class DealLine:
    """A deal in one line. `stage` and `amount` are empty for who may not see them (T7)."""

    id: int
    name: str
    state: str
    stage: str
    amount: str
    is_through_account: bool


def deals_beside(
    user: User, record: AnyRecord | None, actors: Sequence[int], most: int, *, with_account: bool = False
) -> list[DealLine] | None:
    """The open ones, then those that were closed last; three queries. None where there can be none to see.

    `with_account` adds those of the company in which the contact has no part.
    """
    rights, link = rights_of(user), "account" if isinstance(record, Account) else "contact"
    if not isinstance(record, Account | Contact) or not (rights.may("deal", "view") and rights.sees("deal", link)):
        return None
    with_account = with_account and rights.sees("deal", "account") and rights.sees("contact", "account")
    contacts, parts = _parts(record, actors)
    mine = Q(contact__in=contacts) | Q(pk__in=parts)  # found first: joined, all deals would be read
    if isinstance(record, Account):
        mine = Q(account=record)
    elif with_account and record.account_id:
        mine |= Q(account=record.account_id)
    found = visible("deal", user).filter(mine).order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-pk")
    shown, stages = shown_fields(user, "deal"), all_stages()
    return [
        DealLine(
            id=deal.pk,
            name=deal.name,
            state=deal.state if "stage" in shown else "",
            stage=stage_word(stages[deal.stage_id]) if "stage" in shown else "",
            amount=money(deal.amount, deal.currency) if "amount" in shown else "",
            is_through_account=with_account and deal.contact_id not in contacts and deal.pk not in parts,
        )
        for deal in found[:most]
    ]


def _parts(record: AnyRecord, actors: Sequence[int]) -> tuple[set[int], set[int]]:
    """The contacts that the person is, and the deals in which they have a part."""
    if not isinstance(record, Contact):
        return set(), set()
    contacts = Contact.objects.filter(actor__in=actors).values_list("pk", flat=True)
    parts = DealContact.objects.filter(contact=record).values_list("deal", flat=True)
    return set(contacts), set(parts)
