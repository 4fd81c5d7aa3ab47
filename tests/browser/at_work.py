"""Who works here keeps one browser: what that has read, scripts and styles, it need not read again for each test.

What its pages kept in it is forgotten before the next window opens.
"""

import contextlib
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.driver import log_in, watch
from tests.installation import PASSWORD


class AtWork(contextlib.ExitStack):
    """Their browsers, by e-mail address."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    @contextlib.contextmanager
    def window(self, address: str, email: str, password: str = PASSWORD) -> Iterator[Page]:
        """A window, signed in; whatever goes wrong on its pages fails the test."""
        page = self._context(email).new_page()
        page.problems = watch(page)  # type: ignore[attr-defined]
        forget(page, address)
        log_in(page, address, email, password)
        yield page
        problems = list(page.problems)  # type: ignore[attr-defined]
        page.close()
        assert problems == []

    def _context(self, email: str) -> BrowserContext:
        if email not in self._contexts:
            made = self._browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
            self.callback(made.close)
            self._contexts[email] = made
        return self._contexts[email]


def forget(page: Page, address: str) -> None:
    """What pages of this address kept; session and worker stay."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "local_storage,indexeddb"})
    devtools.detach()
