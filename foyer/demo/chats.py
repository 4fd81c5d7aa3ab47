"""The demo's chats: in which visits they are held, and when each line is said. Pure."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from random import Random

from foyer.demo.people import PEOPLE, Persona
from foyer.demo.shop import PIECES
from foyer.demo.stays import ZONE, Browser, Stay, made_up_stay
from foyer.demo.talks import TODAY, Line, Ongoing, language_of, talks_for

STRANGERS_CHATS = 12
MISSED_EVERY = 4
OPEN_FROM, OPEN_UNTIL = 8, 21
WITHOUT_THANKS = 0.4  # of the talks end without their last line
LONGEST = dt.timedelta(minutes=12)
QUIET_BEFORE_TODAY = dt.timedelta(hours=6)
FIRST_NAMES = ("Marie", "Jan", "Sophie", "Lukas", "Anne", "Martin", "Julia", "Paul", "Eva", "Simon", "Nora", "David")


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A line with its moment."""

    kind: str
    text: str
    at: dt.datetime


@dataclasses.dataclass(slots=True)
class Chat:
    """A chat to be. `agent` is anna, boris, or nobody when it was missed; `ended_at` None while it goes on."""

    stay: Stay
    name: str
    language: str
    agent: str
    lines: list[Said]
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    ended_by: str
    id: int = 0

    @property
    def persona(self) -> Persona | None:
        """Who gives an e-mail address in it; strangers give only a name."""
        return self.stay.browser.persona

    @property
    def started_at(self) -> dt.datetime:
        """The moment of the visitor's first line."""
        return self.lines[0].at


def made_up_chats(random: Random, stays: list[Stay]) -> list[Chat]:
    """One chat for every browser of a persona, in which Foyer learns whose it is, and some with strangers."""
    chats = [past_chat(random, stay, index) for index, stay in enumerate(_first_talks(random, stays))]
    strangers = [stay for stay in stays if stay.browser.persona is None and is_daytime(stay)]
    for index, stay in enumerate(random.sample(strangers, STRANGERS_CHATS)):
        missed = index % MISSED_EVERY == 0
        chats.append(
            missed_chat(stay, FIRST_NAMES[index]) if missed else past_chat(random, stay, index, FIRST_NAMES[index])
        )
    return chats


def chats_of_today(random: Random, stays: list[Stay], now: dt.datetime) -> list[Chat]:
    """The chats that are going on, each in a visit of its own; other visits of these people today leave `stays`."""
    browsers = _browsers_by_email(stays)
    busy = {browsers[ongoing.email].key for ongoing in TODAY}
    stays[:] = [stay for stay in stays if stay.browser.key not in busy or stay.ended + QUIET_BEFORE_TODAY < now]
    chats = [_chat_of_today(random, ongoing, browsers[ongoing.email], now) for ongoing in TODAY]
    stays += [chat.stay for chat in chats]
    return chats


def _first_talks(random: Random, stays: Iterable[Stay]) -> list[Stay]:
    """For each browser of a persona the visit in which it talks first: an early one, by day if there is one."""
    by_browser: defaultdict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.browser.persona:
            by_browser[stay.browser.key].append(stay)
    chosen = []
    for visits in by_browser.values():
        visits.sort(key=lambda stay: stay.started)
        early = visits[: 1 + len(visits) // 2]
        chosen.append(random.choice([stay for stay in early if is_daytime(stay)] or early))
    return chosen


def _browsers_by_email(stays: Iterable[Stay]) -> dict[str, Browser]:
    known: dict[str, Browser] = {}
    for stay in sorted(stays, key=lambda stay: stay.started):
        if stay.browser.persona:
            known.setdefault(stay.browser.persona.email, stay.browser)
    return known


def is_daytime(stay: Stay) -> bool:
    """Whether somebody might answer."""
    return OPEN_FROM <= stay.started.astimezone(ZONE).hour < OPEN_UNTIL


def past_chat(random: Random, stay: Stay, index: int, name: str = "") -> Chat:
    """A chat of a visit that is over."""
    country = stay.browser.country
    talks = talks_for(country)
    persona = stay.browser.persona
    name = persona.name if persona else name
    first = stay.started + dt.timedelta(seconds=random.randint(10, 40))
    accepted = first + dt.timedelta(seconds=random.randint(8, 55))
    talk = random.choice(talks)
    if random.random() < WITHOUT_THANKS:
        talk = talk[:-1]
    lines = _timed(random, _filled(talk, name, stay.browser.favourite), first, accepted)
    ended = lines[-1].at + dt.timedelta(seconds=random.randint(20, 90))
    stay.linger(0, round((ended - stay.started).total_seconds()))
    agent = (persona.owner if persona else "") or ("anna", "boris")[index % 2]
    return Chat(stay, name, language_of(country), agent, lines, accepted, ended, "agent" if index % 3 else "visitor")


def missed_chat(stay: Stay, name: str) -> Chat:
    """Nobody took it; after five minutes the visitor gave up."""
    first = stay.started + dt.timedelta(seconds=20)
    text = _filled(talks_for(stay.browser.country)[0], name, stay.browser.favourite)[0][1]
    stay.linger(0, 320)
    ended = first + dt.timedelta(minutes=5)
    return Chat(
        stay, name, language_of(stay.browser.country), "", [Said("visitor", text, first)], None, ended, "visitor"
    )


def _chat_of_today(random: Random, ongoing: Ongoing, browser: Browser, now: dt.datetime) -> Chat:
    first = now - dt.timedelta(minutes=ongoing.began)
    last = now - dt.timedelta(minutes=ongoing.last)
    step = (last - first) / max(1, len(ongoing.lines) - 1)
    lines = [Said(kind, text, first + step * index) for index, (kind, text) in enumerate(ongoing.lines)]
    persona = next(persona for persona in PEOPLE if persona.email == ongoing.email)
    stay = made_up_stay(random, browser, first - dt.timedelta(minutes=2), 0.0)
    stay.looks[1:] = []
    stay.looks[0].seconds = round((last - stay.started).total_seconds()) + 60
    accepted = first + dt.timedelta(seconds=20) if ongoing.agent else None
    return Chat(stay, persona.name, language_of(browser.country), ongoing.agent, lines, accepted, None, "")


def _filled(lines: tuple[Line, ...], name: str, piece: str) -> list[Line]:
    first_name = name.split(" ", 1)[0]
    return [(kind, text.format(name=first_name, piece=PIECES[piece].name)) for kind, text in lines]


def _timed(random: Random, lines: list[Line], first: dt.datetime, accepted: dt.datetime) -> list[Said]:
    """The second line comes after the agent has accepted; the whole within a quarter of an hour."""
    said = [Said(lines[0][0], lines[0][1], first)]
    at = accepted
    for kind, text in lines[1:]:
        at = min(at + dt.timedelta(seconds=random.randint(15, 95)), first + LONGEST)
        said.append(Said(kind, text, at))
    return said
