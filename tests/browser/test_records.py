"""Records in a real browser: made, changed in place, deleted and brought back (issue 3)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import barriers, hand_over
from tests.desk.files.test_files import PDF
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("house"))
    installation.set_up()
    yield installation.start()
    installation.stop()


def make(page: Page, house, module: str, **fields: str) -> None:
    """A record by its form."""
    page.goto(f"{house.address}/{module}/new/")
    for name, value in fields.items():
        page.fill(f'[name="{name}"]', value)
    page.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile(r"/\d+/$"))


def choose(page: Page, name: str, typed: str, option: str) -> None:
    """A record by type-ahead."""
    page.locator(f'[name="{name}-name"]').press_sequentially(typed)
    page.get_by_role("option", name=option).click()


def add_number(page: Page, number: str) -> None:
    page.get_by_text("Add e-mail or phone").click()
    page.fill("#identifier", number)
    page.locator(".f-addid").get_by_role("button", name="Add").click()


def test_an_account_gets_a_contact_and_a_deal_by_type_ahead(agent, house):
    make(agent, house, "accounts", name="Courtyard Ltd")
    agent.get_by_role("link", name="New contact").click()
    agent.fill('[name="last_name"]', "Lindqvist")
    agent.get_by_role("button", name="Create contact").click()
    expect(agent.locator("#f-account")).to_contain_text("Courtyard Ltd")
    agent.goto(f"{house.address}/deals/new/")
    agent.fill('[name="name"]', "Six benches")
    choose(agent, "account", "courty", "Courtyard Ltd")
    agent.get_by_role("button", name="Create deal").click()
    expect(agent.locator("#rec-head")).to_contain_text("Courtyard Ltd")
    assert barriers(agent) == []


def test_a_value_is_changed_in_place_by_keys_alone(agent, house):
    make(agent, house, "accounts", name="Lark Ltd")
    agent.locator("#f-name a").focus()
    agent.keyboard.press("Enter")
    field = agent.locator('#f-name [name="name"]')
    expect(field).to_be_focused()
    field.fill("Lark and Sons")
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("heading", level=1)).to_contain_text("Lark and Sons")
    agent.locator("#f-name a").click()
    expect(field).to_be_focused()
    agent.keyboard.press("Escape")
    expect(agent.locator("#f-name form")).to_have_count(0)


def test_a_list_is_walked_searched_and_left_by_keys_alone(agent, house):
    """E15."""
    make(agent, house, "leads", last_name="Keyes")
    agent.goto(f"{house.address}/leads/?view=all")
    agent.keyboard.press("?")
    expect(agent.get_by_role("dialog", name="Keys")).to_contain_text("Go to Inbox")
    for key in ("Escape", "/"):
        agent.keyboard.press(key)
    expect(agent.get_by_role("searchbox", name="Filter by words")).to_be_focused()
    for key in ("Escape", "j", "Enter"):
        agent.keyboard.press(key)
    expect(agent.get_by_role("heading", level=1)).to_contain_text("Keyes")
    agent.wait_for_load_state()
    for key in "gi":
        agent.keyboard.press(key)
    agent.wait_for_url("**/inbox/**")


def test_single_letters_are_switched_off_for_this_browser(agent, house):
    """E33: who talks to the computer says letters; keys with Alt, Ctrl or Esc stay (WCAG 2.1.4)."""
    agent.goto(f"{house.address}/leads/?view=all")
    agent.keyboard.press("?")
    agent.get_by_role("switch", name="Single letters").uncheck()
    assert barriers(agent) == []
    agent.keyboard.press("Escape")
    agent.reload()
    for key in ("?", "/", "g", "i"):
        agent.keyboard.press(key)
    expect(agent.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(agent.get_by_role("searchbox", name="Filter by words")).not_to_be_focused()
    assert agent.url.endswith("/leads/?view=all")
    agent.keyboard.press("Control+k")
    expect(agent.get_by_role("combobox", name=re.compile("Find"))).to_be_focused()


def test_a_second_phone_is_made_the_primary_one(agent, house):
    make(agent, house, "contacts", last_name="Berg", phones="+46 70 174 06 21")
    add_number(agent, "+49 151 12345678")
    agent.get_by_label("More about +46 70 174 06 21").click()
    agent.locator("details[open]").get_by_role("button", name="Make primary").click()
    expect(agent.locator("#rec-head [data-call]")).to_have_attribute("href", "tel:+46701740621")
    expect(agent.locator(".f-idrow").first).to_contain_text("Primary")


def test_a_record_is_deleted_and_brought_back_by_undo(agent, house):
    make(agent, house, "contacts", last_name="Gone")
    agent.locator(".f-headmore > summary").click()
    agent.get_by_role("link", name="Delete").click()
    agent.get_by_role("button", name="Delete").click()
    agent.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(agent.locator("#toasts")).to_contain_text("Restored")
    expect(agent.get_by_role("heading", level=1)).to_contain_text("Gone")


def test_files_are_dropped_and_pasted_onto_a_record(agent, house):
    make(agent, house, "accounts", name="Oak Ltd")
    agent.locator("[data-drop]").wait_for()
    hand_over(agent, "plan.pdf", "application/pdf", PDF, "drop")
    expect(agent.locator("#files-of").get_by_text("plan.pdf")).to_be_visible()
    hand_over(agent, "talk.txt", "text/plain", b"What was said", "paste")
    expect(agent.locator("#files-of .f-file")).to_have_count(2)
    assert barriers(agent) == []


def test_columns_are_moved_by_dragging_and_by_the_arrow(agent, house):
    make(agent, house, "accounts", name="Elm Ltd")
    agent.goto(f"{house.address}/accounts/?view=all&cols=city&cols=industry&cols=owner")
    first = heads(agent)
    agent.get_by_role("link", name="Columns").click()
    rows = agent.locator("[data-order] li")
    drag(agent, rows.nth(2).locator(".grip"), rows.nth(0).locator(".grip"))
    rows.nth(2).locator("[data-up]").click()
    agent.get_by_role("button", name="Show").click()
    expect(agent.locator("th").nth(2)).not_to_have_text(first[0])
    assert heads(agent) == [first[2], first[1], first[0]]


def drag(page: Page, what: Locator, to: Locator) -> None:
    """By many small movements, as a hand does."""
    start, end = what.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"], steps=20)
    page.mouse.up()


def heads(page: Page) -> list[str]:
    """The titles of the columns that were chosen."""
    return [text for text in page.locator("thead th").all_inner_texts()[2:] if text.strip()]
