"""Whom a mailing goes to: each address once, and nobody who wants no more (E16)."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from foyer.crm.access import require
from foyer.crm.fields.rights import shown_fields
from foyer.crm.handles import first_value, identifiers_of_people
from foyer.crm.lists.page import REACHED
from foyer.crm.mailings.types import Reached, Recipient
from foyer.crm.mailings.unsubscribing import unsubscribed_among
from foyer.crm.runs.selection import Selection, selected
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.team.models import User
from foyer.team.types import Refusal

MOST = 1_000


def require_addresses(user: User, module: ModuleName) -> None:
    """PermissionDenied unless the user may take many addresses out of this module, and sees them."""
    if module not in REACHED or "emails" not in shown_fields(user, module):
        raise PermissionDenied
    require(user, "export", module)


def require_may_write(user: User, module: ModuleName) -> None:
    """PermissionDenied unless the user may write to many of this module: addresses, and a line in each record."""
    require_addresses(user, module)
    require(user, "edit", module)


def recipients_of(user: User, module: ModuleName, selection: Selection) -> list[Recipient]:
    """Everybody who is chosen, with the reason for who is left out; five queries. Refusal when they are too many."""
    rows = selected(module, user, selection).order_by("pk").select_related("actor")
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        raise Refusal(_("At most %(most)s records can be written to at once. Choose fewer.") % {"most": MOST})
    known = identifiers_of_people({_profile(subject) for subject in found})
    addresses = [first_value(known.get(_profile(subject), ()), Identifier.Kind.EMAIL) for subject in found]
    return list(_once(found, addresses))


def first_chosen(user: User, module: ModuleName, selection: Selection) -> Reached | None:
    """The first chosen record, for a preview."""
    found: Reached | None = selected(module, user, selection).order_by("pk").first()
    return found


def _once(subjects: Iterable[Reached], addresses: list[str]) -> Iterator[Recipient]:
    no_more, written = unsubscribed_among(addresses), set[str]()
    for subject, address in zip(subjects, addresses, strict=True):
        why = ""
        if not address:
            why = _("No e-mail address")
        elif address in no_more:
            why = _("Wants no more mails like this")
        elif address in written:
            why = _("Has the same address as one before")
        written.add(address)
        yield Recipient(subject, address, why)


def _profile(subject: Reached) -> int:
    return subject.actor.profile_id or subject.actor_id
