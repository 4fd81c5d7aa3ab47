"""Nudges are bundled and none is lost; what one has begun to type stays."""

import pytest
from playwright.sync_api import Page, expect

from tests.desk.shell.pages import BLANK
from tests.desk.shell.stage import Stage

pytestmark = pytest.mark.browser

TYPED = """{% extends "desk/shell/page.jinja" %}{% block name %}Inbox{% endblock %}
{% block content %}<h1>Inbox</h1><div id="side" hx-get="/again/" hx-trigger="foyer:live-soon from:document"
hx-swap="morph:outerHTML"><form data-typed-stays><input name="email" aria-label="E-mail" value="old">
<textarea name="note" aria-label="Note"></textarea></form><p>before</p></div>{% endblock %}"""
AGAIN = """<div id="side"><form data-typed-stays><input name="email" aria-label="E-mail" value="new">
<textarea name="note" aria-label="Note"></textarea></form><p>after</p></div>"""


def opened(page: Page, stage: Stage, **pages: str) -> Page:
    stage.pages.update(pages)
    page.clock.install()
    page.goto(f"{stage.origin}/{next(iter(pages))}/")
    page.wait_for_function("window.htmx && document.readyState === 'complete'")
    return page


def nudge(page: Page, name: str, detail: str = "{}") -> None:
    page.evaluate(f"document.dispatchEvent(new CustomEvent('foyer:{name}', {{detail: {detail}}}))")


def test_many_nudges_become_one_now_and_one_at_the_end(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK)
    page.evaluate("window.heard = 0; document.addEventListener('foyer:live-soon', () => { window.heard += 1; })")
    for _ in range(5):
        nudge(page, "live")
    assert page.evaluate("window.heard") == 1
    page.clock.run_for(1_100)
    assert page.evaluate("window.heard") == 2
    page.clock.run_for(5_000)
    assert page.evaluate("window.heard") == 2


def test_nudges_of_one_thing_are_bundled_by_thing(page: Page, stage: Stage) -> None:
    opened(page, stage, blank=BLANK)
    page.evaluate("window.heard = []")
    for name in ("conversation-42", "conversation-7", "record-3"):
        page.evaluate(f"document.addEventListener('foyer:{name}-soon', () => window.heard.push('{name}'))")
    nudge(page, "conversation", "{id: 42}")
    nudge(page, "conversation", "{id: 7}")
    nudge(page, "record", "{actor: 3}")
    assert page.evaluate("window.heard") == ["conversation-42", "conversation-7", "record-3"]


def test_a_form_that_is_being_filled_in_stays_when_its_pane_comes_again(page: Page, stage: Stage) -> None:
    opened(page, stage, typed=TYPED, again=AGAIN)
    page.fill("[name=email]", "vera@lindqvist.example")
    page.focus("[name=note]")
    nudge(page, "live")
    expect(page.locator("#side p")).to_have_text("after")
    expect(page.locator("[name=email]")).to_have_value("vera@lindqvist.example")
