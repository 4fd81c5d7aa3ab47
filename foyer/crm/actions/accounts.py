"""Accounts that come by with a name: a company is there once (E16)."""

from foyer.crm.actions.storing import CREATED, about, insert
from foyer.crm.models import Account, Source
from foyer.events.actions import record
from foyer.lib.text import folded
from foyer.team.models import User


def account_named(name: str, by: User | None, owner: User | None = None) -> Account | None:
    """The account of this name, whatever its case and accents, made when there is none; None without a name.

    Runs in the caller's transaction. Accounts in the recycle bin are not taken up again.
    """
    if not name:
        return None
    known = Account.objects.filter(sort_name=folded(name), gone_at=None).order_by("pk").first()
    if known is not None:
        return known
    account = Account(name=name, source=Source.BY_HAND if by else "", created_by=by, owner=owner)
    insert(account)
    record(CREATED["account"](**about(account, by), source=account.source))
    return account
