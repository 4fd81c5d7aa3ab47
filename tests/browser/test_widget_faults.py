"""The widget where network, words or other tabs get in its way (F154-F174; D22, E33; R11, R15, T15, T16)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ask
from tests.browser.stub_server import CONFIG, until

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"
LINKS = "javascript:alert(1) //evil.example data:text/html,x https://linden.example/care"
HALF_EMOJI = "x" * 199 + "🪑 and more"
BACK = "dispatchEvent(new PageTransitionEvent('{}', {{ persisted: true }}))"
CHIMES = "window.chimes = 0; AudioContext = class extends AudioContext { constructor() { super(); chimes++ } }"


@pytest.fixture
def vera(stub, window):
    """Vera's window on the website."""
    window.goto(f"{stub.address}/home")
    return window


@pytest.fixture
def chat(stub, vera):
    """Vera talks to Boris."""
    begin(vera)
    stub.chat.accept("Boris")
    expect(vera.get_by_role("dialog", name="Chat with Boris")).to_be_visible()
    return stub.chat


def wait(page, condition):
    until(condition, lambda seconds: page.wait_for_timeout(seconds * 1000))


def begin(page, text="Can the bench stay outside?"):
    page.locator("[data-foyer=launcher]").click()
    ask(page, text)
    expect(lines(page, text[:20])).to_have_attribute("data-state", "sent")


def say(page, text):
    page.locator("[data-foyer=composer]").fill(text)
    page.keyboard.press("Enter")


def lines(page, text):
    return page.locator("[data-foyer=line]", has_text=text)


def test_a_line_whose_answer_was_lost_stands_once(vera, chat):
    chat.loses_acks = 2
    say(vera, "Does it go through the gate?")
    expect(lines(vera, "gate")).to_have_attribute("data-state", "sent")

    assert len({frame["id"] for frame in chat.heard("send")}) == 1
    assert len([line for line in chat.lines if "gate" in line["text"]]) == 1
    expect(lines(vera, "gate")).to_have_count(1)


def test_lines_written_while_the_server_restarts_keep_their_order(vera, chat):
    chat.cut()
    for text in ("First of three", "Second of three", "Third of three"):
        say(vera, text)
    expect(lines(vera, "Third")).to_have_attribute("data-state", "sent")

    assert [line["text"] for line in chat.lines if "of three" in line["text"]] == [
        "First of three",
        "Second of three",
        "Third of three",
    ]


def test_what_was_missed_comes_once_and_the_reload_shows_it_without_a_server(stub, vera, chat):
    chat.cut()
    chat.answer("You missed this")
    expect(lines(vera, "missed this")).to_have_count(1)
    vera.route("**/ws/visitor", lambda route: route.abort())
    vera.reload()

    expect(lines(vera, "missed this")).to_have_count(1)
    assert chat.heard("hello")[1]["since"] == 2


def test_typing_goes_both_ways(vera, chat):
    vera.locator("[data-foyer=composer]").fill("It is for a wet")
    wait(vera, lambda: chat.heard("typing"))
    chat.tell({"t": "typing", "name": "Boris", "on": True})
    dots = vera.get_by_role("status", name="Boris is writing")
    expect(dots).to_be_visible()
    chat.answer("Oil it once a year.")

    assert chat.heard("typing")[-1]["text"] == "It is for a wet"
    expect(dots).to_have_count(0)


def test_nobody_is_said_to_write_when_the_connection_is_lost(vera, chat):
    chat.tell({"t": "typing", "name": "Boris", "on": True})
    dots = vera.get_by_role("status", name="Boris is writing")
    expect(dots).to_be_visible()
    chat.cut()

    expect(dots).to_have_count(0, timeout=3_000)


def test_half_an_emoji_does_not_spoil_a_frame(vera, chat):
    vera.locator("[data-foyer=composer]").fill(HALF_EMOJI)
    wait(vera, lambda: chat.heard("typing"))

    assert chat.heard("typing")[-1]["text"].encode()


def test_read_marks_go_both_ways(vera, chat):
    chat.answer("It is oiled oak.")
    wait(vera, lambda: chat.heard("read"))
    say(vera, "Thank you")
    expect(vera.get_by_text("Sent", exact=False).last).to_be_visible()
    chat.change(read_seq=9)

    assert chat.heard("read")[-1]["seq"] >= 3
    expect(vera.locator("foyer-widget .meta.mine").last).to_contain_text("Read")


def test_words_on_their_way_stay_from_page_to_page(stub, vera, chat):
    vera.locator("[data-foyer=composer]").fill("Half a sentence")
    vera.click("#next")

    expect(vera.locator("[data-foyer=composer]")).to_have_value("Half a sentence")
    say(vera, "A whole one")
    vera.reload()
    expect(vera.locator("[data-foyer=composer]")).to_have_value("")


def test_a_form_half_filled_stays_from_page_to_page(vera):
    vera.locator("[data-foyer=launcher]").click()
    vera.locator("foyer-widget input[name=name]").fill("Vera Sommer")
    vera.click("#next")

    expect(vera.locator("foyer-widget input[name=name]")).to_have_value("Vera Sommer")


def test_what_was_not_sent_when_the_chat_was_gone_can_be_asked_again(vera, chat):
    vera.context.set_offline(True)
    say(vera, "And the delivery?")
    chat.conversation = None
    vera.context.set_offline(False)

    expect(vera.locator("foyer-widget textarea[name=text]")).to_have_value("And the delivery?")


