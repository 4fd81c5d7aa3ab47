"""A fresh window and a stub server of its own for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.at_work import AtWork
from tests.browser.driver import watch
from tests.browser.stub_server import Stub, stub_server
from tests.installation import ANNA, BORIS, Installation


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


@pytest.fixture(scope="module")
def at_work(browser: Browser) -> Iterator[AtWork]:
    """The browsers of who is signed in, each for all tests of the module."""
    with AtWork(browser) as at_work:
        yield at_work


@pytest.fixture
def agent(house: Installation, at_work: AtWork) -> Iterator[Page]:
    """Boris's window on the installation of the module; whatever goes wrong on his pages fails the test."""
    with at_work.window(house.address, BORIS) as page:
        yield page


@pytest.fixture
def anna(house: Installation, at_work: AtWork) -> Iterator[Page]:
    """The administrator's."""
    with at_work.window(house.address, ANNA) as page:
        yield page
