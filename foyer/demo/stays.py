"""Two months of visits of the demo, made up from a seed: who came when, and which pages they looked at. Pure."""

import dataclasses
import datetime as dt
import zoneinfo
from random import Random

from foyer.demo.people import PEOPLE, Persona
from foyer.demo.shop import Page, any_piece, seconds_on, walk
from foyer.demo.sources import (
    LANGUAGES,
    SOURCES,
    Machine,
    any_address,
    any_country,
    any_machine,
    any_source,
    landing,
)

DAYS = 60
STRANGERS = 880
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
JUST_NOW = dt.timedelta(minutes=40)  # so long ago the last made-up visit begins
REST = dt.timedelta(minutes=45)  # between two visits of a browser, more than the gap that ends a visit
_HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 11, 15, 18, 17, 14, 13, 13, 13, 13, 14, 16, 20, 22, 19, 12, 6)
RETURNS = ((1, 2, 3, 4, 6), (64, 19, 9, 5, 3))
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BROWSER_ID_LENGTH = 24
_SECOND_BROWSER = 0.3


@dataclasses.dataclass(slots=True)
class Browser:
    """A browser that comes back. `persona` is whose it is, where Foyer will learn it."""

    key: str
    country: str
    language: str
    machine: Machine
    address: str
    favourite: str
    source: str
    persona: Persona | None = None
    actor_id: int = 0


@dataclasses.dataclass(slots=True)
class Look:
    """A page view: the page with the query of its address, since when, for how many visible seconds."""

    page: Page
    query: str
    at: dt.datetime
    seconds: int

    @property
    def path(self) -> str:
        """Path and query."""
        if not self.query:
            return self.page.path
        return f"{self.page.path}{'&' if '?' in self.page.path else '?'}{self.query}"


@dataclasses.dataclass(slots=True)
class Stay:
    """A visit to be. `id` is known once it is stored."""

    browser: Browser
    source: str
    looks: list[Look]
    number: int = 1
    id: int = 0

    @property
    def started(self) -> dt.datetime:
        """When the first page was opened."""
        return self.looks[0].at

    @property
    def ended(self) -> dt.datetime:
        """The last sign of life."""
        return self.looks[-1].at + dt.timedelta(seconds=self.looks[-1].seconds)

    def move_to(self, started: dt.datetime) -> None:
        """Begins at another time."""
        for look, at in zip(self.looks, _times(started, [look.seconds for look in self.looks]), strict=True):
            look.at = at

    def linger(self, index: int, seconds: int) -> None:
        """Stays longer on one page; those after it come later."""
        self.looks[index].seconds += seconds
        self.move_to(self.started)


def made_up_stays(random: Random, now: dt.datetime) -> list[Stay]:
    """All visits but those with a chat of today, in no order."""
    found = [stay for persona in PEOPLE for stay in _stays_of(random, persona, now)]
    for _ in range(STRANGERS):
        browser = new_browser(random, any_country(random), any_source(random), any_piece(random))
        visits = random.choices(*RETURNS)[0]
        found += _spread(random, [browser] * visits, now, 0.15 + 0.1 * visits)
    return found


def number_stays(stays: list[Stay]) -> list[Stay]:
    """In the order of time, each numbered; of two that would overlap, the earlier one."""
    kept: list[Stay] = []
    last: dict[str, Stay] = {}
    for stay in sorted(stays, key=lambda stay: (stay.started, stay.browser.key)):
        before = last.get(stay.browser.key)
        if before is None or before.ended + REST < stay.started:
            stay.number = before.number + 1 if before else 1
            last[stay.browser.key] = stay
            kept.append(stay)
    return kept


def made_up_stay(random: Random, browser: Browser, started: dt.datetime, eagerness: float) -> Stay:
    """One visit; who comes back comes directly half of the time."""
    source = SOURCES[browser.source]
    first, query = landing(random, source, browser.favourite)
    pages = walk(random, first, browser.favourite, eagerness)
    seconds = [seconds_on(random, page, eagerness) for page in pages]
    looks = [
        Look(page, "", at, spent) for page, at, spent in zip(pages, _times(started, seconds), seconds, strict=True)
    ]
    looks[0].query = query
    return Stay(browser, browser.source, looks)


def _stays_of(random: Random, persona: Persona, now: dt.datetime) -> list[Stay]:
    first = new_browser(random, persona.country, persona.source, persona.piece, persona)
    second = new_browser(random, persona.country, "direct", persona.piece, persona)
    browsers = [second if index > 1 and random.random() < _SECOND_BROWSER else first for index in range(persona.visits)]
    return _spread(random, browsers, now, 0.75)


def _spread(random: Random, browsers: list[Browser], now: dt.datetime, eagerness: float) -> list[Stay]:
    """A visit for each entry, from some day on towards today."""
    first = random.triangular(0, DAYS, DAYS * 0.35)
    later = sorted((random.uniform(0, first) for _ in browsers[1:]), reverse=True)
    stays = []
    for index, (browser, day) in enumerate(zip(browsers, [first, *later], strict=True)):
        comes_directly = index > 0 and random.random() < 0.5
        chosen = dataclasses.replace(browser, source="direct") if comes_directly else browser
        date = now.astimezone(ZONE).date() - dt.timedelta(days=int(day))
        started = moment_of(random, date, ZONE, now - JUST_NOW)
        stay = made_up_stay(random, chosen, started, min(1.0, eagerness))
        stay.browser = browser
        if stay.ended >= now:
            stay.move_to(stay.started - dt.timedelta(days=1))
        stays.append(stay)
    return stays


def moment_of(random: Random, day: dt.date, zone: zoneinfo.ZoneInfo, until: dt.datetime) -> dt.datetime:
    """A moment of that day as people are about; what would come after `until` was some day of the week before."""
    hour = random.choices(range(24), _HOURS)[0]
    local = dt.datetime.combine(day, dt.time(hour, random.randrange(60), random.randrange(60)), zone)
    moment = local.astimezone(dt.UTC)
    return moment if moment < until else moment - dt.timedelta(days=random.randint(1, 7))


def new_browser(random: Random, country: str, source: str, favourite: str, persona: Persona | None = None) -> Browser:
    """A browser that nobody has seen yet."""
    return Browser(
        key="".join(random.choices(_ALPHABET, k=_BROWSER_ID_LENGTH)),
        country=country,
        language=LANGUAGES[country],
        machine=any_machine(random),
        address=any_address(random, country),
        favourite=favourite,
        source=source,
        persona=persona,
    )


def _times(started: dt.datetime, seconds: list[int]) -> list[dt.datetime]:
    times = [started]
    for spent in seconds[:-1]:
        times.append(times[-1] + dt.timedelta(seconds=spent + 1))
    return times