def test_a_new_line_is_shown_beside_the_button_once(stub, vera, chat):
    vera.keyboard.press("Escape")
    chat.answer("It comes in two parts.")
    preview = vera.locator("foyer-widget .preview")
    expect(preview).to_contain_text("two parts")
    expect(vera.get_by_role("button", name="Open chat (1 unread)")).to_be_visible()
    expect(vera.locator("foyer-widget .sr[role=status]")).to_have_text("1 new message")

    vera.click("#next")
    expect(vera.locator("foyer-widget .badge")).to_have_text("1")
    expect(preview).to_be_hidden()


def test_one_tab_sounds_and_not_for_lines_it_knows(stub, vera, chat):
    other = vera.context.new_page()
    for page in (vera, other):
        page.add_init_script(CHIMES)
        page.goto(f"{stub.address}/home")
        page.click("h1")
    wait(vera, lambda: len(chat.heard("hello")) >= 3)
    vera.wait_for_timeout(200)
    chat.answer("Here I am.")
    expect(lines(vera, "Here I am")).to_have_count(1)
    sounded = lambda: vera.evaluate("chimes") + other.evaluate("chimes")  # noqa: E731
    wait(vera, sounded)
    vera.wait_for_timeout(200)
    assert sounded() == 1


def test_a_page_in_memory_has_no_socket_and_takes_it_up_again(vera, chat):
    vera.evaluate(BACK.format("pagehide"))
    wait(vera, lambda: chat.sockets == 0)
    vera.evaluate(BACK.format("pageshow"))
    wait(vera, lambda: chat.sockets == 1)
    say(vera, "Still here")

    expect(lines(vera, "Still here")).to_have_attribute("data-state", "sent")


def test_names_titles_and_lines_are_text(stub, window):
    stub.config = {**CONFIG, "name": EVIL, "agents": [EVIL], "consent": {"text": EVIL, "url": "javascript:alert(3)"}}
    stub.chat.agents = [EVIL]
    window.goto(f"{stub.address}/home")
    window.locator("[data-foyer=launcher]").click()
    assert window.locator("foyer-widget :is(a, img, script)").count() == 0
    window.locator("[data-foyer=launcher]").click()
    stub.config = {**CONFIG, "name": EVIL, "agents": [EVIL]}
    window.reload()
    begin(window, EVIL)
    stub.chat.accept(EVIL)
    stub.chat.answer(f"{EVIL} {LINKS}", EVIL)
    stub.chat.tell({"t": "typing", "name": EVIL, "on": True})

    expect(lines(window, "linden.example")).to_be_visible()
    assert window.locator("foyer-widget :is(img, script)").count() == 0
    expect(window.locator("foyer-widget a")).to_have_attribute("href", "https://linden.example/care")


def test_menu_and_emoji_go_by_keys_and_close_by_a_click_elsewhere(vera, chat):
    area = vera.locator("[data-foyer=composer]")
    vera.get_by_role("button", name="Emoji").focus()
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("menu", name="Emoji")).to_be_visible()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        vera.keyboard.press(key)
    expect(area).to_have_value("🎉")
    expect(area).to_be_focused()

    vera.locator("[data-foyer=menu]").click()
    menu = vera.get_by_role("menu", name="More")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    vera.mouse.click(300, 600)
    expect(menu).to_be_hidden()


def test_sound_can_be_switched_off_and_stays_off(vera, chat):
    vera.locator("[data-foyer=menu]").click()
    vera.get_by_role("menuitem", name="Sound off").click()
    vera.reload()
    vera.locator("[data-foyer=menu]").click()

    expect(vera.get_by_role("menuitem", name="Sound on")).to_be_visible()


def test_a_turned_phone_lets_the_page_scroll_again(vera):
    vera.set_viewport_size({"width": 390, "height": 844})
    vera.locator("[data-foyer=launcher]").click()
    expect(vera.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    vera.set_viewport_size({"width": 844, "height": 390})

    expect(vera.locator("html")).not_to_have_css("overflow", "hidden")
    expect(vera.get_by_role("dialog")).not_to_have_attribute("aria-modal", "true")


def test_the_whole_chat_is_in_german_on_a_german_page(stub, window):
    window.goto(f"{stub.address}/de/start")
    begin_german(window)
    stub.chat.accept("Boris")
    stub.chat.answer("Ja, es ist geölt.")
    expect(lines(window, "Boris ist dem Gespräch beigetreten")).to_be_visible()
    window.get_by_role("button", name="Weitere Möglichkeiten").click()
    window.get_by_role("menuitem", name="Chat beenden").click()

    expect(lines(window, "Sie haben den Chat beendet")).to_be_visible()
    expect(window.get_by_role("button", name="Neuer Chat")).to_be_focused()
    assert stub.chat.heard("hello")[0]["language"] == "de"


def begin_german(page):
    page.get_by_role("button", name="Chat öffnen").click()
    page.get_by_role("button", name="Chat beginnen").click()
    expect(page.locator("#name-error")).to_have_text("Ihr Name fehlt noch.")
    page.get_by_label("Ihr Name").fill("Vera Sommer")
    page.get_by_label("Ihre Frage an uns").fill("Kann die Bank draußen bleiben?")
    page.get_by_role("button", name="Chat beginnen").click()
    expect(lines(page, "Kann die Bank")).to_have_attribute("data-state", "sent")
