"""Tasks, calls, notes and files on a record in a real browser (E16, F32, F33)."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.installation import ANNA, BORIS
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
VERA = f"""
from foyer.crm.actions import create_record
from foyer.team.models import User
boris = User.objects.get(email="{BORIS}")
print(create_record("lead", boris, {{"first_name": "Vera", "last_name": "Lang"}}).pk)
"""
DROP = """([bytes, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, {type: "image/png"}));
  const how = {dataTransfer: data, bubbles: true, cancelable: true};
  const place = document.querySelector("[data-drop]");
  for (const kind of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(kind, how));
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("house"))
    installation.set_up()
    installation.vera = int(installation.run(VERA))
    yield installation.start()
    installation.stop()


@pytest.fixture
def agent(agent, house):
    agent.goto(f"{house.address}/leads/{house.vera}/")
    return agent


def test_a_task_is_added_finished_and_opened_again(agent):
    agent.keyboard.press("n")
    agent.keyboard.press("t")
    dialog = agent.get_by_role("dialog")
    expect(dialog.get_by_label("About")).to_have_value("Vera Lang")
    dialog.get_by_label("Subject").fill("Send quote")
    dialog.get_by_role("button", name="Today").click()
    assert barriers(agent) == []
    dialog.get_by_role("button", name="Create activity").click()
    expect(agent.locator("#toasts")).to_contain_text("Send quote is on the list")
    row = agent.locator("#activities-of .f-rel")
    expect(row).to_contain_text("today")
    row.get_by_role("button", name="Send quote: done").click()
    agent.get_by_role("button", name="Undo").hover()  # toasts stay while one points at them
    expect(row).to_have_count(0)
    expect(agent.locator("#feed")).to_contain_text("finished a task")
    agent.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("Send quote")


def test_a_note_is_bold_and_names_a_colleague(agent):
    note = agent.get_by_label("Write a note", exact=True)
    note.click()
    agent.get_by_role("button", name="Bold").click()
    note.press_sequentially("Eight percent")
    note.press("End")
    note.press_sequentially(" is fine, @an")
    agent.get_by_role("option", name="Anna").click()
    assert re.fullmatch(r"\*\*Eight percent\*\* is fine, @Anna \w+ ", note.input_value())
    agent.get_by_role("button", name="Save note").click()
    expect(agent.locator("#feed .f-rich strong")).to_have_text("Eight percent")
    expect(agent.locator("#feed .f-mention", has_text="@Anna")).to_be_visible()
    assert barriers(agent) == []


def test_a_note_is_changed_in_place_and_taken_away(agent):
    agent.get_by_label("Write a note", exact=True).fill("Wrong")
    agent.get_by_role("button", name="Save note").click()
    note = agent.locator(".f-noted", has_text="Wrong")
    note.hover()
    note.locator("summary").click()
    note.get_by_role("link", name="Edit").click()
    agent.locator(".f-noteform textarea").fill("Right")
    agent.locator(".f-noteform").get_by_role("button", name="Save").click()
    note = agent.locator(".f-noted", has_text="Right")
    note.hover()
    note.locator("summary").click()
    note.get_by_role("button", name="Delete").click()
    agent.get_by_role("button", name="Undo").hover()
    expect(note).to_have_count(0)
    agent.get_by_role("button", name="Undo").click()
    expect(note).to_have_count(1)


def test_a_call_is_logged(agent):
    agent.get_by_role("link", name="Log a call").click()
    agent.get_by_role("dialog").get_by_text("They called").click()
    agent.get_by_role("dialog").get_by_label("What came of it").fill("Wants six benches")
    agent.get_by_role("button", name="Log call").click()
    expect(agent.locator("#feed")).to_contain_text("Wants six benches")


