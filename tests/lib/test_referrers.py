"""Where somebody came from (F38, F46, F47)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.referrers import DIRECT, origin_of, proper_name


@pytest.mark.parametrize(
    ("referrer", "medium", "name", "keyword"),
    [
        ("https://www.google.com/", "search", "Google", ""),
        ("https://www.google.se/search?q=ek+b%C3%A4nk", "search", "Google", "ek bänk"),
        ("https://duckduckgo.com/?q=oak", "search", "DuckDuckGo", "oak"),
        ("https://www.instagram.com/", "social", "Instagram", ""),
        ("https://mail.google.com/mail/u/0/", "mail", "Gmail", ""),
        ("https://garden.example/post?q=x", "referral", "garden.example", ""),
    ],
)
def test_the_kind_of_website_is_known(referrer, medium, name, keyword):
    origin = origin_of(referrer)
    assert (origin.medium, origin.name, origin.keyword) == (medium, name, keyword)


@pytest.mark.parametrize(
    "referrer", ["", "about:blank", "javascript:alert(1)", "android-app://com.google", "http://[", "//x"]
)
def test_what_is_no_web_address_is_direct(referrer):
    assert origin_of(referrer) == DIRECT


@given(st.text())
def test_no_text_breaks_it(text):
    assert origin_of("https://www.google.com/?q=" + text).medium in {"search", "direct"}
    origin_of(text)


@pytest.mark.parametrize(
    ("word", "name"), [("google", "Google"), ("GOOGLE", "Google"), ("spring fair", "spring fair"), ("", "")]
)
def test_a_known_name_is_written_as_its_owner_does(word, name):
    assert proper_name(word) == name
