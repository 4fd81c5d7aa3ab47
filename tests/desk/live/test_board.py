"""The live board: who is on it, what it counts, what it asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.actions import accept_conversation
from foyer.crm.models import Deal
from foyer.presence.board import board
from foyer.presence.watched import watched
from tests.crm.people import contact, deal, lead
from tests.desk.chats import HTMX, browser, chat, here
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


def shown(client, path="/live/"):
    return client.get(path).context["board"]


def test_each_visitor_stands_in_one_ring(as_boris, shop):
    contacts = contact("Sofie Jansen", from_actor=browser(shop, 1))
    deal(contacts, Deal.State.WON)
    lead("Vera Lindqvist", from_actor=browser(shop, 2))
    for number in (1, 2, 3):
        here(browser(shop, number))
    here(browser(shop, 4), seconds=200)
    rings = {ring.number: [one.name for one in ring.rows] for ring in shown(as_boris).rings}
    assert rings == {
        1: ["Sofie Jansen"],
        2: ["Vera Lindqvist"],
        3: ["Visitor from Germany"],
        4: ["Visitor from Germany"],
    }


def test_looking_at_the_board_calls_the_pages_of_those_on_it(as_boris, shop, other_shop):
    shown(as_boris)
    assert (watched.has(shop.pk), watched.has(other_shop.pk)) == (True, False)


def test_the_counters_say_who_chats_waits_and_is_known(as_boris, boris, shop):
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    for number in (1, 2, 3):
        here(browser(shop, number))
    accept_conversation(chat(browser(shop, 1)).pk, boris)
    chat(browser(shop, 2))
    visit(shop, browser(shop, 3), minutes_ago=0)
    figures = shown(as_boris).figures
    assert (figures.online, figures.in_chat, figures.waiting, figures.known) == (3, 1, 1, 1)
    assert figures.visits_today == 1


def test_marks_say_waits_and_in_chat(as_boris, boris, shop):
    here(browser(shop, 1))
    here(browser(shop, 2))
    chat(browser(shop, 1), name="Lena Ewert")
    accept_conversation(chat(browser(shop, 2), name="Jonas Seidel").pk, boris)
    assert {one.name: one.mark.text for one in shown(as_boris).dots} == {
        "Lena Ewert": "waits",
        "Jonas Seidel": "in chat",
    }


def test_only_the_chat_that_waits_longest_is_primary(as_boris, shop):
    for number in (1, 2, 3):
        chat(browser(shop, number))
    page = as_boris.get("/live/board/").content.decode()
    assert page.count("btn sm btn-primary") == 1
    assert page.count(">Accept</button>") == 3


def test_in_the_list_it_is_the_one_that_waits_longest_of_those_shown(as_boris, shop):
    chat(browser(shop, 1))
    for number in (2, 3):
        chat(browser(shop, number))
        here(browser(shop, number))
    board = shown(as_boris, "/live/list/")
    assert board.urgent == min(one.chat.id for one in board.dots)


def test_who_waits_is_listed_though_gone_from_the_website(as_boris, shop):
    chat(browser(shop), name="Lena Ewert")
    assert [one.name for one in shown(as_boris).waiting] == ["Lena Ewert"]
    assert b"Lena Ewert" in as_boris.get("/live/").content


@pytest.mark.parametrize("only", ["", "waiting"])
def test_an_empty_list_leads_to_who_waits_and_left_the_website(as_boris, shop, only):
    chat(browser(shop), name="Lena Ewert")
    assert b'/inbox/?view=unassigned">Requests that wait' in as_boris.get(f"/live/list/?only={only}").content


def test_the_chip_counts_who_waits_and_left_as_the_head_does(as_boris, shop):
    for number in (1, 2):
        chat(browser(shop, number), name="Lena Ewert", client_id=f"c{number}")
    here(browser(shop, 1))
    page = as_boris.get("/live/list/?only=waiting")
    found = page.context["board"]
    assert {chip.text: chip.n for chip in found.chips}["Waiting"] == found.figures.waiting == 2
    assert "1 who waits has left the website" in page.content.decode()


def test_the_list_shows_the_same_order_with_filters(as_boris, boris, shop):
    lead("Vera Lindqvist", from_actor=browser(shop, 1), owner=boris)
    here(browser(shop, 1))
    here(browser(shop, 2))
    chat(browser(shop, 2), name="Lena Ewert")
    names = {
        only: [one.name for one in shown(as_boris, f"/live/list/?only={only}").dots]
        for only in ("", "known", "waiting", "mine", "chat", "nonsense")
    }
    assert names[""] == names["nonsense"] == ["Vera Lindqvist", "Lena Ewert"]
    assert (names["known"], names["waiting"], names["mine"], names["chat"]) == (
        ["Vera Lindqvist"],
        ["Lena Ewert"],
        ["Vera Lindqvist"],
        [],
    )


def test_a_filter_that_leaves_nobody_offers_to_be_removed(as_boris, shop):
    here(browser(shop))
    assert b"Show all visitors" in as_boris.get("/live/list/?only=known").content


def test_the_page_and_its_fragment_are_the_same(as_boris, shop):
    here(browser(shop))
    fragment = as_boris.get("/live/board/?mode=list", **HTMX).content.decode()
    assert "<html" not in fragment
    assert 'id="board"' in fragment
    assert "mode=list" in fragment
    assert "Changes as it happens" in as_boris.get("/live/list/").content.decode()


def test_at_most_sixty_dots_and_a_number_for_the_rest(as_boris, shop):
    for number in range(1, 65):
        here(browser(shop, number))
    page = as_boris.get("/live/").content.decode()
    assert page.count('class="f-peb') == 60
    assert "4 more in the list" in page


def test_before_the_first_visit_the_board_says_what_to_do(as_boris, shop):
    page = as_boris.get("/live/").content.decode()
    assert "Nobody was here yet" in page
    assert "Send to webmaster" in page
    assert "foyer.js" in page


def test_after_the_first_visit_it_only_says_that_nobody_is_here(as_boris, shop):
    visit(shop, browser(shop))
    page = as_boris.get("/live/").content.decode()
    assert "Nobody is on the website now" in page
    assert "Send to webmaster" not in page


def test_without_a_portal_an_administrator_is_led_to_make_one(as_anna):
    assert b"Create portal" in as_anna.get("/live/").content


def test_without_a_portal_an_agent_is_told_whom_to_ask(as_boris, other_shop):
    assert b"An administrator can add you" in as_boris.get("/live/").content


def test_agents_see_the_visitors_of_their_portals_only(as_boris, as_anna, shop, other_shop):
    here(browser(shop))
    here(browser(other_shop))
    chat(browser(other_shop))
    assert (shown(as_boris).figures.online, shown(as_boris).figures.waiting) == (1, 0)
    assert (shown(as_anna).figures.online, shown(as_anna).figures.waiting) == (2, 1)


def test_the_portal_filter_applies(as_anna, shop, other_shop):
    here(browser(shop))
    here(browser(other_shop))
    assert shown(as_anna, f"/live/?portal={shop.pk}").figures.online == 1
    assert shown(as_anna).figures.online == 1
    assert shown(as_anna, "/live/?portal=").figures.online == 2


def test_who_said_goodbye_is_gone(as_boris, shop):
    visitor = here(browser(shop))
    board.leave(visitor.visit_id)
    assert shown(as_boris).figures.online == 0


@pytest.mark.parametrize("path", ["/live/board/", "/live/board/?mode=list"])
def test_the_number_of_queries_does_not_grow_with_the_visitors(as_boris, boris, shop, path):
    def queries() -> int:
        as_boris.get(path)  # warms what a process keeps in memory
        with CaptureQueriesContext(connection) as captured:
            assert as_boris.get(path).status_code == 200
        return len(captured)

    deal(contact("Contact 1", from_actor=browser(shop, 1), owner=boris), Deal.State.WON)
    chat(browser(shop, 1))
    here(browser(shop, 1))
    few = queries()
    for number in range(2, 12):
        deal(contact(f"Contact {number}", from_actor=browser(shop, number), owner=boris), Deal.State.WON)
        chat(browser(shop, number))
        here(browser(shop, number))
    assert queries() == few <= 15
