"""The board of deals in a real browser: by mouse, by keyboard, by menu; taken back, and lost for a reason (E16)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import barriers
from tests.browser.stub_server import until
from tests.installation import BORIS
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
DEALS = f"""
from foyer.crm.actions import create_record
from foyer.team.models import User
boris = User.objects.get(email="{BORIS}")
for name, amount in (("Courtyard seating", "6140"), ("Heron set", "3480"), ("Lark swing", "740")):
    create_record("deal", boris, {{"name": name, "amount": amount}})
"""

ONE_MORE = f"""
from foyer.crm.actions import create_record
from foyer.team.models import User
create_record("deal", User.objects.get(email="{BORIS}"), {{"name": "Two benches", "amount": "900"}})
"""
STOOLS = """
from foyer.crm.actions import create_record
from foyer.crm.pipelines import stage_called
from foyer.team.models import User
for _number in range({number}):
    create_record("deal", User.objects.first(), {{"name": "Stool", "stage": stage_called("{stage}").pk}})
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("house"))
    installation.set_up()
    installation.run(DEALS)
    yield installation.start()
    installation.stop()


@pytest.fixture
def agent(agent, house):
    agent.goto(f"{house.address}/deals/board/")
    return agent


def column(page: Page, name: str):
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, name: str):
    return page.locator("[data-card]", has_text=name)


def test_a_card_is_dragged_to_another_stage_and_back_by_undo(agent):
    place, target = card(agent, "Heron set").bounding_box(), column(agent, "Negotiation").bounding_box()
    agent.mouse.move(place["x"] + 40, place["y"] + 60)
    agent.mouse.down()
    agent.mouse.move(target["x"] + 60, target["y"] + 90, steps=12)
    expect(column(agent, "Negotiation")).to_contain_text("+ 3,480")
    agent.mouse.up()
    expect(column(agent, "Negotiation")).to_contain_text("Heron set")
    expect(agent.locator("#toasts")).to_contain_text("Heron set is in Negotiation now")
    agent.reload()
    expect(column(agent, "Negotiation")).to_contain_text("€3,480")
    assert barriers(agent) == []


def test_the_keyboard_moves_a_card(agent):
    card(agent, "Lark swing").focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        agent.keyboard.press(key)
    expect(agent.locator("#toasts")).to_contain_text("Lark swing is in Negotiation now")
    agent.get_by_role("button", name="Undo").click()
    expect(column(agent, "New")).to_contain_text("Lark swing")


def test_what_others_change_takes_no_card_out_of_the_hand(agent, house):
    card(agent, "Lark swing").focus()
    for key in ("Space", "ArrowRight"):
        agent.keyboard.press(key)
    with agent.expect_response(lambda answer: "/deals/board/" in answer.url):
        house.run(ONE_MORE)
    with agent.expect_response(lambda answer: answer.url.endswith("/stage/")):
        agent.keyboard.press("Space")
    expect(agent.locator("#toasts")).to_contain_text("Lark swing is in Quote sent now")
    expect(column(agent, "New")).to_contain_text("Two benches")
    agent.get_by_role("button", name="Undo").click()
    expect(column(agent, "New")).to_contain_text("Lark swing")


def test_a_long_column_stays_long_while_others_work(agent, house):
    house.run(STOOLS.format(number=45, stage="confirmed"))
    agent.reload()
    confirmed = column(agent, "Order confirmed")
    expect(confirmed.locator("[data-card]")).to_have_count(20)
    confirmed.get_by_text("25 more").click()
    expect(confirmed.locator("[data-card]")).to_have_count(40)
    house.run(STOOLS.format(number=1, stage="confirmed"))
    confirmed.get_by_text("6 more").click()
    expect(confirmed.locator("[data-card]")).to_have_count(46)
    ids = confirmed.locator("[data-card]").evaluate_all("cards => cards.map(card => card.id)")
    assert len(set(ids)) == 46
    assert agent.problems == []


def test_an_answer_that_comes_late_shortens_no_column(agent, house):
    house.run(STOOLS.format(number=25, stage="quote"))
    agent.reload()
    cards, held = column(agent, "Quote sent").locator("[data-card]"), []
    expect(cards).to_have_count(20)
    agent.route(re.compile(r"/deals/board/\?$"), lambda route: held.append(route))  # append itself takes no mark
    house.run(STOOLS.format(number=1, stage="quote"))
    until(lambda: held, lambda seconds: agent.wait_for_timeout(seconds * 1000))
    column(agent, "Quote sent").locator(".f-more").click()
    expect(cards).not_to_have_count(20)
    with agent.expect_response(lambda answer: "shown=" in answer.url):
        held[0].continue_()
    expect(cards.nth(25)).to_be_visible()


def test_a_lost_deal_is_asked_why(agent):
    card(agent, "Courtyard seating").hover()
    card(agent, "Courtyard seating").locator("summary").click()
    menu, board = card(agent, "Courtyard seating").locator(".f-menu"), agent.locator(".f-board")
    assert menu.bounding_box()["x"] > board.bounding_box()["x"]  # the first column's is not cut off
    agent.get_by_role("button", name="Lost").click()
    agent.get_by_label("Price").check()
    agent.get_by_role("button", name="Save").click()
    expect(column(agent, "Lost")).to_contain_text("Courtyard seating")
    expect(agent.get_by_role("dialog")).to_have_count(0)
