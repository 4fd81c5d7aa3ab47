"""Whose address it is behind a known number of proxies (T28)."""

import pytest

from foyer.lib.addresses import client_address, is_loopback, plain_address


@pytest.mark.parametrize(
    ("forwarded", "hops", "expected"),
    [
        ("8.8.8.8", 0, "192.0.2.1"),
        ("8.8.8.8", 1, "8.8.8.8"),
        ("6.6.6.6, 8.8.8.8", 1, "8.8.8.8"),
        ("6.6.6.6, 8.8.8.8, 10.0.0.1", 2, "8.8.8.8"),
        ("8.8.8.8", 2, "192.0.2.1"),
        ("", 1, "192.0.2.1"),
        ("unknown", 1, ""),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(forwarded, hops, expected):
    assert client_address("192.0.2.1", forwarded, hops) == expected


def test_an_ipv4_address_in_ipv6_clothes_is_shown_plain():
    assert plain_address("::ffff:192.0.2.1") == "192.0.2.1"


def test_loopback_is_this_machine():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("192.0.2.1")
    assert not is_loopback("")
