"""One long chat in two windows, on a desktop and on a phone: whatever both sides can do (E13, F154-F174, E32, E33)."""

import re
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from playwright.sync_api import expect

from tests.browser.driver import barriers, hand_over, log_in, watch
from tests.browser.test_chat_files import drawing
from tests.installation import ANNA, BORIS, PASSWORD, free_port
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
ONLINE = """
from foyer.conversations.canned import create_canned_reply
from foyer.team.actions import set_availability
from foyer.team.models import User
set_availability(User.objects.get(email="boris@foyer.test"), "online")
anna = User.objects.get(email="anna@foyer.test")
create_canned_reply(anna, "delivery", "It takes a week, {{visitor_first_name}}.", for_everybody=True)
"""
KEPT = """[[c.agent.name, c.rating, c.rating_comment, [t.name for t in c.tags.all()],
    [m.kind for m in c.messages.order_by("seq")]] for c in Conversation.objects.filter(visitor_name="NAME")]"""


@pytest.fixture(scope="module")
def mails(tmp_path_factory):
    box = Mailbox(tmp_path_factory.mktemp("mails") / "box")
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    yield box, server.port
    server.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory, mails):
    more = {"FOYER_SMTP_URL": f"smtp://127.0.0.1:{mails[1]}"}
    installation = Served(tmp_path_factory.mktemp("long"), more=more).set_up()
    installation.run(ONLINE)
    yield installation.start()
    installation.stop()


@contextmanager
def window(browser, screen, house, email=""):
    """Of a visitor, or of who signs in; nothing may go wrong on it."""
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    page = context.new_page()
    problems = watch(page)
    if email:
        log_in(page, house.address, email, PASSWORD)
    else:
        page.goto(f"{house.address}/demo/")
    yield page
    context.close()
    assert problems == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_long_chat(house, browser, mails, screen):
    name = f"Lena {screen.title()}"
    with window(browser, screen, house) as lena, window(browser, screen, house, BORIS) as boris:
        begin(lena, name)
        take(house, boris, name)
        write(boris, lena)
        put_aside(boris, name)
        send_files(lena, boris)
        tag(boris)
        hand_to_anna(boris)
        with window(browser, screen, house, ANNA) as anna:
            end(house, anna, name)
            rate(lena)
            send_transcript(anna, mails[0], name)
            look(lena, anna)
    kinds = ["visitor", "system", "note", "agent", "visitor", "visitor", "note", "system", "agent", "system", "note"]
    assert house.query(KEPT.replace("NAME", name)) == [["Anna Berger", "good", "Quick.", ["Delivery"], kinds]]


def address_of(name):
    """Each has her own, or they would be one person."""
    return f"{name.split()[1].lower()}@ewert.example"


def begin(lena, name):
    """She fills in the form."""
    lena.locator("[data-foyer=launcher]").click()
    lena.locator("foyer-widget input[name=name]").fill(name)
    lena.locator("foyer-widget input[name=email]").fill(address_of(name))
    lena.locator("foyer-widget textarea[name=text]").fill("How long does it take?")
    lena.locator("[data-foyer=start]").click()
    expect(lena.locator("[data-foyer=line][data-kind=visitor]")).to_have_count(1)


def take(house, boris, name):
    """He accepts in the inbox."""
    boris.goto(f"{house.address}/inbox/?view=unassigned")
    boris.locator("a.f-conv", has_text=name).click()
    boris.locator("#talk-foot button", has_text="Accept").click()
    boris.locator("form[data-compose] textarea").wait_for()


def write(boris, lena):
    """A note that names Anna, by @; then a canned reply, by /. She sees the second only."""
    field = boris.locator("form[data-compose] textarea")
    boris.locator("label:has([value=note])").click()
    field.press_sequentially("@An")
    expect(boris.locator(".f-colleagues [role=option]")).to_have_count(1)
    boris.keyboard.press("Enter")
    field.press_sequentially("asks for the carrier")
    field.press("Control+Enter")
    expect(boris.locator(".f-inote .f-mention", has_text="@Anna Berger")).to_be_visible()
    boris.locator("label:has([value=agent])").click()
    field.press_sequentially("/del")
    boris.locator(".f-canned [role=option]").click()
    field.press("Control+Enter")
    expect(lena.locator("[data-foyer=line]", has_text=re.compile("takes a week, Lena"))).to_be_visible()
    expect(lena.locator("foyer-widget", has_text="carrier")).to_have_count(0)


