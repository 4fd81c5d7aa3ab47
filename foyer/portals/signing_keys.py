"""The keys with which a website's server signs who is logged in: made, shown once, taken back (E39).

A key of two halves is the website's own: only the public half is ever here.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import salted_hmac

from foyer.events.actions import record
from foyer.lib import clock, tokens
from foyer.portals.models import EmbedCode, Portal, SigningKey
from foyer.portals.public_keys import public_key_of
from foyer.portals.queries import may_change
from foyer.portals.signed import Key, Signed, read_signed
from foyer.portals.types import PortalChanged
from foyer.team.models import User

MOST_VALID = 2
"""The old one and the new one, while the website changes over."""


def new_signing_key(portal: Portal, by: User) -> tuple[SigningKey, str]:
    """One more key and its secret; of more than two that are valid the oldest is taken back."""
    made = _add(portal, by)
    return made, secret_of(made.kid)


def add_public_key(portal: Portal, by: User, text: str) -> SigningKey:
    """The public half of a key of the website's own, as PEM. Raises Refusal with a sentence."""
    _require_right(portal, by)
    return _add(portal, by, public_key_of(text))


def revoke_signing_key(portal: Portal, by: User, kid: str) -> None:
    """From now on it signs nothing; again changes nothing."""
    _require_right(portal, by)
    with transaction.atomic():
        if SigningKey.objects.filter(portal=portal, kid=kid, revoked_at=None).update(revoked_at=clock.now()):
            _tell(portal, by)


def valid_keys(portal_id: int) -> list[SigningKey]:
    """The newest first."""
    return list(SigningKey.objects.filter(portal=portal_id, revoked_at=None).order_by("-pk"))


def who_signed(portal_id: int, token: str) -> Signed:
    """What the website's server says; two queries. Raises BadToken."""
    keys = {key.kid: _key(key) for key in valid_keys(portal_id)}
    audiences = set(EmbedCode.objects.filter(portal=portal_id).values_list("key", flat=True))
    return read_signed(token, keys, audiences, clock.now())


def secret_of(kid: str) -> str:
    """Made of the installation's own secret: it stands in no database and in no backup of one."""
    return salted_hmac("foyer.signing-key", kid, algorithm="sha256").hexdigest()


def _add(portal: Portal, by: User, public_key: str = "") -> SigningKey:
    _require_right(portal, by)
    with transaction.atomic():
        Portal.objects.select_for_update().get(pk=portal.pk)
        made = SigningKey.objects.create(portal=portal, kid=tokens.new_public_key("k_"), public_key=public_key)
        valid = list(valid_keys(portal.pk))
        SigningKey.objects.filter(pk__in=[key.pk for key in valid[MOST_VALID:]]).update(revoked_at=clock.now())
        _tell(portal, by)
    return made


def _key(kept: SigningKey) -> Key:
    return Key("EdDSA", kept.public_key) if kept.public_key else Key("HS256", secret_of(kept.kid))


def _require_right(portal: Portal, by: User) -> None:
    if not may_change(by, portal):
        raise PermissionDenied


def _tell(portal: Portal, by: User) -> None:
    record(PortalChanged(subject_id=portal.pk, portal_id=portal.pk, user_id=by.pk, fields=("signing_keys",)))
