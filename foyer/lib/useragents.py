"""Browser, system and device of a user agent, and whether it is a bot's (F39, F42, F48, D2)."""

import dataclasses
from functools import lru_cache

import ua_parser
from crawlerdetect import CrawlerDetect

MAX_LENGTH = 500  # before any pattern runs over it (T37)
KEPT = 20_000
_MOBILE = ("iPhone", "Windows Phone")
_TABLETS = ("iPad", "Tablet", "Kindle")
_crawlers = CrawlerDetect()


@dataclasses.dataclass(frozen=True, slots=True)
class UserAgent:
    """What a user agent tells. `device` is desktop, phone or tablet; empty texts where it tells nothing."""

    browser: str
    os: str
    device: str
    is_bot: bool


NO_AGENT = UserAgent(browser="", os="", device="desktop", is_bot=True)


@lru_cache(maxsize=KEPT)
def user_agent(text: str) -> UserAgent:
    """Reads a user agent; longer than 500 characters it is cut first."""
    text = text[:MAX_LENGTH]
    parsed = ua_parser.parse(text)
    return UserAgent(
        browser=_with_version(parsed.user_agent.family, parsed.user_agent.major) if parsed.user_agent else "",
        os=_with_version(parsed.os.family, parsed.os.major) if parsed.os else "",
        device=_device(text),
        is_bot=_is_bot(text),
    )


def _with_version(family: str, major: str | None) -> str:
    return f"{family} {major}" if major else family


def _device(text: str) -> str:
    if any(word in text for word in _TABLETS) or ("Android" in text and "Mobile" not in text):
        return "tablet"
    return "phone" if "Mobile" in text or any(word in text for word in _MOBILE) else "desktop"


def _is_bot(text: str) -> bool:
    """Nobody without a user agent is a person. A headless browser runs the page like anybody's, so it is counted."""
    return not text or bool(_crawlers.isCrawler(text.replace("HeadlessChrome", "Chrome")))
