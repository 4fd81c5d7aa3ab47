"""A real Chromium for the behaviours."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.desk.shell.stage import Stage, staged

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for the module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Pages and answers of the test."""
    with staged() as made:
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window; anything a script throws fails the test."""
    thrown: list[str] = []
    opened = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    yield opened
    opened.context.close()
    assert thrown == []
