"""From a journalled hit to what the fold counts: named steps, each of which may drop it with a reason (style 13)."""

import dataclasses
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from foyer.lib.addresses import shortened
from foyer.lib.campaigns import NO_CAMPAIGN, Campaign, campaign_of
from foyer.lib.geo import country_of
from foyer.lib.referrers import DIRECT, Origin, origin_of
from foyer.lib.text import clean_line
from foyer.lib.useragents import NO_AGENT, UserAgent, user_agent
from foyer.portals.models import KeptAddress
from foyer.visits.hit import MAX_ID, MAX_SECONDS, MAX_TITLE, MAX_URL, Hit
from foyer.visits.journal import Entry

DAY_MS = 24 * 3600 * 1000
WHOLE: Mapping[int, str] = {}
KEEP: dict[str, Callable[[str], str]] = {
    KeptAddress.WHOLE: str,
    KeptAddress.SHORT: shortened,
    KeptAddress.NONE: lambda _ip: "",
}


class Dropped(Exception):
    """The hit is not counted as a person's; the reason is a short word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclasses.dataclass(slots=True)
class Touch:
    """A hit on its way through the steps. `at_ms` is when it happened by the server's clock."""

    entry: Entry
    hit: Hit
    portal_id: int = 0
    at_ms: int = 0
    agent: UserAgent = NO_AGENT
    ip: str = ""
    country: str = ""
    origin: Origin = DIRECT
    campaign: Campaign = NO_CAMPAIGN


def take_in(entry: Entry, hit: Hit, portal_ids: Mapping[str, int], kept: Mapping[int, str] = WHOLE) -> Touch:
    """Runs the steps; `kept` says how much of an address each portal keeps. Raises Dropped."""
    touch = Touch(entry, hit)
    find_portal(touch, portal_ids)
    keep_address(touch, kept)
    for step in STEPS:
        step(touch)
    return touch


def find_portal(touch: Touch, portal_ids: Mapping[str, int]) -> None:
    """The portal of the key; it may have been deleted since the hit was taken."""
    touch.portal_id = portal_ids.get(touch.hit.portal, 0)
    if not touch.portal_id:
        raise Dropped("unknown_key")


def keep_address(touch: Touch, kept: Mapping[int, str]) -> None:
    """As much of the address as the portal keeps; whole addresses go no further than the journal (B20)."""
    touch.ip = KEEP[kept.get(touch.portal_id, KeptAddress.WHOLE)](touch.entry.ip)


def tell_time(touch: Touch) -> None:
    """The browser's clock, corrected by what it was off when sending; else, or after 24 h, the arrival (R7)."""
    hit, received = touch.hit, touch.entry.received_ms
    waited = hit.sent - hit.at
    touch.at_ms = received - waited if hit.at > 0 and 0 <= waited <= DAY_MS else received


def leave_out_bots(touch: Touch) -> None:
    """Bots are counted and never become visits (D2)."""
    touch.agent = user_agent(touch.entry.agent)
    if touch.agent.is_bot:
        raise Dropped("bot")


def tidy(touch: Touch) -> None:
    """Cuts and cleans what the page says (T22)."""
    hit = touch.hit
    touch.hit = replace(
        hit,
        id=clean_line(hit.id, MAX_ID),
        page=clean_line(hit.page, MAX_ID),
        url=clean_line(hit.url, MAX_URL),
        title=clean_line(hit.title, MAX_TITLE),
        referrer=clean_line(hit.referrer, MAX_URL),
        language=clean_line(hit.language, 20),
        screen=clean_line(hit.screen, 20),
        seconds=min(hit.seconds, MAX_SECONDS),
        name=clean_line(hit.name, 100),
    )


def find_place(touch: Touch) -> None:
    """The country of the address (T27: of the connection's, never of what the page says)."""
    touch.country = country_of(touch.entry.ip)


def find_source(touch: Touch) -> None:
    """Where the visitor came from: campaign before referrer; a page of the same website is no source."""
    if touch.hit.type != "view":
        return
    touch.campaign = campaign_of(touch.hit.url)
    if _host(touch.hit.referrer) == _host(touch.hit.url):
        touch.hit = replace(touch.hit, referrer="")
    touch.origin = origin_of(touch.hit.referrer)


STEPS: tuple[Callable[[Touch], None], ...] = (tell_time, leave_out_bots, tidy, find_place, find_source)


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].lower().removeprefix("www.")
