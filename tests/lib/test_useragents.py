"""Browser, system, device, bot (F39, F42, F48, D2, T37)."""

import pytest

from foyer.lib.useragents import NO_AGENT, user_agent

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) {WEBKIT}"
IPAD = f"Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) {WEBKIT}"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IPHONE, ("Mobile Safari 17", "iOS 17", "phone")),
        (IPAD, ("Mobile Safari 17", "iOS 17", "tablet")),
        (FIREFOX, ("Firefox 132", "Windows 10", "desktop")),
    ],
)
def test_people_are_told_apart_by_browser_system_and_device(text, expected):
    found = user_agent(text)
    assert (found.browser, found.os, found.device) == expected
    assert not found.is_bot


@pytest.mark.parametrize("text", ["", "Googlebot/2.1", "curl/8.0", "Mozilla/5.0 (compatible; AhrefsBot/7.0)"])
def test_bots_are_recognised(text):
    assert user_agent(text).is_bot


def test_whoever_does_not_say_is_read_without_a_pattern():
    assert user_agent("") == NO_AGENT


def test_a_headless_browser_runs_the_page_like_anybodys():
    assert not user_agent(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36"
    ).is_bot


def test_an_endless_user_agent_is_cut_before_any_pattern_runs():
    assert user_agent("Mozilla/5.0 " + "(" * 8000).device == "desktop"
