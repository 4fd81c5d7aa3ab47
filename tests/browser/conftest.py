"""A fresh window and a stub server of its own for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driver import log_in, watch
from tests.browser.stub_server import Stub, stub_server
from tests.installation import ANNA, BORIS, PASSWORD, Installation


@pytest.fixture
def stub() -> Iterator[Stub]:
    """A stub on a port of its own: what the window of another test says at its end comes to nobody."""
    with stub_server() as stub:
        yield stub


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A visitor's window; an error that a script throws into the page fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Europe/Berlin")
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert [problem for problem in problems if problem.startswith(("error:", "dialog:"))] == []


@pytest.fixture
def agent(house: Installation, browser: Browser) -> Iterator[Page]:
    """Boris's window on the installation of the module; whatever goes wrong on his pages fails the test."""
    yield from _signed_in(house, browser, BORIS)


@pytest.fixture
def anna(house: Installation, browser: Browser) -> Iterator[Page]:
    """The administrator's."""
    yield from _signed_in(house, browser, ANNA)


def _signed_in(house: Installation, browser: Browser, email: str) -> Iterator[Page]:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    page.problems = watch(page)
    log_in(page, house.address, email, PASSWORD)
    yield page
    assert page.problems == []
    page.context.close()
