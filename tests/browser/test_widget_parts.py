"""Parts of the widget that come where they are wanted: rating, languages, hours (E13, B22, B25, E33)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.browser.test_widget_faults import chat, vera

__all__ = ["chat", "vera"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_a_chat_that_is_over_is_rated_and_says_so_again(stub, vera, chat):
    stub.chat.accept("Boris")
    vera.locator("[data-foyer=menu]").click()
    vera.locator("[data-foyer=end]").click()
    vera.locator("[data-foyer=rate-good]").click()
    expect(vera.locator("[data-foyer=rate-good]")).to_have_attribute("aria-pressed", "true")
    vera.get_by_label("Would you like to say why?").fill("Quick.")
    vera.locator("[data-foyer=rate-comment]").click()
    expect(vera.get_by_label("Would you like to say why?")).to_be_hidden()
    for label in ("Minimise chat", "Open chat"):
        vera.get_by_role("button", name=label).click()

    expect(vera.locator("[data-foyer=rate-good]")).to_have_attribute("aria-pressed", "true")
    assert barriers(vera) == []
    assert [frame["comment"] for frame in stub.chat.heard("rate")] == ["", "Quick."]


def test_a_language_that_cannot_be_fetched_is_english(stub, window):
    window.route("**/widget/chat.de.*", lambda route: route.abort())
    window.goto(f"{stub.address}/de/start")

    expect(window.get_by_role("button", name="Open chat")).to_be_visible()


def test_outside_of_hours_it_is_said_when_somebody_is_back(stub, window):
    tomorrow = (dt.datetime.now(ZoneInfo("Europe/Berlin")) + dt.timedelta(days=1)).strftime("%Y-%m-%dT08:00:00Z")
    stub.config |= {"online": False, "agents": [], "back": tomorrow}
    stub.chat.agents, stub.chat.back = [], tomorrow
    window.goto(f"{stub.address}/de/start")
    window.get_by_role("button", name="Chat öffnen").click()

    expect(window.get_by_text("Wir sind morgen um")).to_contain_text("wieder da. Schreiben Sie uns")
    assert barriers(window) == []
