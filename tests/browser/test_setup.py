"""Anna sets up the CRM, Boris has it on his open page at once (F189-F191, F230, F241)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import barriers, log_in, watch
from tests.installation import ANNA, BORIS, PASSWORD
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
LEAD = f"""
from foyer.crm.actions import create_record
from foyer.team.models import User
create_record("lead", User.objects.get(email="{BORIS}"), {{"last_name": "Lindqvist"}})
"""
PAGES = (
    "profiles",
    "teams",
    "fields/lead",
    "layouts/lead",
    "lists",
    "lists/lead_status",
    "lists/lead_status/contacted/removal",
    "pipelines",
    "pipelines/1",
    "stages/1/closing",
    "mode",
    "assignment",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("house"))
    installation.set_up()
    installation.run(LEAD)
    yield installation.start()
    installation.stop()


def opened(browser, house, email: str, width: int = 1440, **more) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", **more).new_page()
    page.problems = watch(page)
    log_in(page, house.address, email, PASSWORD)
    return page


@pytest.fixture
def boris(agent):
    return agent


def test_a_field_of_annas_is_on_boriss_page_at_once_and_he_fills_it_in(house, anna, boris):
    boris.goto(f"{house.address}/leads/1/")
    expect(boris.locator("#details")).to_contain_text("Lindqvist")
    anna.goto(f"{house.address}/setup/fields/lead/")
    anna.get_by_label("Name", exact=True).fill("Garden")
    anna.get_by_label("Kind").select_option("choice")
    anna.get_by_label("Choices, one a line").fill("Terrace\nRoof")
    anna.get_by_role("button", name="Add field").click()
    expect(anna.get_by_role("heading", name="Garden")).to_be_visible()
    anna.goto(f"{house.address}/setup/layouts/lead/")
    row = anna.locator("[data-arrange] > li", has_text="Garden")
    mover = row.get_by_role("button", name="Move Garden up")
    while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > 1:
        mover.press("Enter")
    anna.get_by_label("Section", exact=True).first.fill("Her garden")
    anna.get_by_role("button", name="Save layout").click()
    details = boris.locator("#details")
    expect(details.get_by_role("heading", name="Her garden")).to_be_visible()
    details.get_by_role("link", name="Garden").click()
    boris.get_by_label("Garden").select_option("Roof")
    boris.keyboard.press("Enter")
    expect(boris.locator("#f-c_garden")).to_contain_text("Roof")


def test_stages_are_moved_by_dragging_and_by_keys(house, anna):
    anna.goto(f"{house.address}/setup/pipelines/1/")
    names = anna.get_by_label("Stage", exact=True)
    names.nth(2).press("Alt+ArrowUp")
    expect(names.nth(1)).to_have_value("Negotiation")
    place, target = (anna.locator(".grip").nth(n).bounding_box() for n in (1, 0))
    anna.mouse.move(place["x"] + 6, place["y"] + 6)
    anna.mouse.down()
    anna.mouse.move(target["x"] + 6, target["y"] - 4, steps=10)
    anna.mouse.up()
    expect(names.nth(0)).to_have_value("Negotiation")
    anna.get_by_role("button", name="Save pipeline").click()
    expect(names.nth(0)).to_have_value("Negotiation")


def test_what_destroys_asks_first(house, anna):
    anna.goto(f"{house.address}/setup/teams/")
    anna.get_by_label("Name", exact=True).fill("North")
    anna.get_by_role("button", name="Create team").click()
    anna.locator("summary", has_text="North").click()
    anna.get_by_role("button", name="Delete team").click()
    dialog = anna.get_by_role("dialog", name="Delete the team “North”?")
    expect(dialog).to_be_visible()
    anna.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    anna.get_by_role("button", name="Delete team").click()
    dialog.get_by_role("button", name="Delete team").click()
    expect(anna.get_by_text("No teams yet")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_pages_are_open_to_everybody_and_fit(house, browser, width, scheme):
    page = opened(browser, house, ANNA, width, color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{house.address}/setup/{path}/")
        assert (path, barriers(page)) == (path, [])
        assert page.evaluate("document.querySelector('.f-setup').scrollWidth") <= width, path
    assert page.problems == []
    page.context.close()


def test_keys_of_logged_in_visitors_keep_their_own_buttons(house, anna):
    """E39: the button that was pressed does not take the place of one that takes a key back."""
    anna.goto(f"{house.address}/setup/portals/1/")
    for number in (1, 2):
        anna.get_by_role("button", name="Make a key").click()
        buttons = ["Take back"] * number + ["Make a key", "Add the public key"]
        expect(anna.locator("#signing form button")).to_have_text(buttons)
    secret = anna.locator("#new-secret").inner_text()
    anna.reload()
    expect(anna.locator("#signing")).not_to_contain_text(secret)
    assert barriers(anna) == []
