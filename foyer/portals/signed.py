"""Tokens by which a website's server says who is logged in: JWT, of one of the portal's keys (E39, T3). Pure."""

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any, Final, Literal, TypeGuard

import jwt
from jwt.types import Options
from jwt.utils import base64url_decode

from foyer.lib.text import clean_line

SIGNATURE_ONLY: Final[Options] = {
    "verify_exp": False,
    "verify_aud": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_sub": False,
}
LEEWAY_S = 60
LONGEST = dt.timedelta(hours=24)
MAX_TOKEN = 3000
MAX_SUBJECT = 120
PARTS = 3


class BadToken(Exception):
    """It proves nothing; its argument says why, for the log."""


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """What checks a signature: a secret that both sides have, or the public half of one that the website keeps.

    The key says which algorithm it is for, and never the token: else a public key would be taken for a secret.
    """

    algorithm: Literal["HS256", "EdDSA"]
    material: str


@dataclasses.dataclass(frozen=True, slots=True)
class Signed:
    """Who it is, as the website's server knows; what it does not say is empty."""

    subject: str
    name: str
    email: str
    phone: str


def read_signed(token: str, keys: Mapping[str, Key], audiences: Collection[str], now: dt.datetime) -> Signed:
    """Reads a token. `keys` are the valid ones by their `kid`, `audiences` the keys of the portal's embed codes.

    Raises BadToken for everything but a token of one of these keys for this portal, that ends within a day.
    """
    if len(token) > MAX_TOKEN or token.count(".") != PARTS - 1:
        raise BadToken("no_token")
    head, claims = (_object(part) for part in token.split(".")[:2])
    key = keys.get(kid) if isinstance(kid := head.get("kid"), str) else None
    if key is None:
        raise BadToken("unknown_key")
    if set(head) - {"alg", "kid", "typ"}:
        raise BadToken("unknown_head")
    _require(claims, audiences, now)
    try:
        jwt.decode(token, key.material, [key.algorithm], options=SIGNATURE_ONLY)
    except jwt.PyJWTError as error:
        raise BadToken("signature") from error
    told = {name: claims.get(name, "") for name in ("sub", "name", "email", "phone")}
    if not all(isinstance(value, str) for value in told.values()) or not _is_number(told["sub"]):
        raise BadToken("subject")
    return Signed(told["sub"], told["name"], told["email"], told["phone"])


def _require(claims: dict[str, Any], audiences: Collection[str], now: dt.datetime) -> None:
    """For this portal, and within its time: our clock decides, which tests set."""
    if not isinstance(claims.get("aud"), str) or claims["aud"] not in audiences:
        raise BadToken("audience")
    moment, ends = now.timestamp(), claims.get("exp")
    if not _is_time(ends) or ends + LEEWAY_S < moment:
        raise BadToken("expired")
    if ends - LEEWAY_S > moment + LONGEST.total_seconds():
        raise BadToken("too_long")
    for name in ("iat", "nbf"):
        if name in claims and (not _is_time(claims[name]) or claims[name] - LEEWAY_S > moment):
            raise BadToken("from_the_future")


def _is_number(subject: str) -> bool:
    """It is compared letter for letter, so what would have to be cleaned first is none (T22)."""
    return 0 < len(subject) <= MAX_SUBJECT and clean_line(subject, MAX_SUBJECT) == subject


def _is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**40


def _object(part: str) -> dict[str, Any]:
    """A part as JSON. A name that stands twice is refused: readers differ in which of the two they believe."""
    try:
        found = json.loads(base64url_decode(part), object_pairs_hook=_without_twins)
    except (ValueError, RecursionError, UnicodeError):
        raise BadToken("no_json") from None
    if not isinstance(found, dict):
        raise BadToken("no_json")
    return found


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise BadToken("twice")
    return dict(pairs)
