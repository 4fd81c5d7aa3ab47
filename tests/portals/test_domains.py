"""Which pages belong to a portal (T25, T27), and websites as people type them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foyer.portals.domains import normalised_entry, origin_allowed, website

LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8).map(lambda label: f"x{label}")
HOSTS = st.lists(LABELS, min_size=2, max_size=4).map(".".join)
OWN = "https://foyer.example"


@pytest.mark.parametrize(
    ("typed", "url", "entry"),
    [
        ("https://www.Shop.example/path?x=1#top", "https://www.shop.example/", "www.shop.example"),
        ("shop.example:8080", "https://shop.example:8080/", "shop.example:8080"),
        (" HTTP://SHOP.example ", "http://shop.example/", "shop.example"),
        ("bücher.example", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("http://localhost:8000/demo/", "http://localhost:8000/", "localhost:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000/", "[::1]:8000"),
        ("192.0.2.7", "https://192.0.2.7/", "192.0.2.7"),
    ],
)
def test_a_website_is_read_as_people_type_it(typed, url, entry):
    assert website(typed) == (url, entry)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "shop example",
        "javascript:alert(1)",
        "ftp://shop.example",
        "*.shop.example",
        "https://",
        "a@shop.example",
        "https://shop.example:99999",
        "shop..example",
        "-shop.example",
        "shop.example.",
        "http://1.2.3",
        "x" * 400,
    ],
)
def test_what_is_no_website_is_none(typed):
    assert website(typed) is None


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("*.Shop.example", "*.shop.example"),
        ("https://*.shop.example:8443/x", "*.shop.example:8443"),
        ("*.com", None),
        ("*", None),
        ("shop.*", None),
        ("*.*.example", None),
        ("*.127.0.0.1", None),
    ],
)
def test_wildcards_stand_in_front_of_a_domain_only(typed, entry):
    assert normalised_entry(typed) == entry


@pytest.mark.parametrize(
    ("origin", "entry"),
    [
        ("https://shop.example", "shop.example"),
        ("http://shop.example", "shop.example"),
        ("https://shop.example:443", "shop.example"),
        ("https://www.shop.example", "shop.example"),
        ("https://shop.example", "www.shop.example"),
        ("https://SHOP.example", "shop.example"),
        ("https://shop.example:8080", "shop.example:8080"),
        ("https://shop.example", "shop.example:443"),
        ("https://a.b.shop.example", "*.shop.example"),
        ("http://localhost:5173", "localhost"),
        ("http://127.0.0.1:5173", "127.0.0.1"),
        ("http://[::1]:5173", "[::1]"),
        ("https://xn--bcher-kva.example", "bücher.example"),
    ],
)
def test_pages_of_the_portal_are_allowed(origin, entry):
    assert origin_allowed(origin, [entry])


@pytest.mark.parametrize(
    ("origin", "entry"),
    [
        ("", "shop.example"),
        ("null", "shop.example"),
        ("null", "null"),
        ("https://shop.example.evil.example", "shop.example"),
        ("https://evilshop.example", "shop.example"),
        ("https://evilshop.example", "*.shop.example"),
        ("https://shop.example", "*.shop.example"),
        ("https://sub.shop.example", "shop.example"),
        ("https://www.www.shop.example", "shop.example"),
        ("https://shop.example:8080", "shop.example"),
        ("https://shop.example:8081", "shop.example:8080"),
        ("http://shop.example", "shop.example:443"),
        ("https://shop.example/", "shop.example"),
        ("https://shop.example.", "shop.example"),
        ("https://user@shop.example", "shop.example"),
        ("https://shop.example@evil.example", "shop.example"),
        ("https://evil.example\\shop.example", "shop.example"),
        ("https://evil.example#shop.example", "shop.example"),
        ("https://evil.example?shop.example", "shop.example"),
        ("https://shop.example\n", "shop.example"),
        (" https://shop.example", "shop.example"),
        ("https:shop.example", "shop.example"),
        ("//shop.example", "shop.example"),
        ("file://shop.example", "shop.example"),
        ("chrome-extension://shop.example", "shop.example"),
        ("https://shopXexample", "shop.example"),
        ("https://example", "shop.example"),
        ("https://com", "*.com"),
        ("https://evil.com", "*.com"),
        ("https://shop.example:0", "shop.example"),
        ("https://shop.example:", "shop.example"),
        ("https://0177.0.0.1:9", "127.0.0.1"),
        ("https://2130706433:9", "127.0.0.1"),
    ],
)
def test_other_pages_are_refused(origin, entry):
    """T25: no Origin, null, substring, port, scheme."""
    assert not origin_allowed(origin, [entry], OWN)


def test_foyers_own_pages_are_allowed():
    assert origin_allowed("https://foyer.example", [], OWN)
    assert origin_allowed("http://127.0.0.1:8000", [], "http://127.0.0.1:8000")
    assert not origin_allowed("http://127.0.0.1:8001", [], "http://127.0.0.1:8000")
    assert not origin_allowed("http://foyer.example", [], OWN)


@given(HOSTS, HOSTS)
def test_only_the_same_host_and_its_twin_pass(host, other):
    expected = other in {host, f"www.{host}", host.removeprefix("www.")}
    assert origin_allowed(f"https://{other}", [host]) is expected


@given(HOSTS, HOSTS)
def test_a_wildcard_lets_everything_below_pass_and_nothing_beside(host, front):
    assert origin_allowed(f"https://{front}.{host}", [f"*.{host}"])
    assert not origin_allowed(f"https://{front}{host}", [f"*.{host}"])
    assert not origin_allowed(f"https://{front}.{host}.beside", [f"*.{host}"])


@given(st.text(max_size=60), st.text(max_size=60))
@example("https://[", "[")
@example("http://[::1", "*.")
def test_nothing_that_is_typed_or_sent_breaks_it(origin, entry):
    assert origin_allowed(origin, [entry]) in {True, False}
    assert website(entry) is None or normalised_entry(entry)


@given(st.text(max_size=40))
def test_reading_an_entry_again_changes_nothing(typed):
    entry = normalised_entry(typed)
    assert entry is None or normalised_entry(entry) == entry
