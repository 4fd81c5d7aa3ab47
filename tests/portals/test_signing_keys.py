"""Keys of signed identity: made, shown once, two at a time, taken back (E39)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.portals.models import SigningKey
from foyer.portals.signing_keys import new_signing_key, revoke_signing_key, secret_of, valid_keys
from tests.conversations.conftest import anna, boris, shop

__all__ = ["anna", "boris", "shop"]


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
