"""A lead becomes a customer, two contacts become one, and both are undone, in a real browser (F205, B1)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
RECORDS = """
from foyer.crm.actions import create_record
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
house = create_record("account", boris, {"name": "Lindqvist Landskap", "city": "Malmö"})
create_record("lead", boris, {"first_name": "Vera", "last_name": "Lindqvist", "company": "Lindqvist Landskap"})
for first, last in (("Jonas", "Seidel"), ("Jonas", "Seidl")):
    create_record("contact", boris, {"first_name": first, "last_name": last, "account": house.pk})
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("converting")).set_up().start()
    installation.run(RECORDS)
    yield installation
    installation.stop()


def test_a_lead_is_converted_into_an_account_that_is_there_and_back(house, agent):
    agent.goto(f"{house.address}/leads/1/")
    agent.get_by_role("link", name="Convert", exact=True).click()
    dialog = agent.get_by_role("dialog")
    expect(dialog.get_by_label(re.compile("^Lindqvist Landskap · Malmö"))).to_be_checked()
    dialog.get_by_label("Amount").fill("900")
    assert barriers(agent) == []
    dialog.get_by_role("button", name="Convert").click()
    agent.wait_for_url("**/contacts/*/")
    expect(agent.locator("h1")).to_contain_text("Vera Lindqvist")
    agent.locator("[data-toast]").get_by_role("button", name="Undo").click()
    agent.wait_for_url("**/leads/1/")
    expect(agent.get_by_role("link", name="Convert", exact=True)).to_be_visible()


def test_two_contacts_are_merged_and_parted(house, agent):
    agent.goto(f"{house.address}/contacts/1/")
    agent.get_by_role("link", name="Compare").click()
    agent.get_by_label("Seidl").check()
    assert barriers(agent) == []
    agent.get_by_role("button", name="Merge").click()
    agent.wait_for_url("**/contacts/1/")
    expect(agent.locator("h1")).to_contain_text("Jonas Seidl")
    agent.locator("#feed").get_by_role("button", name="Undo").click()
    expect(agent.locator("h1")).to_contain_text("Jonas Seidel")
