"""One message to one device: encrypted for it (RFC 8291), signed (RFC 8292), handed to its push service (RFC 8030)."""

import base64
import binascii
import dataclasses
import email.utils
import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from pydantic import AnyHttpUrl
from webpush import WebPush, WebPushSubscription
from webpush.vapid import VAPID

from foyer.lib import clock, tokens
from foyer.lib.emails import normalised_email
from foyer.lib.http import Reach, Unreachable, post
from foyer.notifications.types import BadSubscription, Subscription
from foyer.team.models import Role, User

SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
)
"""Of Chromium, Firefox, Edge and Safari. An address of any other is no device's of ours (T24)."""
POINT_BYTES, SECRET_BYTES = 65, 16
TOPIC_LETTERS = 32
OK, TIMEOUT, MANY, BROKEN = range(200, 300), 408, 429, 500
GONE = {404, 410}
REFUSED = "refused"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What the push service said. `again` means later, not before `after_s`; `reason` why there was no answer."""

    status: int | None
    reason: str = ""
    after_s: float = 0

    @property
    def is_sent(self) -> bool:
        """It has it."""
        return self.status in OK

    @property
    def is_gone(self) -> bool:
        """The device is not there any more."""
        return self.status in GONE

    @property
    def again(self) -> bool:
        """It may work later."""
        is_late = self.status in {None, TIMEOUT, MANY} or (self.status or 0) >= BROKEN
        return is_late and self.reason != REFUSED


def reach() -> Reach:
    """Where pushes may go."""
    return Reach(hosts=SERVICES, origins=settings.PUSH_ORIGINS)


def checked(subscription: Subscription) -> Subscription:
    """The subscription when it can be one. Raises BadSubscription."""
    if not reach().has(subscription.endpoint):
        raise BadSubscription("service")
    try:
        point, secret = _decoded(subscription.p256dh), _decoded(subscription.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error) as error:
        raise BadSubscription("keys") from error
    if len(point) != POINT_BYTES or len(secret) != SECRET_BYTES:
        raise BadSubscription("keys")
    return subscription


def push(to: Subscription, message: Mapping[str, Any], *, topic: str, useful_s: int, is_urgent: bool) -> Outcome:
    """Hands a message over; what has the same topic and was not fetched yet is replaced by it."""
    if not reach().has(to.endpoint):
        return Outcome(None, REFUSED)
    body, headers = _sealed(to, json.dumps(message, ensure_ascii=False).encode())
    digest = hashlib.sha256(topic.encode()).digest()
    headers |= {
        "ttl": str(useful_s),
        "urgency": "high" if is_urgent else "normal",
        "topic": base64.urlsafe_b64encode(digest)[:TOPIC_LETTERS].decode(),
        "content-type": "application/octet-stream",
    }
    try:
        answer = post(to.endpoint, body, headers, reach())
    except Unreachable as error:
        return Outcome(None, str(error))
    return Outcome(answer.status, after_s=_seconds(answer.headers.get("retry-after", "")))


def public_key() -> str:
    """What browsers are told, so that only we can push to them."""
    return str(VAPID.get_application_server_key(_keys(settings.DATA_FOLDER).public_key()))


def _sealed(to: Subscription, message: bytes) -> tuple[bytes, dict[str, str]]:
    found = WebPushSubscription.model_validate(
        {"endpoint": to.endpoint, "keys": {"auth": to.auth, "p256dh": to.p256dh}}
    )
    sender = _sender(settings.DATA_FOLDER)
    sealed = sender.get(message, found, subscriber=_contact())
    headers = cast(dict[str, str], dict(sealed.headers))
    parts = urlsplit(to.endpoint)
    if parts.port:  # the library leaves it out, and RFC 8292 says the origin
        audience = cast(AnyHttpUrl, SimpleNamespace(scheme=parts.scheme, host=parts.netloc))
        headers["authorization"] = sender.vapid.get_authorization_header(audience, _contact(), sender.expiration)
    return sealed.encrypted, headers


@cache
def _sender(folder: Path) -> WebPush:
    keys, pem = _keys(folder), serialization.Encoding.PEM
    public = keys.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = keys.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return WebPush(private, public)


@cache
def _keys(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The pair of this installation, made at its first use; of two processes the first one's counts."""
    path = folder / "push_key"
    if not path.exists():
        _make_key(path)
    return cast(ec.EllipticCurvePrivateKey, serialization.load_pem_private_key(path.read_bytes(), None))


def _make_key(path: Path) -> None:
    private, _public, _short = VAPID.generate_keys()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{tokens.new_public_key('')}")
    made.touch(mode=0o600)
    made.write_bytes(private)
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()


def _contact() -> str:
    """Whom a push service may write to when something is wrong with us."""
    _name, own = email.utils.parseaddr(settings.DEFAULT_FROM_EMAIL)
    if normalised_email(own) and getattr(settings, "MAIL_IS_SET_UP", False):
        return own
    first = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").values_list("email", flat=True)
    return first.first() or "foyer@localhost.localdomain"


def _seconds(retry_after: str) -> float:
    """Seconds, or a date."""
    if retry_after.isdigit() and retry_after.isascii():
        return float(retry_after[:9])
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(retry_after) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _decoded(key: str) -> bytes:
    return base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
