"""Who wants no more mails to many: said by a signed link in each of them, and kept for the address (RFC 8058)."""

from collections.abc import Collection

from django.core import signing
from django.db import transaction

from foyer.crm.mailings.types import AddressUnsubscribed
from foyer.crm.models import Unsubscribed
from foyer.events.actions import record
from foyer.identity.models import Identifier
from foyer.identity.queries import holders_of, profiles_of
from foyer.lib.tokens import digest
from foyer.team.models import User

PATH = "/unsubscribe/"
_SALT = "foyer.unsubscribe"


def unsubscribe_url(address: str, base_url: str) -> str:
    """The link for one address; nobody can make one for another."""
    return f"{base_url}{PATH}{signing.Signer(salt=_SALT).sign_object(address)}/"


def address_of(token: str) -> str | None:
    """Whose link it is; None when it is none of ours."""
    try:
        return str(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError):
        return None


def unsubscribed_among(addresses: Collection[str]) -> set[str]:
    """Those that want no more; one query."""
    digests = {digest(address): address for address in addresses if address}
    if not digests:
        return set()
    return {digests[kept] for kept in Unsubscribed.objects.filter(digest__in=digests).values_list("digest", flat=True)}


@transaction.atomic
def unsubscribe(address: str, by: User | None = None) -> None:
    """No mailing goes to this address any more. Saying it twice changes nothing."""
    row, is_new = Unsubscribed.objects.get_or_create(digest=digest(address))
    if is_new:
        _record(row, address, by, again=False)


@transaction.atomic
def subscribe_again(address: str, by: User | None = None) -> None:
    """Mailings go to this address again."""
    row = Unsubscribed.objects.filter(digest=digest(address)).first()
    if row is not None:
        _record(row, address, by, again=True)
        row.delete()


def _record(row: Unsubscribed, address: str, by: User | None, *, again: bool) -> None:
    """Once for each person who has the address, so that it stands in their feeds; the event itself names none."""
    profiles = profiles_of(holders_of(Identifier.Kind.EMAIL, address))
    one_of_each: dict[int, int | None] = {profile: actor for actor, profile in profiles.items()}
    user_id = by.pk if by else None
    for actor_id in one_of_each.values() or (None,):
        record(AddressUnsubscribed(subject_id=row.pk, actor_id=actor_id, user_id=user_id, again=again))