def put_aside(boris, name):
    """By the key for it, until somebody in the workshop has looked."""
    boris.wait_for_load_state("load")
    boris.locator("#talk-head h1").click()
    boris.keyboard.press("s")
    expect(boris.get_by_role("radio", name="Tomorrow")).to_be_visible()
    assert barriers(boris) == []
    boris.locator("dialog[open] button", has_text="Snooze").click()
    expect(boris.locator("#toasts")).to_contain_text("Snoozed until")
    boris.locator("a.f-conv", has_text=name).click()
    expect(boris.locator("#talk-head")).to_contain_text("Snoozed until")


def send_files(lena, boris):
    """She pastes a picture, which brings the chat back, and asks on."""
    hand_over(lena, "hall.png", "image/png", drawing(), "paste")
    expect(boris.locator(".f-picture img")).to_be_visible()
    expect(boris.locator("#talk-head")).not_to_contain_text("Snoozed until")
    lena.locator("[data-foyer=composer]").fill("Into this hall?")
    lena.locator("[data-foyer=composer]").press("Enter")
    expect(boris.locator("[data-seq]", has_text="Into this hall?")).to_be_visible()


def tag(boris):
    """By the menu."""
    boris.locator("#talk-head details[data-menu] > summary").click()
    boris.locator("#talk-head .f-menu a", has_text="Tags").click()
    boris.locator("dialog[open] input[name=tags]").fill("Delivery")
    assert barriers(boris) == []
    boris.locator("dialog[open] button[type=submit]").click()
    boris.locator("form[data-compose] textarea").wait_for()


def hand_to_anna(boris):
    """By the key for it, with a note."""
    boris.wait_for_load_state("load")
    boris.keyboard.press("t")
    boris.locator("dialog[open] label", has_text="Anna Berger").click()
    boris.locator("dialog[open] textarea").fill("She knows the carrier")
    boris.locator("dialog[open] button", has_text="Hand over").click()
    expect(boris.locator("[data-seq]", has_text="Anna Berger joined")).to_be_visible()


def end(house, anna, name):
    """She finds it among her own, answers, and ends it."""
    anna.goto(f"{house.address}/inbox/?view=mine")
    anna.locator("a.f-conv", has_text=name).click()
    anna.locator("form[data-compose] textarea").fill("Into this hall, yes. ")
    anna.locator("form[data-compose] summary[aria-label=Emoji]").click()
    anna.locator(".f-emoji button", has_text="👍").click()
    anna.locator("form[data-compose] button[type=submit]").click()
    expect(anna.locator(".f-msg.out:not(.wait)", has_text="Into this hall, yes. 👍")).to_be_visible()
    anna.locator("#talk-head button", has_text="End chat").click()
    anna.locator("dialog[open] button", has_text="End chat").click()
    expect(anna.locator(".f-closed")).to_be_visible()


def rate(lena):
    """She says that it was good, and why."""
    lena.locator("[data-foyer=rate-good]").click()
    lena.get_by_label("Would you like to say why?").fill("Quick.")
    lena.locator("[data-foyer=rate-comment]").click()
    expect(lena.get_by_label("Would you like to say why?")).to_be_hidden()


def send_transcript(anna, box, name):
    """To the address that Lena typed goes a link, and no word (T12)."""
    before = len(box.mailbox)
    anna.locator("#talk-head details[data-menu] > summary").click()
    anna.locator("#talk-head .f-menu a", has_text="Send the transcript").click()
    anna.locator("dialog[open] input[name=address]").fill(address_of(name))
    anna.locator("dialog[open] button[type=submit]").click()
    expect(anna.locator(".f-inote", has_text="Transcript sent to")).to_be_visible()
    sent = list(box.mailbox)
    assert len(sent) == before + 1
    assert "takes a week" not in sent[-1].as_string()


def look(*pages):
    """Nobody is shut out."""
    for page in pages:
        assert barriers(page) == []
