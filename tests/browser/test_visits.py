"""Chosen visits, and all of a list, come down as a file from a real browser (B15)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
VISITS = """
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
from tests.desk.house import visit
portal = Portal.objects.get()
for number in range(1, 61):
    actor = browser_actor(portal.pk, f"browser-{number:014}")
    visit(portal, actor, minutes_ago=number * 60, first_title=f"Page {number}", last_title=f"Page {number}")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("visits")).set_up()
    installation.run(VISITS)
    yield installation.start()
    installation.stop()


def exported(page) -> list[str]:
    """The lines of the file that the bar over the list leads to, without their head."""
    page.locator("#mass").get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("CSV, for other programs").check()
    assert barriers(page) == []
    with page.expect_download() as down:
        dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_have_count(0)
    return down.value.path().read_text("utf-8-sig").splitlines()[1:]


def test_two_visits_are_chosen_by_keyboard_and_come_down_as_a_file(anna, house):
    anna.goto(f"{house.address}/visits/?view=unknown")
    for row in (0, 2):
        anna.locator("[data-tick]").nth(row).press("Space")
    expect(anna.locator("[data-chosen]")).to_have_text("2")
    lines = exported(anna)
    assert ["Page 1" in lines[0], "Page 3" in lines[1], len(lines)] == [True, True, 2]


def test_all_visits_of_the_list_come_down_also_those_of_its_other_pages(anna, house):
    anna.goto(f"{house.address}/visits/?view=unknown")
    anna.get_by_label("Select all on this page").check()
    anna.get_by_role("button", name="Select all 60").click()
    expect(anna.locator("[data-chosen]")).to_have_text("60")
    assert len(exported(anna)) == 60
