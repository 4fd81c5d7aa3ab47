"""Importing a file with three bad rows, and changing ten leads at once, in a real browser (E16, E35, B15)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.crm.mailings.post import Post
from tests.installation import ANNA, BORIS
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
FILE = (
    "First Name,Last Name,Email,Contact Owner,Mailing Country\n"
    "Vera,Lang,vera@lang.example,Anna Berger,Germany\n"
    "Kim,Noll,kim at noll,,DE\n"
    "Ola,Berg,ola@berg.example,Nobody Known,SE\n"
    "Pia,Holm,pia@holm.example,,Sweeden\n"
    "Jan,Bos,jan@bos.example,,Netherlands\n"
)
LEADS = f"""
from foyer.crm.actions import create_record
from foyer.team.models import User
boris = User.objects.get(email="{BORIS}")
for number in range(60):
    create_record("lead", boris, {{"last_name": f"Kern {{number:02}}", "city": "Lund" if number < 55 else "Oslo"}})
for name in ("Nora", "Tove", "Ulf"):
    emails = [f"{{name.lower()}}@x.example"]
    create_record("contact", boris, {{"first_name": name, "last_name": "Ek", "emails": emails}})
"""


@pytest.fixture(scope="module")
def post():
    server = Post().open()
    yield server
    server.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory, post):
    more = {"FOYER_SMTP_URL": f"smtp://127.0.0.1:{post.port}"}
    installation = Served(tmp_path_factory.mktemp("house"), more=more)
    installation.set_up()
    installation.run(LEADS)
    yield installation.start()
    installation.stop()


def test_on_a_phone_rows_are_chosen_after_select(house, anna):
    """E32: until then a tap opens the row."""
    anna.set_viewport_size({"width": 390, "height": 844})
    anna.goto(f"{house.address}/leads/")
    tick = anna.locator("tbody [data-tick]").first
    expect(tick).to_be_hidden()
    anna.get_by_role("button", name="Select", exact=True).click()
    tick.check()
    expect(anna.locator("[data-mass]")).to_contain_text("1 selected")
    assert barriers(anna) == []
    anna.locator("[data-unselect]").click()
    expect(tick).to_be_hidden()


def dropped(page, name, text):
    """The file is dropped on the field, as from a folder."""
    handle = page.evaluate_handle(
        "([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all; }",
        [name, text],
    )
    page.dispatch_event("[data-file-drop]", "drop", {"dataTransfer": handle})


def test_a_file_is_dropped_checked_imported_and_taken_back(anna, house):
    anna.goto(f"{house.address}/imports/?module=contact")
    dropped(anna, "people.csv", FILE)
    expect(anna.locator("[data-file-name]")).to_have_text("people.csv")
    assert barriers(anna) == []
    anna.get_by_role("button", name="Go on").click()
    expect(anna.get_by_text("Zoho CRM")).to_be_visible()
    assert barriers(anna) == []
    anna.get_by_role("button", name="Check", exact=True).click()
    expect(anna.get_by_text("3 of 5 rows cannot be imported")).to_be_visible()
    expect(anna.get_by_text("Email: This is not an e-mail address.")).to_be_visible()
    assert barriers(anna) == []
    with anna.expect_download() as down:
        anna.get_by_role("link", name="Refused rows as CSV").click()
    assert down.value.path().read_text("utf-8-sig").count("\n") == 4
    anna.get_by_role("button", name="Import the others").click()
    expect(anna.get_by_role("button", name="Take back")).to_be_visible()
    anna.get_by_role("link", name="All", exact=True).click()
    expect(anna.get_by_role("link", name="Vera Lang")).to_be_visible()
    anna.get_by_role("button", name="Take back").click()
    expect(anna.get_by_role("heading", name="Taking back: people.csv")).to_be_visible()
    anna.goto(f"{house.address}/contacts/")
    expect(anna.get_by_text("Vera Lang")).to_have_count(0)


def test_ten_leads_get_an_owner_by_keyboard_and_the_old_one_back(anna, house):
    anna.goto(f"{house.address}/leads/?sort=name")
    ticks = anna.locator("[data-tick]")
    ticks.nth(0).focus()
    anna.keyboard.press("Space")
    anna.locator("[data-row] .who").nth(9).focus()
    anna.keyboard.press("Shift+X")
    expect(anna.locator("[data-chosen]")).to_have_text("10")
    assert barriers(anna) == []
    anna.locator("#mass").get_by_role("button", name="Owner").press("Enter")
    dialog = anna.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Who takes care of 10 records?")
    assert barriers(anna) == []
    dialog.get_by_label("Assigned to").select_option(label="Anna Berger")
    anna.keyboard.press("Tab")
    dialog.get_by_role("button", name="Assign").press("Enter")
    expect(anna.locator("#toasts")).to_contain_text("10 records are changed")
    expect(anna.locator("[data-row]", has_text="Anna Berger")).to_have_count(10)
    anna.get_by_role("button", name="Undo").click()
    expect(anna.locator("#toasts")).to_contain_text("Taken back")
    expect(anna.locator("[data-row]", has_text="Boris Keller")).to_have_count(50)


def test_all_that_match_a_search_get_a_city(anna, house):
    anna.goto(f"{house.address}/leads/")
    anna.locator("#q").press_sequentially("lund")
    expect(anna).to_have_url(f"{house.address}/leads/?q=lund")
    anna.get_by_label("Select all on this page").check()
    anna.get_by_role("button", name="Select all 55").click()
    expect(anna.locator("[data-chosen]")).to_have_text("55")
    assert barriers(anna) == []
    anna.locator("#mass").get_by_role("button", name="Field").click()
    anna.get_by_role("dialog").get_by_label("Field", exact=True).select_option(label="City")
    anna.get_by_role("dialog").get_by_label("City").fill("Malmö")
    anna.get_by_role("button", name="Set", exact=True).click()
    expect(anna.get_by_role("heading", name="Report")).to_be_visible()
    expect(anna.locator(".f-runfigures")).to_contain_text("55")
    assert barriers(anna) == []
    anna.get_by_role("button", name="Take back").click()
    expect(anna.locator(".f-runfigures")).to_contain_text("55")


def test_the_list_comes_down_as_it_is_on_the_screen(anna, house):
    anna.goto(f"{house.address}/leads/?q=oslo&sort=-name&cols=city")
    anna.locator("#list-files summary").click()
    with anna.expect_download() as down:
        anna.get_by_role("button", name="Export this list as CSV").click()
    lines = down.value.path().read_text("utf-8-sig").splitlines()
    assert lines == ["Name,City", *(f"Kern {number},Oslo" for number in (59, 58, 57, 56, 55))]


def test_three_are_written_to_and_the_report_names_them(anna, house, post):
    anna.goto(f"{house.address}/contacts/")
    for tick in anna.locator("tbody [data-tick]").all():
        tick.check()
    anna.locator("#mass button[value=mail]").click()
    anna.get_by_label("Subject").fill("Fair")
    anna.get_by_label("Text", exact=True).fill("Dear ")
    anna.get_by_role("button", name="first_name", exact=True).click()
    expect(anna.locator("#mail-preview")).to_contain_text("Dear Nora")
    assert barriers(anna) == []
    anna.get_by_role("button", name="Send me a test").click()
    expect(anna.get_by_role("status").filter(has_text="Sent to")).to_be_visible()
    anna.get_by_role("button", name="Send", exact=True).click()
    expect(anna.get_by_text("Sent to tove@x.example")).to_be_visible()
    assert barriers(anna) == []
    assert sorted(post.to) == [ANNA, "nora@x.example", "tove@x.example", "ulf@x.example"]
