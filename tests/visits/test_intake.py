"""The steps between a journalled hit and a visit (F34-F48, D2, R7, T22, T27)."""

import pytest

from foyer.visits.hit import parse
from foyer.visits.intake import Dropped, take_in
from foyer.visits.journal import Entry
from tests.visits.hits import CHROME, KEY, body, hit

NOW = 1_794_484_800_000


def taken(agent: str = CHROME, ip: str = "85.214.132.117", **fields):
    (parsed,) = parse(body(hit(**fields)))
    return take_in(Entry(1, NOW, ip, agent, True, b""), parsed, {KEY: 1})


def test_a_search_engine_is_named_with_its_words():
    origin = taken(referrer="https://www.bing.com/search?q=oak+bench").origin
    assert (origin.medium, origin.engine, origin.keyword) == ("search", "Bing", "oak bench")


def test_a_page_of_the_same_website_is_no_referrer():
    touch = taken(url="https://shop.example/b", referrer="https://www.shop.example/a")
    assert (touch.hit.referrer, touch.origin.medium) == ("", "direct")


def test_utm_values_and_the_click_id_are_read_from_the_landing_address():
    campaign = taken(url="https://shop.example/?utm_source=news&utm_campaign=May&gclid=abc").campaign
    assert (campaign.utm, campaign.click_id_kind, campaign.click_id) == (
        {"source": "news", "campaign": "May"},
        "gclid",
        "abc",
    )


def test_browser_system_and_device_are_told_by_the_user_agent():
    agent = taken().agent
    assert (agent.browser, agent.os, agent.device) == ("Chrome 142", "Linux", "desktop")


@pytest.mark.parametrize(
    ("rule", "ip", "kept"),
    [
        ("whole", "85.214.132.117", "85.214.132.117"),
        ("short", "85.214.132.117", "85.214.132.0"),
        ("short", "2a02:8109:9c00:1234:5678::1", "2a02:8109:9c00::"),
        ("short", "", ""),
        ("none", "85.214.132.117", ""),
    ],
)
def test_an_address_is_kept_as_the_portal_says(rule, ip, kept):
    """B20."""
    (parsed,) = parse(body(hit()))
    touch = take_in(Entry(1, NOW, ip, CHROME, True, b""), parsed, {KEY: 1}, {1: rule})
    assert touch.ip == kept


def test_the_country_is_found_before_the_address_is_dropped():
    (parsed,) = parse(body(hit()))
    touch = take_in(Entry(1, NOW, "85.214.132.117", CHROME, True, b""), parsed, {KEY: 1}, {1: "none"})
    assert (touch.country, touch.ip) == ("DE", "")


def test_the_country_is_that_of_the_connection():
    assert taken().country == "DE"


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1 (+http://www.google.com/bot.html)", "", "curl/8.5.0", "python-requests/2.32"]
)
def test_bots_never_become_visits(agent):
    with pytest.raises(Dropped, match="bot"):
        taken(agent=agent)


@pytest.mark.parametrize(
    ("at", "sent", "expected"),
    [
        (NOW - 5_000, NOW, NOW - 5_000),
        (NOW - 5_000 - 3 * 3600_000, NOW - 3 * 3600_000, NOW - 5_000),
        (NOW + 48 * 3600_000 - 2_000, NOW + 48 * 3600_000, NOW - 2_000),
        (NOW - 25 * 3600_000, NOW, NOW),
        (NOW + 9_000, NOW, NOW),
        (0, 0, NOW),
        (1, 4_294_967_296_000, NOW),
    ],
)
def test_a_wrong_clock_is_corrected_by_what_it_was_off_when_sending(at, sent, expected):
    assert taken(at=at, sent=sent).at_ms == expected


def test_texts_are_cut_and_cleaned():
    touch = taken(title="A\x00B\u202e C\nD" + "x" * 500, url="https://shop.example/" + "y" * 3000)
    assert touch.hit.title.startswith("AB C D")
    assert (len(touch.hit.title), len(touch.hit.url)) == (300, 2000)


def test_a_hit_of_a_deleted_portal_is_dropped():
    (parsed,) = parse(body(hit()))
    with pytest.raises(Dropped, match="unknown_key"):
        take_in(Entry(1, NOW, "", CHROME, True, b""), parsed, {})
