"""What the scripts do in a real browser, without Foyer behind them (style 21)."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import PATIENCE_MS, barriers
from tests.desk.shell.pages import BLANK, POPUP, RINGS, THREAD
from tests.desk.shell.stage import Stage

pytestmark = pytest.mark.browser


def nudge(page: Page, name: str, **detail: object) -> None:
    """What the socket would tell."""
    page.evaluate(f"document.dispatchEvent(new CustomEvent('foyer:{name}', {{detail: {json.dumps(detail)}}}))")


def eventually(page: Page, check: Callable[[], bool]) -> None:
    """Waits until it is so, as long as for what is seen."""
    for _ in range(PATIENCE_MS // 50):
        if check():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def opened(page: Page, stage: Stage, **pages: str) -> Page:
    """The first of these pages, in the browser."""
    stage.pages.update(pages)
    page.goto(f"{stage.origin}/{next(iter(pages))}/")
    page.wait_for_function("window.htmx && document.readyState === 'complete'")
    return page


def test_a_line_is_shown_at_once_and_sent_with_its_client_id(page: Page, stage: Stage) -> None:
    opened(page, stage, thread=THREAD)
    page.fill("textarea", "Hello Vera")
    page.press("textarea", "Control+Enter")
    expect(page.locator(".f-msg .bub")).to_have_text("Hello Vera")
    expect(page.locator("textarea")).to_have_value("")
    eventually(page, lambda: bool(stage.posts))
    assert [(line["text"], line["kind"]) for line in stage.posts] == [("Hello Vera", "agent")]
    assert stage.posts[0]["client_id"] == page.get_attribute(".f-msg", "data-client-id")


def test_a_line_that_met_a_lost_server_goes_out_again_with_the_same_id(page: Page, stage: Stage) -> None:
    stage.answer = lambda posted: (503 if len(stage.posts) == 1 else 200, "")
    opened(page, stage, thread=THREAD)
    page.fill("textarea", "Hello Vera")
    page.click("text=Send")
    eventually(page, lambda: len(stage.posts) == 1)
    nudge(page, "again")
    eventually(page, lambda: len(stage.posts) == 2)
    assert len({line["client_id"] for line in stage.posts}) == 1


def test_unsent_lines_and_drafts_survive_a_reload(page: Page, stage: Stage) -> None:
    stage.answer = lambda posted: (503, "")
    opened(page, stage, thread=THREAD)
    page.fill("textarea", "First")
    page.press("textarea", "Control+Enter")
    page.fill("textarea", "Half a sent")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Half a sent")
    expect(page.locator(".f-msg.wait .bub")).to_have_text("First")


def test_a_refused_line_says_so_and_is_not_sent_again(page: Page, stage: Stage) -> None:
    stage.answer = lambda posted: (409, "")
    opened(page, stage, thread=THREAD)
    page.fill("textarea", "Too late")
    page.press("textarea", "Control+Enter")
    expect(page.locator(".f-msg.lost .bub")).to_have_text("Too late")
    nudge(page, "again")
    page.wait_for_timeout(200)
    assert len(stage.posts) == 1


def test_a_visitors_preview_is_text_and_never_markup(page: Page, stage: Stage) -> None:
    opened(page, stage, thread=THREAD)
    nudge(page, "typing", id=42, text="<img src=x onerror=alert(1)>")
    expect(page.locator("[data-typing] em")).to_have_text("<img src=x onerror=alert(1)>")


def test_a_fourth_visitor_within_ten_seconds_makes_one_pop_up_of_all(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK, **{f"live/visitors/{number}/popup": POPUP for number in range(5)})
    for number in range(3):
        nudge(page, "visitor", id=number, kind="lead")
    expect(page.locator("#notices .f-pop")).to_have_count(3)
    nudge(page, "visitor", id=3, kind="lead")
    expect(page.locator("#notices .f-pop")).to_have_count(1)
    nudge(page, "visitor", id=4, kind="lead")
    expect(page.locator("#notices")).to_contain_text("5 visitors online")


def test_one_hears_only_of_whom_one_wants_to_hear(page: Page, stage: Stage) -> None:
    """F89, F100-F103."""
    opened(page, stage, blank=BLANK, **{f"live/visitors/{number}/popup": POPUP for number in range(5)})
    page.evaluate("notices.dataset.kinds = 'customer potential'")
    for number, kind in enumerate(("unknown", "lead", "contact", "customer", "potential")):
        nudge(page, "visitor", id=number, kind=kind)
    expect(page.locator("#notices [data-visitor='4']")).to_be_visible()
    expect(page.locator("#notices .f-pop")).to_have_count(2)


def test_a_pop_up_goes_by_itself_but_stays_while_pointed_at(page: Page, stage: Stage) -> None:
    page.clock.install()
    opened(page, stage, blank=BLANK, **{"live/visitors/1/popup": POPUP})
    nudge(page, "visitor", id=1, kind="lead")
    page.hover("#notices .f-pop")
    page.clock.run_for(20_000)
    expect(page.locator("#notices .f-pop")).to_have_count(1)
    page.mouse.move(10, 400)
    page.clock.run_for(13_000)
    expect(page.locator("#notices .f-pop")).to_have_count(0)


def test_the_title_counts_ringing_chats_until_they_are_quiet(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK)
    nudge(page, "ring", id=7)
    expect(page).to_have_title("(1) Inbox · Foyer")
    nudge(page, "quiet", id=7)
    expect(page).to_have_title("Inbox · Foyer")


@pytest.mark.parametrize(("state", "tones"), [("online", 2), ("away", 0)])
def test_a_chat_sounds_only_while_i_am_online(page: Page, stage: Stage, state: str, tones: int) -> None:
    page.add_init_script(
        "let n = 0; const start = OscillatorNode.prototype.start; window.tones = () => n;"
        "OscillatorNode.prototype.start = function (at) { n += 1; return start.call(this, at); };"
    )
    opened(page, stage, blank=BLANK)
    page.evaluate(f"document.getElementById('status').dataset.state = '{state}'")
    page.click("h1")
    page.wait_for_timeout(300)
    nudge(page, "ring", id=7)
    page.wait_for_timeout(200)
    eventually(page, lambda: page.evaluate("window.tones()") == tones)


def test_a_menu_goes_by_arrows_and_gives_the_focus_back(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK)
    page.focus("#status summary")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#status button[name=state][value=away]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#status details")).not_to_have_attribute("open", "")
    expect(page.locator("#status summary")).to_be_focused()


def test_single_letters_are_off_while_one_types(page: Page, stage: Stage) -> None:
    opened(page, stage, thread=THREAD)
    page.focus("textarea")
    page.keyboard.type("?[gl")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_folding_is_remembered(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK)
    page.keyboard.press("[")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-rail", "folded")


def test_at_most_sixty_dots_stand_apart_on_the_board_and_keep_their_places(page: Page, stage: Stage) -> None:
    opened(page, stage, rings=RINGS)
    expect(page.locator(".f-peb:visible")).to_have_count(60)
    shown = "[...document.querySelectorAll('.f-peb:not([hidden])')]"
    places = f"{shown}.map(dot => [dot.dataset.key, dot.style.left, dot.style.top])"
    before = page.evaluate(places)
    assert len({(left, top) for _, left, top in before}) == 60
    page.evaluate("document.querySelector('.f-peb').remove()")
    page.wait_for_timeout(100)
    assert [place for place in page.evaluate(places) if place in before] == before[1:]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "dark"), (320, "light")])
def test_the_shell_has_nothing_axe_calls_serious(page: Page, stage: Stage, width: int, theme: str) -> None:
    stage.ringing = 1
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, stage, blank=BLANK)
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{theme}'")
    page.wait_for_timeout(300)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
