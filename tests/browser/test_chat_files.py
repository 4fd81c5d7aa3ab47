"""Files and pictures go both ways in a real browser, by choosing, dropping and pasting (E13, T17, R11, E33)."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.driver import ask, barriers, hand_over, watch
from tests.browser.test_inviting import ONLINE
from tests.desk.files.test_files import HTML, PDF
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
KINDS = 'list(Message.objects.exclude(kind="system").order_by("seq").values_list("kind", "text"))'
NEWEST = "Conversation.objects.latest('pk').pk"


def drawing() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("files")).set_up()
    installation.run(ONLINE)
    yield installation.start()
    installation.stop()


@pytest.fixture
def vera(house, browser):
    """Vera in a chat."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    page.problems = watch(page)
    page.goto(f"{house.address}/demo/")
    page.locator("[data-foyer=launcher]").click()
    ask(page, "Can the bench stay outside?")
    page.locator("[data-foyer=line][data-state=sent]").wait_for()
    yield page
    page.context.close()


def take(house, agent):
    agent.goto(f"{house.address}/inbox/{house.query(NEWEST)}/")  # other tests left chats of hers in the queue
    agent.get_by_role("button", name="Accept 1 request").first.click()
    agent.locator("form[data-compose] textarea").wait_for()


def test_files_go_both_ways_and_are_seen_on_both_sides(house, vera, agent):
    take(house, agent)
    hand_over(vera, "terrace.png", "image/png", drawing(), "paste")
    hand_over(vera, "plan.pdf", "application/pdf", PDF, "drop")
    expect(vera.get_by_role("img", name="terrace.webp")).to_be_visible()
    expect(vera.get_by_role("button", name="plan.pdf")).to_be_visible()
    expect(agent.locator(".f-picture img")).to_have_js_property("naturalWidth", 640)

    with agent.expect_file_chooser() as chooser:
        agent.locator("label:has([data-attach])").click()
    chooser.value.set_files([{"name": "offer.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    hand_over(agent, "hall.png", "image/png", drawing(), "paste")
    expect(agent.locator(".f-filechip", has_text="offer.pdf")).to_be_visible()
    expect(vera.get_by_role("img", name="hall.webp")).to_be_visible()
    with vera.expect_download() as download:
        vera.get_by_role("button", name="offer.pdf").click()
    assert (download.value.suggested_filename, download.value.path().read_bytes()) == ("offer.pdf", PDF)
    assert (barriers(vera), barriers(agent), vera.problems) == ([], [], [])


def test_what_is_not_taken_is_said_and_the_chat_goes_on(vera):
    with vera.expect_file_chooser() as chooser:
        vera.locator("[data-foyer=attach]").click()
    chooser.value.set_files([{"name": "page.html", "mimeType": "text/html", "buffer": HTML}])
    expect(vera.get_by_text("Files of this kind cannot be sent.")).to_be_visible()
    vera.locator("[data-foyer=composer]").fill("Sorry, here it is in words.")
    vera.keyboard.press("Enter")

    expect(vera.locator("[data-foyer=line]", has_text="in words")).to_have_attribute("data-state", "sent")
    assert barriers(vera) == []


def test_a_file_sent_without_a_network_arrives_once(house, vera):
    vera.locator("[data-foyer=attach]").wait_for()
    hand_over(vera, "first.txt", "text/plain", b"first", "paste")
    expect(vera.get_by_role("button", name="first.txt")).to_be_visible()
    vera.context.set_offline(True)
    hand_over(vera, "second.txt", "text/plain", b"second", "paste")
    expect(vera.locator("[data-foyer=line]", has_text="second.txt")).to_have_attribute("data-state", "sending")
    vera.context.set_offline(False)

    expect(vera.get_by_role("button", name="second.txt")).to_be_visible()
    vera.reload()
    expect(vera.locator("[data-foyer=line]", has_text="second.txt")).to_have_count(1)
    assert [text for _kind, text in house.query(KINDS)].count("second.txt") == 1
