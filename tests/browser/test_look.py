"""Anna dresses the chat in Setup, with a preview; Vera's next page has it (E13, E33; T32)."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
SETUP = "/setup/portals/1/widget/"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("look")).set_up().start()
    yield installation
    installation.stop()


@pytest.fixture
def preview(anna, house):
    anna.goto(f"{house.address}{SETUP}")
    frame = anna.frame_locator("[data-preview]")
    expect(frame.locator("[data-foyer=launcher]")).to_be_visible()
    return frame


def logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "#B9793C").save(file, "PNG")
    return file.getvalue()


def test_what_is_typed_is_previewed_and_what_is_saved_is_on_the_website(anna, house, preview, browser):
    expect(preview.get_by_role("heading", name="Hello. How can we help?")).to_be_visible()
    anna.get_by_label("Greeting", exact=True).first.fill("Come in & <i>sit</i>")
    anna.get_by_label("Button", exact=True).select_option("words")
    anna.get_by_label("Side", exact=True).select_option("start")
    anna.get_by_label("Phone", exact=True).select_option("required")
    expect(preview.get_by_role("heading", name="Come in & <i>sit</i>")).to_be_visible()
    expect(preview.locator("input[name=phone]")).to_be_visible()
    vera = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    vera.goto(f"{house.address}/demo/")
    expect(vera.get_by_role("button", name="Open chat", exact=True)).to_be_visible()
    anna.get_by_role("button", name="Save look and texts").click()
    expect(anna.locator("#toasts")).to_contain_text("Saved")
    vera.reload()
    vera.get_by_role("button", name="Chat with us").click()
    expect(vera.get_by_role("heading", name="Come in & <i>sit</i>")).to_be_visible()
    assert vera.locator("foyer-widget .panel").bounding_box()["x"] < 100
    vera.context.close()


def test_nobody_chats_without_agreeing_and_a_question_need_not_be_asked(anna, house, preview, browser):
    """B20."""
    anna.get_by_label("To agree to before the chat").first.fill("You may keep what I write.")
    anna.get_by_label("Privacy notice").fill("https://lindenandoak.example/privacy")
    anna.get_by_label("Question", exact=True).select_option("hidden")
    expect(preview.get_by_text("You may keep what I write.")).to_be_visible()
    expect(preview.locator("textarea[name=text]")).to_have_count(0)
    anna.get_by_role("button", name="Save look and texts").click()
    expect(anna.locator("#toasts")).to_contain_text("Saved")
    vera = browser.new_context(viewport={"width": 390, "height": 800}, locale="de-DE").new_page()
    vera.goto(f"{house.address}/demo/")
    vera.locator("[data-foyer=launcher]").click()
    for name, value in {"name": "Vera Sommer", "phone": "+49 40 1234567"}.items():
        field = vera.locator(f"foyer-widget input[name={name}]")
        if field.count():
            field.fill(value)
    vera.locator("[data-foyer=start]").click()
    expect(vera.get_by_text("Without your consent")).to_be_visible()
    vera.get_by_label("You may keep what I write.").check()
    vera.locator("[data-foyer=start]").click()
    expect(vera.locator("[data-foyer=composer]")).to_be_visible()
    vera.context.close()
    anna.goto(f"{house.address}/inbox/?view=unassigned")
    expect(anna.get_by_text("Has not written yet").first).to_be_visible()


def test_a_logo_is_in_preview_and_chat_and_what_is_typed_stays(anna, house, preview, browser):
    anna.get_by_label("Distance from the edges").fill("44")
    anna.get_by_label("Choose a picture").set_input_files(
        {"name": "oak.png", "mimeType": "image/png", "buffer": logo()}
    )
    expect(anna.get_by_role("img", name="The logo now")).to_be_visible()
    expect(preview.locator("canvas.logo")).to_be_visible()
    expect(anna.get_by_label("Distance from the edges")).to_have_value("44")
    vera = browser.new_context(locale="en-GB").new_page()
    vera.goto(f"{house.address}/demo/")
    vera.locator("[data-foyer=launcher]").click()
    expect(vera.locator("canvas.logo")).to_be_visible()
    vera.context.close()


def test_it_is_said_when_colours_cannot_be_read(anna, preview):
    anna.get_by_label("Light and dark").select_option("own")
    anna.get_by_label("Text", exact=True).fill("#bbbbbb")
    expect(anna.locator("#widget-told")).to_contain_text("is hard to read: 1.9 to 1")
    assert barriers(anna) == []


@pytest.mark.parametrize("scene", ["chat", "offline", "closed", "greeting"])
def test_every_scene_is_shown_and_the_focus_stays_in_the_form(anna, preview, scene):
    anna.get_by_label("What is shown").select_option(scene)
    shown = {"chat": "Yes, it can.", "offline": "Nobody is here right now.", "greeting": "Do you have a question?"}
    place = preview.get_by_text(shown[scene]) if scene in shown else preview.locator("[data-foyer=launcher]")
    expect(place.first).to_be_visible()
    assert anna.evaluate("document.activeElement.tagName") != "IFRAME"
    assert anna.evaluate("Object.keys(localStorage).filter(name => name.startsWith('foyer.c')).length") == 0


def test_the_preview_listens_to_its_own_page_only(anna, preview):
    """T32."""
    heading = preview.get_by_role("heading").first
    before = heading.inner_text()
    foreign = "postMessage({ config: { fields: {} }, scene: 'closed', language: 'en' }, '*')"
    preview.locator("body").evaluate(foreign)
    anna.wait_for_timeout(500)
    expect(heading).to_have_text(before)


def chats(house) -> int:
    counted = "from foyer.conversations.models import Conversation; print(Conversation.objects.count())"
    return int(house.run(counted))


def test_a_preview_chat_goes_to_its_end_and_sends_nothing(anna, house, preview):
    before = chats(house)
    anna.get_by_label("What is shown").select_option("chat")
    preview.locator("[data-foyer=composer]").fill("And the table?")
    preview.locator("[data-foyer=send]").click()
    expect(preview.get_by_text("Yes, it can.")).to_have_count(2)
    preview.locator("[data-foyer=menu]").click()
    preview.locator("[data-foyer=end]").click()
    expect(preview.get_by_text("Thank you for writing to us.")).to_be_visible()
    assert chats(house) == before
