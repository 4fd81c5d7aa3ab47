"""A real Chromium, for tests and pictures."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
ARGUMENTS = [
    f"--user-agent={AGENT}",  # its own begins with Headless, and a bot is not received
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
BAD = 400
LEFT = ("htmx:sendAbort,", "htmx:afterRequest,")  # a line that was lost says "htmx:sendError", too
AXE = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, 2.5.8
}
SERIOUS_ONLY = """
for (const rule of axe._audit.rules) rule.enabled &&= ["serious", "critical"].includes(rule.impact);
"""
FADED_MS = 600
PATIENCE_MS = (
    30_000  # as for clicks: whatever still comes on a busy machine is no fault, and who is right waits for nothing
)
expect.set_options(timeout=PATIENCE_MS)
HAND_OVER = """([name, type, bytes, by]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const widget = document.querySelector("foyer-widget")?.shadowRoot;
  const rest = { bubbles: true, cancelable: true };
  if (by === "paste") {
    const field = (widget ?? document).querySelector("textarea[data-foyer], form textarea, body");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, ...rest }));
  } else {
    const place = (widget ?? document).querySelector(".view, [data-drop]");
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: files, ...rest }));
  }
}"""


@contextlib.contextmanager
def chromium(*, whole: bool = False) -> Iterator[Browser]:
    """Starts it; it never goes to the network but to this machine. Only the whole of it shows notifications."""
    with _driving() as playwright:
        path = shutil.which("chromium") if whole else program()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


_cookies: dict[tuple[str, str], list[Any]] = {}
_at_work = contextlib.ExitStack()
_driven: list[Playwright] = []


@contextlib.contextmanager
def _driving() -> Iterator[Playwright]:
    """One for all browsers of a process: Playwright refuses a second one beside it. The last browser ends it."""
    _driven.append(_driven[0] if _driven else _at_work.enter_context(sync_playwright()))
    try:
        yield _driven[0]
    finally:
        _driven.pop()
        if not _driven:
            _at_work.close()


def program() -> str | None:
    """Chromium without the surface that nobody sees, or else the whole of it."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def watch(page: Page) -> list[str]:
    """Collects whatever goes wrong on the page: script errors, refused content, dialogs."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on(
        "console", lambda line: line.type == "error" and _is_own(line.text) and problems.append(f"console: {line.text}")
    )
    page.on("response", lambda answer: answer.status >= BAD and problems.append(f"{answer.status}: {answer.url}"))
    page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    return problems


def _is_own(text: str) -> bool:
    """What could not be loaded is told better by its answer; what a page still asked when it was left is no fault."""
    return "Failed to load resource" not in text and not text.startswith(LEFT)


def log_in(page: Page, address: str, email: str, password: str) -> None:
    """By the form, to the first page; who was signed in there before is so still, and has no page open yet."""
    page.context.add_cookies(_cookies.get((address, email), []))
    if page.context.request.get(f"{address}/profile/", max_redirects=0).ok:
        return
    page.goto(f"{address}/live/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/live/")
    _cookies[address, email] = page.context.cookies()


def ask(page: Page, text: str, name: str = "Vera Sommer") -> None:
    """The form before a chat, filled in and sent."""
    page.locator("foyer-widget input[name=name]").fill(name)
    page.locator("foyer-widget textarea[name=text]").fill(text)
    page.locator("[data-foyer=start]").click()


def hand_over(page: Page, name: str, media_type: str, content: bytes, by: str) -> None:
    """A file by `paste` into the field to write in, or by `drop`: in the widget if there is one, else on the page."""
    page.evaluate(HAND_OVER, [name, media_type, list(content), by])


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical on the page (E33); what fades in is looked at again once it is there."""
    found = _found(page)
    if found:
        page.wait_for_timeout(FADED_MS)
        found = _found(page)
    return [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found]


def _found(page: Page) -> list[dict[str, Any]]:
    """What axe loads for its work is its own affair. Its half a megabyte is read once a page; only faults are told."""
    problems = getattr(page, "problems", [])
    before = len(problems)
    if not page.evaluate("'axe' in window"):
        _bring_axe(page)
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", AXE)
    del problems[before:]
    return found


def _bring_axe(page: Page) -> None:
    """As a script, which Chromium remembers for the next page. What Playwright evaluates it compiles each time."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Runtime.evaluate", {"expression": AXE_SCRIPT + SERIOUS_ONLY})
    devtools.detach()


def picture(page: Page, folder: Path, name: str) -> None:
    """A screenshot, to look at when a test fails."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
