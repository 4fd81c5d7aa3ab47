"""Tokens that prove who is logged in, and those that prove nothing (E39, T3)."""

import base64
import datetime as dt
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from foyer.portals.signed import BadToken, Key, Signed, read_signed

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
MOMENT = int(NOW.timestamp())
SECRET, OLD, OTHER = "s" * 64, "o" * 64, "x" * 64
PRIVATE = Ed25519PrivateKey.generate()
PEM = PRIVATE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
KEYS = {"k_new": Key("HS256", SECRET), "k_old": Key("HS256", OLD), "k_own": Key("EdDSA", PEM)}
AUDIENCES = {"p_demo123"}
SOUND = {"sub": "4711", "aud": "p_demo123", "exp": MOMENT + 3600, "email": "vera@lindqvist.example", "name": "Vera"}
HEAD = {"alg": "HS256", "kid": "k_new"}


def part(told) -> str:
    text = told if isinstance(told, str) else json.dumps(told)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def made(claims=SOUND, secret=SECRET, head=HEAD) -> str:
    """A token, signed by hand where its parts are no sound JSON."""
    signed = f"{part(head)}.{part(claims)}"
    signature = jwt.get_algorithm_by_name("HS256").sign(signed.encode(), secret.encode())
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def without(*names, **more):
    return {name: value for name, value in SOUND.items() if name not in names} | more


def read(token):
    return read_signed(token, KEYS, AUDIENCES, NOW)


@pytest.mark.parametrize(
    "token",
    [
        made(), made(secret=OLD, head=HEAD | {"kid": "k_old"}), made(SOUND | {"exp": MOMENT - 59}),
        made(SOUND | {"iat": MOMENT + 59}), made(SOUND | {"exp": MOMENT + 24 * 3600}), made(head=HEAD | {"typ": "JWT"}),
        jwt.encode(SOUND, SECRET, "HS256", {"kid": "k_new"}), jwt.encode(SOUND, PRIVATE, "EdDSA", {"kid": "k_own"}),
    ],
)  # fmt: skip
def test_a_sound_token_says_who_it_is(token):
    assert read(token) == Signed("4711", "Vera", "vera@lindqvist.example", "")


BAD = {
    "nothing": "",
    "no token": "x.y",
    "too many parts": made() + ".x",
    "no json": "e30.{}.x",
    "too long": made() + "x" * 3000,
    "alg none": f"{part({'alg': 'none', 'kid': 'k_new'})}.{part(SOUND)}.",
    "alg None with a signature": made(head=HEAD | {"alg": "None"}),
    "another algorithm": made(head=HEAD | {"alg": "HS512"}),
    "an algorithm of public keys": made(head=HEAD | {"alg": "RS256"}),
    "no algorithm": made(head={"kid": "k_new"}),
    "another secret": made(secret=OTHER),
    "a secret of the other key": made(secret=OLD),
    "no signature": made().rpartition(".")[0] + ".",
    "changed": made().replace(part(SOUND), part(SOUND | {"email": "anna@foyer.test"})),
    "a public key as secret": made(secret=PEM, head={"alg": "HS256", "kid": "k_own"}),
    "a secret for a public key": made(head={"alg": "EdDSA", "kid": "k_new"}),
    "another private key": jwt.encode(SOUND, Ed25519PrivateKey.generate(), "EdDSA", {"kid": "k_own"}),
    "the private key under another name": jwt.encode(SOUND, PRIVATE, "EdDSA", {"kid": "k_new"}),
    "none for a public key": f"{part({'alg': 'none', 'kid': 'k_own'})}.{part(SOUND)}.",
    "an unknown key": made(head=HEAD | {"kid": "k_gone"}),
    "a path as key": made(head=HEAD | {"kid": "../../etc/passwd"}),
    "a key that is no text": made(head=HEAD | {"kid": ["k_new"]}),
    "no key": made(head={"alg": "HS256"}),
    "a key in the head": made(head=HEAD | {"jwk": {"kty": "oct", "k": "eA"}}),
    "a place of keys": made(head=HEAD | {"jku": "https://evil.example"}),
    "critical": made(head=HEAD | {"crit": ["b64"], "b64": False}),
    "another portal": made(SOUND | {"aud": "p_other"}),
    "several portals": made(SOUND | {"aud": ["p_demo123"]}),
    "no portal": made(without("aud")),
    "expired": made(SOUND | {"exp": MOMENT - 61}),
    "no end": made(without("exp")),
    "an end as text": made(SOUND | {"exp": str(MOMENT + 60)}),
    "an end that is true": made(SOUND | {"exp": True}),
    "longer than a day": made(SOUND | {"exp": MOMENT + 25 * 3600}),
    "from the future": made(SOUND | {"iat": MOMENT + 120}),
    "not yet": made(SOUND | {"nbf": MOMENT + 120}),
    "nobody": made(without("sub")),
    "somebody without a name": made(SOUND | {"sub": ""}),
    "a number": made(SOUND | {"sub": 4711}),
    "a list of addresses": made(SOUND | {"email": ["a@b.example"]}),
    "no object": made([1]),
    "a word": made('"x"'),
    "a claim twice": made('{"sub":"1","sub":"4711",' + json.dumps(SOUND)[1:]),
    "deeper than anybody reads": made("[" * 900),
}


@pytest.mark.parametrize("token", BAD.values(), ids=BAD.keys())
def test_what_is_not_sound_proves_nothing(token):
    with pytest.raises(BadToken):
        read(token)


def test_a_head_with_a_name_twice_is_refused():
    with pytest.raises(BadToken, match="twice"):
        read(made(head='{"alg":"none","alg":"HS256","kid":"k_new"}'))
