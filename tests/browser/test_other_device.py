"""Vera goes on with her chat on her phone by its link, and nobody is led into a chat unasked (B24, T5, T6, E33)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, watch
from tests.browser.test_chat_files import house, vera
from tests.installation import Installation

__all__ = ["house", "vera"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
URLS = "list(Action.objects.values_list('url', flat=True))"


@pytest.fixture
def phone(browser):
    """Another browser of hers."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
    page = context.new_page()
    page.problems = watch(page)
    yield page
    context.close()


def link_of(page) -> str:
    page.locator("[data-foyer=menu]").click()
    page.locator("[data-foyer=elsewhere]").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    return page.locator("[data-foyer=link]").input_value()


def say(page, text):
    page.locator("[data-foyer=composer]").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("[data-foyer=line]", has_text=text)).to_have_attribute("data-state", "sent")


def test_she_goes_on_on_her_phone_and_both_hear_each_other(house: Installation, vera, phone):
    link = link_of(vera)
    assert barriers(vera) == []
    phone.goto(link)
    assert barriers(phone) == []
    phone.locator("[data-foyer=go-on]").click()
    expect(phone.locator("[data-foyer=line]", has_text="Can the bench stay outside?")).to_be_visible()
    expect(vera.locator("[data-foyer=line]", has_text="open on another device")).to_be_visible()
    say(phone, "It is me, on the train")
    say(vera, "And here at my desk")

    expect(vera.locator("[data-foyer=line]", has_text="on the train")).to_be_visible()
    expect(phone.locator("[data-foyer=line]", has_text="at my desk")).to_be_visible()
    assert (phone.url, vera.problems, phone.problems) == (link.split("#")[0], [], [])
    assert not [url for url in house.query(URLS) if "foyer-chat" in url]


def test_the_link_goes_into_ones_own_mail_program(vera):
    """T12: Foyer itself sends it to nobody."""
    link = link_of(vera)
    mail = urlsplit(vera.locator("[data-foyer=mail]").get_attribute("href"))
    assert (mail.scheme, mail.path, parse_qs(mail.query)) == ("mailto", "", {"subject": ["My chat"], "body": [link]})


def test_without_a_click_nothing_is_opened_and_the_link_still_works(vera, phone):
    link = link_of(vera)
    phone.goto(link)
    expect(phone.get_by_text("Continue only if it was you who began it")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator("foyer-widget input[name=name]")).to_be_visible()
    assert phone.locator("[data-foyer=line]").count() == 0
    phone.goto(link)
    phone.locator("[data-foyer=go-on]").click()
    expect(phone.locator("[data-foyer=composer]")).to_be_visible()


def test_a_used_link_says_so_and_a_running_chat_is_kept(vera, phone):
    link = link_of(vera)
    vera.keyboard.press("Escape")
    vera.goto(link)
    expect(vera.get_by_text("There is a chat in this browser already.")).to_be_visible()
    phone.goto(link)
    phone.locator("[data-foyer=go-on]").click()
    phone.locator("[data-foyer=composer]").wait_for()
    phone.evaluate("localStorage.clear(); sessionStorage.clear()")
    phone.goto("about:blank")
    phone.goto(link)
    phone.locator("[data-foyer=go-on]").click()
    expect(phone.get_by_text("This link does not work any more.")).to_be_visible()
