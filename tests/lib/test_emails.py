"""E-mail addresses as people type them (T22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.emails import is_role_address, normalised_email


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Vera.Lang@Example.COM", "vera.lang@example.com"),
        ("  <mailto:vera@x.example> ", "vera@x.example"),
        ("vera@bücher.example", "vera@xn--bcher-kva.example"),
        ("vera+news@x.example", "vera+news@x.example"),
        ("anna@foyer.test", "anna@foyer.test"),
    ],
)
def test_an_address_is_normalised(typed, address):
    assert normalised_email(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "vera", "vera@", "@x.example", "a@b@c.example", "vera@x", "a\x00b@x.example", "\ud800@x.example", "x" * 900],
)
def test_what_is_no_address_is_none(typed):
    assert normalised_email(typed) is None


@given(st.text(max_size=80) | st.emails())
def test_normalising_twice_changes_nothing(typed):
    address = normalised_email(typed)
    assert address is None or normalised_email(address) == address


@pytest.mark.parametrize("address", ["info@x.example", "kontakt@x.example", "sales+de@x.example", "no-reply@x.example"])
def test_mailboxes_of_roles_are_known(address):
    assert is_role_address(address)


@pytest.mark.parametrize("address", ["vera@info.example", "information.lang@x.example", "infos2@x.example"])
def test_people_are_not_roles(address):
    assert not is_role_address(address)
