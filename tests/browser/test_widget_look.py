"""The widget with a portal's own settings, on pages that are hostile, strict, or read from right to left (E13, E33)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.browser.test_widget_faults import begin
from tests.portals.test_widgets import picture

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
HOSTILE = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`*, *::before, *::after {
  all: unset !important; font-size: 40px !important; letter-spacing: 9px !important; color: lime !important;
  text-transform: uppercase !important; line-height: 4 !important; visibility: hidden !important;
}`);
document.adoptedStyleSheets = [sheet];
"""
MEASURED = """root => [...root.shadowRoot.querySelectorAll('*')].map(one => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const { fontSize, color, letterSpacing, textTransform, visibility } = getComputedStyle(one);
  return [one.className, x, y, width, height, fontSize, color, letterSpacing, textTransform, visibility].join(' ');
})"""
RTL = "addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })"
LOOK = {
    "theme": "dark",
    "position": "start",
    "distance": 40,
    "launcher": "words",
    "sound": False,
    "emoji": False,
    "fields": {"name": "hidden", "email": "required", "phone": "optional"},
    "texts": {
        "en": {"hello": "<b>Moin</b>", "chat": "Ask the workshop", "welcome": "We saw and answer.", "title": "Oak"}
    },
}


def opened(stub, window, path="home"):
    window.goto(f"{stub.address}/{path}")
    window.locator("[data-foyer=launcher]").click()
    return window.locator("foyer-widget")


def box(window, place):
    return window.locator(place).bounding_box()


def test_colours_side_words_and_fields_are_the_portals(stub, window):
    stub.config |= LOOK
    window.goto(f"{stub.address}/home")
    button = window.get_by_role("button", name="Ask the workshop")
    assert (button.bounding_box()["x"], button.bounding_box()["y"]) == (40, 800 - 40 - 60)
    button.click()
    expect(window.get_by_role("heading", name="<b>Moin</b>")).to_be_visible()
    expect(window.get_by_text("We saw and answer.")).to_be_visible()
    expect(window.locator("foyer-widget input[name=name]")).to_have_count(0)
    window.locator("[data-foyer=start]").click()
    expect(window.locator("#email-error")).to_have_text("Your e-mail address is missing.")
    assert barriers(window) == []


def test_without_sound_and_emoji_there_is_nothing_to_switch(stub, window):
    stub.config |= {"sound": False, "emoji": False}
    window.goto(f"{stub.address}/home")
    begin(window)
    expect(window.get_by_role("button", name="Attach a file")).to_be_visible()
    expect(window.get_by_role("button", name="Emoji")).to_have_count(0)
    window.locator("[data-foyer=menu]").click()
    expect(window.get_by_role("menuitem", name="Sound off")).to_have_count(0)


def test_a_logo_is_drawn_where_pages_allow_no_pictures(stub, window):
    stub.config |= {"logo": "/widget/logo/abc.webp"}
    window.route("**/widget/logo/*", lambda route: route.fulfill(body=picture(), content_type="image/webp"))
    widget = opened(stub, window)
    expect(widget.locator("canvas.logo")).to_be_visible()
    assert round(box(window, "canvas.logo")["height"]) == 44
    assert barriers(window) == []


def test_no_rule_of_a_page_reaches_in(stub, window):
    window.emulate_media(reduced_motion="reduce")
    plain = opened(stub, window).evaluate(MEASURED)
    window.evaluate(HOSTILE)
    assert window.locator("foyer-widget").evaluate(MEASURED) == plain
    window.get_by_role("button", name="Minimise chat").click()
    expect(window.get_by_role("button", name="Open chat")).to_be_visible()


def test_a_page_that_is_read_from_right_to_left_turns_it_over(stub, window):
    stub.chat.agents = ["Anna"]
    window.add_init_script(RTL)
    opened(stub, window)
    assert box(window, "[data-foyer=launcher]")["x"] < 100
    begin_box = box(window, "foyer-widget .panel")
    assert begin_box["x"] < 100
    assert box(window, "foyer-widget .hero .x")["x"] < box(window, "foyer-widget .hero h2")["x"]
    assert barriers(window) == []


def test_in_a_chat_from_right_to_left_own_lines_stand_at_the_left(stub, window):
    window.add_init_script(RTL)
    window.goto(f"{stub.address}/home")
    begin(window)
    stub.chat.accept("Boris")
    stub.chat.answer("Yes, it can.")
    theirs = window.locator("[data-foyer=line][data-kind=agent]")
    expect(theirs).to_be_visible()
    own = window.locator("[data-foyer=line][data-kind=visitor] .bubble")
    assert own.bounding_box()["x"] < theirs.locator(".bubble").bounding_box()["x"]
    assert barriers(window) == []


def test_the_bubble_says_hello_and_never_again_to_who_does_not_want_it(stub, window):
    stub.config |= {"greets_after_s": 0.3}
    window.goto(f"{stub.address}/home")
    bubble = window.locator("[data-foyer=greeting]")
    expect(bubble).to_contain_text("Do you have a question?")
    assert barriers(window) == []
    window.locator("[data-foyer=later]").click()
    expect(bubble).to_have_count(0)
    window.goto(f"{stub.address}/next")
    window.wait_for_timeout(900)
    expect(bubble).to_have_count(0)


def test_the_bubble_opens_the_chat_and_comes_once_in_a_visit(stub, window):
    stub.config |= {"greets_after_s": 0.3}
    window.goto(f"{stub.address}/home")
    window.locator("[data-foyer=greeted]").click()
    expect(window.get_by_role("dialog", name="Hello. How can we help?")).to_be_visible()
    window.get_by_role("button", name="Minimise chat").click()
    window.goto(f"{stub.address}/next")
    window.wait_for_timeout(900)
    expect(window.locator("[data-foyer=greeting]")).to_have_count(0)


@pytest.mark.parametrize("config", [{"icon": False}, {"online": False, "agents": []}])
def test_without_icon_or_anybody_there_is_no_bubble(stub, window, config):
    stub.config |= {"greets_after_s": 0.2} | config
    window.goto(f"{stub.address}/home")
    window.wait_for_timeout(1200)
    expect(window.locator("[data-foyer=greeting]")).to_have_count(0)


def test_who_asked_not_to_be_told_of_is_not_greeted(stub, window):
    stub.config |= {"greets_after_s": 0.2}
    window.add_init_script("localStorage.setItem('foyer.consent', 'never')")
    window.goto(f"{stub.address}/home")
    expect(window.locator("[data-foyer=launcher]")).to_be_visible()
    window.wait_for_timeout(900)
    expect(window.locator("[data-foyer=greeting]")).to_have_count(0)
