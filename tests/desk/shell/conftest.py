"""Pages for the behaviours, and a window to look at them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.shell.stage import Stage, staged


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Pages and answers of the test."""
    with staged() as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window; anything a script throws fails the test."""
    thrown: list[str] = []
    opened = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    yield opened
    opened.context.close()
    assert thrown == []