def test_a_file_is_dropped_and_looked_at(agent):
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(kept, "PNG")
    agent.evaluate(DROP, [list(kept.getvalue()), "terrace-wall.png"])
    row = agent.locator("#files-of .f-file", has_text="terrace-wall.png")
    row.get_by_role("link", name="terrace-wall.png", exact=True).click()
    picture = agent.get_by_role("dialog").get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("img => img.naturalWidth") == 400
    assert barriers(agent) == []
    agent.keyboard.press("Escape")
    row.hover()
    row.locator("summary").click()
    row.get_by_role("button", name="Delete").click()
    expect(row).to_have_count(0)


def planned(page, house, day, subject):
    """An activity that is made on a day of the calendar."""
    page.goto(f"{house.address}/activities/calendar/?day={day}")
    cell = page.locator(f'[data-day="{day}"]')
    cell.hover()
    cell.locator(".add").click()
    page.get_by_role("dialog").get_by_label("Subject").fill(subject)
    page.get_by_role("button", name="Create activity").click()
    return page.locator(".f-calitem", has_text=subject)


def test_an_activity_is_moved_in_the_calendar_by_keys_and_by_mouse(agent, house):
    item = planned(agent, house, "2030-05-15", "Visit the yard")
    expect(agent.locator('[data-day="2030-05-15"]')).to_contain_text("Visit the yard")
    item.focus()
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        agent.keyboard.press(key)
    expect(agent.locator("#toasts")).to_contain_text("Visit the yard is due on")
    expect(agent.locator('[data-day="2030-05-23"]')).to_contain_text("Visit the yard")
    with agent.expect_response(lambda answer: answer.url.endswith("/time/")):
        item.drag_to(agent.locator('[data-day="2030-05-08"]'))
    agent.reload()
    expect(agent.locator('[data-day="2030-05-08"]')).to_contain_text("Visit the yard")
    assert barriers(agent) == []


ONE_MORE = """
import datetime as dt
from foyer.crm.actions.activities import create_activity
from foyer.team.models import User
boris = User.objects.get(email="{boris}")
due_at = dt.datetime(2030, 6, 12, 9, tzinfo=dt.UTC)
create_activity(boris, {{"subject": "Weigh the planks", "owner": boris.pk, "due_at": due_at}})
"""


def test_what_others_change_takes_nothing_out_of_the_hand(agent, house):
    planned(agent, house, "2030-06-12", "Oil the gate").focus()
    for key in ("Space", "ArrowRight"):
        agent.keyboard.press(key)
    with agent.expect_response(lambda answer: "/activities/calendar/" in answer.url):
        house.run(ONE_MORE.format(boris=BORIS))
    for key in ("ArrowRight", "Escape"):
        agent.keyboard.press(key)
    expect(agent.locator('[data-day="2030-06-12"]')).to_contain_text("Oil the gate")
    expect(agent.locator('[data-day="2030-06-12"]')).to_contain_text("Weigh the planks")


REMINDED = """
from foyer.crm.actions import write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.models import Lead
from foyer.lib import clock
from foyer.team.models import User
anna, boris = User.objects.get(email="{anna}"), User.objects.get(email="{boris}")
create_activity(anna, {{"subject": "Call about oak", "owner": boris.pk, "remind_at": clock.now()}})
write_note(Lead.objects.first(), anna, "@Boris look at this")
"""


def test_a_reminder_and_a_mention_pop_up_and_stay_until_they_are_answered(agent, house):
    agent.goto(f"{house.address}/visits/")
    house.run(REMINDED.format(anna=ANNA, boris=BORIS))
    notices = agent.locator("#notices")
    expect(notices).to_contain_text("Call about oak", timeout=60_000)
    expect(notices).to_contain_text("look at this", timeout=60_000)
    agent.goto(f"{house.address}/leads/")
    expect(notices).to_contain_text("look at this")
    notices.locator('[data-own^="reminder-"]').get_by_role("button", name="Done").click()
    expect(notices).not_to_contain_text("Call about oak")
    agent.goto(f"{house.address}/contacts/")
    expect(notices).to_contain_text("look at this")
    expect(notices).not_to_contain_text("Call about oak")
