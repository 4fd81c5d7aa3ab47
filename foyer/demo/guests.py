"""Guests of the demo: made-up visitors who walk about the shop while it is served, some of them known people.

Their hits go into the journal like everybody's, so what the desk shows of them has come the whole way (F99, E33).
"""

import contextlib
import dataclasses
import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from random import Random

import msgspec
import structlog
from django.db import close_old_connections

from foyer.demo.house import demo_portal
from foyer.demo.shop import any_piece
from foyer.demo.sources import LANGUAGES, SOURCES, any_country, any_source
from foyer.demo.stays import Browser, Look, Stay, made_up_stay, new_browser
from foyer.lib import clock
from foyer.portals.models import EmbedCode
from foyer.visits.journal import Row
from foyer.visits.models import Visit
from foyer.visits.server_events import NotTaken, take

AT_ONCE = 6
FIRST = 4  # come in while the address is typed
FIRST_EVERY_MS = 1_500
EVERY_MS = 35_000
BEAT_S = 15  # as the tracker's
LONGEST_S = 110  # on one page: whoever watches sees them move
EVERY_SECOND = 2
LOOK_S = 1
ACQUAINTANCES = 60

log = structlog.get_logger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Shop:
    """Where guests walk about: the portal, the key of its embed code, and the address below which the shop lies."""

    portal_id: int
    key: str
    base_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A hit and when it is sent, in milliseconds since 1970."""

    at_ms: int
    hit: dict[str, object]


def steps_of(stay: Stay, shop: Shop) -> Iterator[Step]:
    """What the tracker would send of this visit, in order: pages, beats, good-byes. Pure."""
    before = SOURCES[stay.source].referrer
    for index, look in enumerate(stay.looks):
        page = f"{stay.browser.key[:8]}-{int(look.at.timestamp())}-{index}"
        for after_s, told in _told_of(look, shop.base_url, before):
            common = {"v": 1, "portal": shop.key, "browser": stay.browser.key, "page": page, "id": f"{page}-{after_s}"}
            if told["type"] == "view":
                common |= {"language": stay.browser.language, "screen": stay.browser.machine.screen}
            yield Step(int(look.at.timestamp() * 1000) + after_s * 1000, common | told)
        before = shop.base_url + look.path


class Guests:
    """Who is in the shop; asked again and again for what they do next. Not for several threads."""

    def __init__(self, random: Random, shop: Shop, now_ms: int) -> None:
        self._random = random
        self._shop = shop
        self._numbers = itertools.count()
        self._coming: list[tuple[int, int, Step, Iterator[Step], Browser]] = []
        self._next_ms = now_ms
        self._let_in = 0

    def __len__(self) -> int:
        return len(self._coming)

    def rows_until(self, now_ms: int) -> list[Row]:
        """What was done by then, as rows of the journal; new guests come in where there is room."""
        if now_ms >= self._next_ms:
            self._welcome(now_ms)
        rows = []
        while self._coming and self._coming[0][0] <= now_ms:
            _at, _number, step, later, browser = heapq.heappop(self._coming)
            rows.append((now_ms, browser.address, browser.machine.agent, True, msgspec.json.encode(step.hit)))
            self._go_on(later, browser)
        return rows

    def _welcome(self, now_ms: int) -> None:
        self._let_in += 1
        wait_ms = FIRST_EVERY_MS if self._let_in < FIRST else self._random.expovariate(1 / EVERY_MS)
        self._next_ms = now_ms + round(wait_ms)
        if len(self._coming) < AT_ONCE:
            stay = self._new_stay(now_ms)
            self._go_on(steps_of(stay, self._shop), stay.browser)

    def _go_on(self, steps: Iterator[Step], browser: Browser) -> None:
        step = next(steps, None)
        if step is not None:
            heapq.heappush(self._coming, (step.at_ms, next(self._numbers), step, steps, browser))

    def _new_stay(self, now_ms: int) -> Stay:
        eagerness = self._random.uniform(0.3, 1)
        stay = made_up_stay(self._random, self._any_browser(), clock.from_ms(now_ms), eagerness)
        for look in stay.looks:
            look.seconds = min(look.seconds, LONGEST_S)
        stay.move_to(stay.started)
        return stay

    def _any_browser(self) -> Browser:
        """In turn that of somebody whom the CRM knows and who is not here, and one that nobody has seen."""
        if self._let_in % EVERY_SECOND and (known := self._acquaintances()):
            ref, country, language = self._random.choice(known)
            country = country if country in LANGUAGES else any_country(self._random)
            browser = new_browser(self._random, country, "direct", any_piece(self._random))
            return dataclasses.replace(browser, key=ref.partition(":")[2], language=language)
        return new_browser(self._random, any_country(self._random), any_source(self._random), any_piece(self._random))

    def _acquaintances(self) -> list[tuple[str, str, str]]:
        """Browser, country and language of the latest visits of known people who are not here now."""
        here = {browser.key for *_, browser in self._coming}
        latest = Visit.objects.filter(portal=self._shop.portal_id, kind__isnull=False).order_by("-started", "-pk")
        rows = latest.values_list("actor__ref", "country", "language")[:ACQUAINTANCES]
        return [row for row in rows if row[0].partition(":")[2] not in here]


def begin(base_url: str) -> None:
    """Lets guests walk about in a thread of their own, as long as the process lives."""
    threading.Thread(target=_walk_about, args=(base_url,), name="guests", daemon=True).start()


def _walk_about(base_url: str) -> None:
    try:
        guests = Guests(Random(), _shop(base_url), clock.now_ms())  # noqa: S311  nothing of it must stay secret
        while True:
            time.sleep(LOOK_S)
            _send(guests.rows_until(clock.now_ms()))
            close_old_connections()
    except Exception:
        log.exception("guests_stay_away")


def _shop(base_url: str) -> Shop:
    """Raises EmbedCode.DoesNotExist where somebody took the demo's portal away."""
    code = EmbedCode.objects.filter(portal=demo_portal()).earliest("pk")
    return Shop(code.portal_id, code.key, base_url)


def _send(rows: list[Row]) -> None:
    """What comes before the server takes hits, or after, nobody has seen."""
    if rows:
        with contextlib.suppress(NotTaken):
            take(rows)


def _told_of(look: Look, base_url: str, before: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Seconds after the page was opened, and what is told then."""
    yield 0, {"type": "view", "url": base_url + look.path, "title": look.page.title, "referrer": before}
    for seconds in range(BEAT_S, look.seconds, BEAT_S):
        yield seconds, {"type": "beat", "seconds": seconds}
    yield look.seconds, {"type": "bye", "seconds": look.seconds}
