"""A day in a salesperson's life, in one window: everything that the CRM is for (E15, E16, E17, E35, F205)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import barriers
from tests.installation import BORIS, Installation
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
LEADS = f"""
from foyer.crm.actions.records import create_record
from foyer.team.models import User
boris = User.objects.get(email="{BORIS}")
for number in range(12):
    create_record("lead", boris, {{"first_name": "Kim", "last_name": f"Kern {{number:02}}", "city": "Zug"}})
create_record("lead", boris, {{
    "first_name": "Vera", "last_name": "Lindqvist", "company": "Lindqvist Landskap", "emails": ["vera@l.example"],
}})
"""
FILE = (
    "First name,Last name,E-mail,Status\r\n"
    "Ida,Holm,ida@holm.example,New\r\n"
    ",,,New\r\n"
    "Nils,Berg,not an address,New\r\n"
    "Ada,Sund,ada@sund.example,Enchanted\r\n"
    "Per,Lund,per@lund.example,New\r\n"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("day")).set_up()
    installation.run(LEADS)
    yield installation.start()
    installation.stop()


def test_a_day_of_a_salesperson(house, agent, tmp_path):
    find_the_lead(agent)
    log_the_call(agent)
    convert(agent)
    move_the_deal(house, agent)
    assign_ten(house, agent)
    save_and_share_a_view(house, agent)
    import_with_three_bad_rows(house, agent, tmp_path)


def find_the_lead(agent: Page) -> None:
    """By one box, with a slip of the finger."""
    agent.keyboard.press("Control+k")
    agent.keyboard.type("lindqist")
    expect(agent.get_by_role("option", name=re.compile("Vera Lindqvist"))).to_be_visible()
    agent.keyboard.press("Enter")
    agent.wait_for_url("**/leads/*/")
    expect(agent.locator("h1")).to_contain_text("Vera Lindqvist")


def log_the_call(agent: Page) -> None:
    agent.get_by_role("link", name="Log a call").click()
    agent.get_by_role("dialog").get_by_label("What came of it").fill("Wants six benches")
    agent.get_by_role("button", name="Log call").click()
    expect(agent.locator("#feed")).to_contain_text("Wants six benches")


def convert(agent: Page) -> None:
    agent.get_by_role("link", name="Convert", exact=True).click()
    dialog = agent.get_by_role("dialog")
    dialog.get_by_label("Amount").fill("4200")
    dialog.get_by_role("button", name="Convert").click()
    agent.wait_for_url("**/contacts/*/")
    expect(agent.locator("#feed")).to_contain_text("Wants six benches")


def move_the_deal(house: Installation, agent: Page) -> None:
    agent.goto(f"{house.address}/deals/board/")
    agent.locator("[data-card]", has_text="Lindqvist").focus()
    for key in ("Space", "ArrowRight", "Space"):
        agent.keyboard.press(key)
    expect(agent.locator("#toasts")).to_contain_text("is in")
    expect(agent.get_by_role("region").nth(1)).to_contain_text("4,200")


def assign_ten(house: Installation, agent: Page) -> None:
    """And back by one click, because two too many were chosen."""
    agent.goto(f"{house.address}/leads/?q=Kern")
    for number in range(10):
        agent.get_by_role("row", name=re.compile(f"Kern {number:02}")).get_by_role("checkbox").check()
    bar = agent.get_by_role("region", name="With the chosen rows")
    expect(bar).to_contain_text("10 selected")
    assert barriers(agent) == []
    bar.get_by_role("button", name="Owner").click()
    dialog = agent.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(label="Anna Berger")
    dialog.get_by_role("button", name="Assign").click()
    expect(agent.get_by_role("row", name=re.compile("Kern 09"))).to_contain_text("Anna Berger")
    expect(agent.get_by_role("row", name=re.compile("Kern 11"))).not_to_contain_text("Anna Berger")
    agent.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(agent.get_by_role("row", name=re.compile("Kern 09"))).not_to_contain_text("Anna Berger")


def save_and_share_a_view(house: Installation, agent: Page) -> None:
    agent.goto(f"{house.address}/leads/?q=Kern")
    agent.get_by_role("link", name="Save as view").click()
    dialog = agent.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Kerns of Zug")
    dialog.get_by_label("Everybody").check()
    dialog.get_by_role("button", name="Save").click()
    expect(agent.get_by_role("navigation", name="Views")).to_contain_text("Kerns of Zug")


def import_with_three_bad_rows(house: Installation, agent: Page, tmp_path) -> None:
    """Checked first; the good ones come in, the bad ones say why, and all is taken back."""
    path = tmp_path / "fair.csv"
    path.write_text(FILE)
    agent.goto(f"{house.address}/imports/?module=lead")
    agent.locator("input[type=file]").set_input_files(path)
    agent.get_by_role("button", name="Go on").click()
    expect(agent.get_by_role("row", name=re.compile("ida@holm.example"))).to_have_count(2)  # its column, and the row
    agent.get_by_role("button", name="Check", exact=True).click()
    expect(agent.locator("body")).to_contain_text("3 of 5 rows cannot be imported")
    assert barriers(agent) == []
    agent.get_by_role("button", name="Import the others").click()
    expect(agent.locator(".f-runfigures")).to_contain_text("2Done")
    expect(agent.locator(".f-runtable")).to_contain_text("Enchanted")
    agent.get_by_role("button", name="Take back").click()
    agent.goto(f"{house.address}/leads/?q=Holm")
    expect(agent.locator("#rows")).to_contain_text("Nothing fits these filters")
