"""Keys of signed identity: made, shown once, two at a time, taken back (E39)."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.exceptions import PermissionDenied

from foyer.portals.models import EmbedCode, SigningKey
from foyer.portals.signing_keys import (
    add_public_key,
    new_signing_key,
    revoke_signing_key,
    secret_of,
    valid_keys,
    who_signed,
)
from foyer.team.types import Refusal
from tests.conversations.conftest import shop

__all__ = ["shop"]
PRIVATE = Ed25519PrivateKey.generate()
SECRET_PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public(key) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_two_are_valid_and_a_third_takes_the_oldest_back(shop, anna):
    made = [new_signing_key(shop, anna)[0].kid for _ in range(3)]
    assert [key.kid for key in valid_keys(shop.pk)] == [made[2], made[1]]


def test_the_secret_stands_in_no_row(shop, anna):
    key, secret = new_signing_key(shop, anna)
    assert secret == secret_of(key.kid)
    assert secret not in str(SigningKey.objects.values().get())


def test_a_key_is_taken_back_by_who_may_change_the_portal(shop, anna, boris):
    key, _ = new_signing_key(shop, anna)
    for act in (lambda: new_signing_key(shop, boris), lambda: revoke_signing_key(shop, boris, key.kid)):
        with pytest.raises(PermissionDenied):
            act()
    revoke_signing_key(shop, anna, key.kid)
    assert valid_keys(shop.pk) == []


def test_a_public_key_of_the_website_checks_what_its_private_one_signs(shop, anna):
    key = add_public_key(shop, anna, f"\n{public(PRIVATE)}\n")
    facts = {"sub": "4711", "aud": EmbedCode.objects.get(portal=shop).key, "exp": int(time.time()) + 60}
    assert who_signed(shop.pk, jwt.encode(facts, PRIVATE, "EdDSA", {"kid": key.kid})).subject == "4711"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SECRET_PEM, "private key"), (public(generate_private_key(SECP256R1())), "another kind"), ("", "no public key"),
        ("-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----", "no public key"), ("é\x00" * 900, "no public key"),
    ],
)  # fmt: skip
def test_what_is_no_public_key_is_refused_with_a_sentence_and_not_kept(shop, anna, text, why):
    with pytest.raises(Refusal, check=lambda refusal: why in refusal.sentence):
        add_public_key(shop, anna, text)
    assert not SigningKey.objects.exists()


def test_a_public_key_is_added_by_who_may_change_the_portal(shop, boris):
    with pytest.raises(PermissionDenied):
        add_public_key(shop, boris, public(PRIVATE))
