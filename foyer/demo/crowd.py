"""Visits of a website in any number, made up from a seed: days and hours as people are about, chats, leads, bots."""

import dataclasses
import datetime as dt
import itertools
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from random import Random
from urllib.parse import urlsplit

from django.db import transaction

from foyer.demo.chats import FIRST_NAMES, Chat, is_daytime, missed_chat, past_chat
from foyer.demo.conversations import store_chats
from foyer.demo.house import House
from foyer.demo.people import Persona
from foyer.demo.records import store_records
from foyer.demo.shop import any_piece
from foyer.demo.sources import LANGUAGES, any_country, any_source
from foyer.demo.stays import RETURNS, Stay, made_up_stay, moment_of, new_browser, number_stays
from foyer.demo.visits import store_browsers, store_visits
from foyer.events.models import Event
from foyer.identity.browsers import browser_ref
from foyer.identity.models import Actor
from foyer.portals.models import Portal
from foyer.scoring.standing import refresh_all
from foyer.visits.reports.rollup import mark_stale
from foyer.visits.storing import count_bots

AT_ONCE = 10_000  # visits that are held in memory as rows
WEEK = (1.0, 1.08, 1.06, 1.0, 0.9, 0.72, 1.18)  # Monday first: Saturday is quiet, Sunday evening is not
GROWTH = 0.35  # so much busier is the last day than the first
CHATS = 0.02  # of the visits by day
GIVES_EMAIL = 0.3  # of the chats
MAX_LEADS = 400  # each is made by the action that live ones are made by, which takes its time
MISSED_EVERY = 6
BOTS = 0.12  # hits of bots for each visit
SURNAMES = ("Albers", "Baumann", "Carlsen", "Dubois", "Eriksson", "Fontaine", "Gruber", "Hartmann", "Iversen")
EAGER = (0.05, 0.2, 0.4, 0.7)
JUST_NOW = dt.timedelta(minutes=2)
LONG_AGO = dt.timedelta(hours=1)  # a chat that began then is over


@dataclasses.dataclass(frozen=True, slots=True)
class Crowd:
    """What to make up: so many visits of a portal within so many days up to `now`."""

    visits: int
    days: int
    seed: int
    now: dt.datetime
    zone: zoneinfo.ZoneInfo


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """How much there is now that was not there before."""

    visits: int
    chats: int
    leads: int


class AlreadyMade(Exception):
    """The same seed was used on this portal before: its browsers are there."""


@transaction.atomic
def simulate(house: House, crowd: Crowd) -> Made:
    """Stores the crowd as if it had come; nobody is told of it. The same for the same seed but for the dates.

    Raises AlreadyMade.
    """
    random = Random(f"crowd {crowd.seed}")  # noqa: S311  decides nothing that must stay secret
    before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    base_url = _website(house.shop)
    stays = number_stays(list(itertools.islice(_stays(random, crowd), crowd.visits)))
    if Actor.objects.filter(ref=browser_ref(house.shop.pk, stays[0].browser.key)).exists():
        raise AlreadyMade
    chats = list(_chats(random, stays, crowd.now))
    store_browsers(stays, house.shop)
    for start in range(0, len(stays), AT_ONCE):
        store_visits(stays[start : start + AT_ONCE], house.shop, base_url, crowd.now, crowd.zone)
    mark_stale((house.shop.pk, stay.started.astimezone(crowd.zone).date()) for stay in stays)
    store_chats(chats, house, base_url)
    store_records(chats, house, crowd.now)
    refresh_all()
    _count_bots(random, stays, house.shop, crowd.zone)
    Event.objects.filter(pk__gt=before, reacted_at=None).update(reacted_at=crowd.now)
    return Made(len(stays), len(chats), sum(chat.persona is not None for chat in chats))


def _website(portal: Portal) -> str:
    parts = urlsplit(portal.site_url)
    return f"{parts.scheme or 'https'}://{parts.netloc or 'shop.example'}"


def _stays(random: Random, crowd: Crowd) -> Iterator[Stay]:
    """Without end: browser after browser with all its visits."""
    today = crowd.now.astimezone(crowd.zone).date()
    days = [today - dt.timedelta(days=crowd.days - 1 - index) for index in range(crowd.days)]
    weights = list(itertools.accumulate(_weight(random, day, index / crowd.days) for index, day in enumerate(days)))
    while True:
        browser = new_browser(random, any_country(random), any_source(random), any_piece(random))
        visits = random.choices(*RETURNS)[0]
        came = sorted(random.choices(days, cum_weights=weights, k=visits))
        for index, day in enumerate(came):
            chosen = dataclasses.replace(browser, source="direct") if index and random.random() < 0.5 else browser
            started = moment_of(random, day, crowd.zone, crowd.now - JUST_NOW)
            stay = made_up_stay(random, chosen, started, min(1.0, random.choice(EAGER) + 0.1 * index))
            stay.browser = browser
            _end_by(stay, crowd.now)
            yield stay


def _weight(random: Random, day: dt.date, progress: float) -> float:
    return WEEK[day.weekday()] * (1 + GROWTH * progress) * random.uniform(0.88, 1.12)


def _end_by(stay: Stay, now: dt.datetime) -> None:
    """Whoever would still be there is: what they would do later did not happen yet."""
    stay.looks[1:] = [look for look in stay.looks[1:] if look.at < now]
    left = round((now - stay.looks[-1].at).total_seconds())
    stay.looks[-1].seconds = max(1, min(stay.looks[-1].seconds, left))


def _chats(random: Random, stays: list[Stay], now: dt.datetime) -> Iterator[Chat]:
    by_day = [stay for stay in stays if is_daytime(stay) and stay.number == 1 and stay.ended < now - LONG_AGO]
    chosen = random.sample(by_day, min(len(by_day), round(len(stays) * CHATS)))
    leads = itertools.count()
    for index, stay in enumerate(sorted(chosen, key=lambda stay: stay.started)):
        name = random.choice(FIRST_NAMES)
        if index % MISSED_EVERY == 0:
            yield missed_chat(stay, name)
            continue
        if random.random() < GIVES_EMAIL and (number := next(leads)) < MAX_LEADS:
            stay.browser.persona = _persona(random, stay, name, number)
        yield past_chat(random, stay, index, name)


def _persona(random: Random, stay: Stay, first: str, number: int) -> Persona:
    last, browser = random.choice(SURNAMES), stay.browser
    email = f"{first}.{last}.{browser.key[:6]}@visitor.example".lower().replace("_", "x").replace("-", "x")
    status = random.choice(("new", "new", "contacted", "qualified", "lost"))
    owner = random.choice(("anna", "boris", ""))
    language = LANGUAGES[browser.country][:2]
    facts = (first, last, email, "", "", "", browser.country, language, owner, status)
    return Persona("lead", *facts, browser.favourite, browser.source, visits=1)


def _count_bots(random: Random, stays: list[Stay], portal: Portal, zone: zoneinfo.ZoneInfo) -> None:
    """Bots never become visits; only their hits are counted (D2, B11)."""
    by_day: Counter[tuple[int, dt.date]] = Counter()
    for stay in stays:
        hits = (random.random() < BOTS) * random.randint(1, 3)
        by_day[portal.pk, stay.started.astimezone(zone).date()] += hits
    count_bots(by_day)
