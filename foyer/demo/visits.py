"""Writes the demo's visits as the fold would have: visits, actions, events; in bulk."""

import datetime as dt
import zoneinfo

from foyer.demo.sources import SOURCES
from foyer.demo.stays import ZONE, Browser, Look, Stay
from foyer.demo.timeline import past_event
from foyer.events.models import Event
from foyer.identity.browsers import browser_ref
from foyer.identity.models import Actor, Profile
from foyer.lib.campaigns import campaign_of
from foyer.lib.inserting import insert_many, new_ids
from foyer.lib.referrers import origin_of
from foyer.lib.useragents import user_agent
from foyer.portals.models import Portal
from foyer.visits.models import Action, Visit
from foyer.visits.types import VisitEnded, VisitStarted

SILENCE = dt.timedelta(minutes=30)


def store_browsers(stays: list[Stay], portal: Portal) -> None:
    """An actor with its own profile for every browser, since its first visit."""
    first: dict[str, Stay] = {}
    for stay in stays:
        first.setdefault(stay.browser.key, stay)
    actors = [_actor(stay, portal) for stay in first.values()]
    for actor, number in zip(actors, new_ids(Actor, len(actors)), strict=True):
        actor.pk = actor.profile_id = number
    insert_many([Profile(id=actor.pk, created_at=actor.created_at) for actor in actors])
    insert_many(actors)
    ids = {actor.ref: actor.pk for actor in actors}
    for stay in stays:
        stay.browser.actor_id = ids[browser_ref(portal.pk, stay.browser.key)]


def store_visits(
    stays: list[Stay], portal: Portal, base_url: str, now: dt.datetime, zone: zoneinfo.ZoneInfo = ZONE
) -> None:
    """Visits with what was done in them; each stay learns its id. Days are those of the organisation's zone (D5)."""
    visits = insert_many([_visit(stay, portal, base_url, now, zone) for stay in stays])
    for stay, visit in zip(stays, visits, strict=True):
        stay.id = visit.pk
    insert_many([_action(stay, index, base_url) for stay in stays for index in range(len(stay.looks))])
    insert_many([event for stay in stays for event in _events(stay, portal, now)])


def _actor(stay: Stay, portal: Portal) -> Actor:
    ref = browser_ref(portal.pk, stay.browser.key)
    return Actor(kind=Actor.Kind.BROWSER, ref=ref, portal=portal, created_at=stay.started)


def _visit(stay: Stay, portal: Portal, base_url: str, now: dt.datetime, zone: zoneinfo.ZoneInfo) -> Visit:
    first, last = stay.looks[0], stay.looks[-1]
    visit = Visit(
        portal=portal,
        actor_id=stay.browser.actor_id,
        number=stay.number,
        started=stay.started,
        ended=stay.ended,
        day=stay.started.astimezone(zone).date(),
        is_open=_is_open(stay, now),
        pages=len(stay.looks),
        seconds=sum(look.seconds for look in stay.looks),
        first_url=base_url + first.path,
        first_title=first.page.title,
        last_url=base_url + last.path,
        last_title=last.page.title,
    )
    _tell_source(visit, SOURCES[stay.source].referrer)
    _tell_machine(visit, stay.browser)
    return visit


def _tell_source(visit: Visit, referrer: str) -> None:
    origin, campaign = origin_of(referrer), campaign_of(visit.first_url)
    visit.referrer = referrer
    visit.medium = "campaign" if campaign.utm or campaign.click_id else origin.medium
    visit.source_name, visit.search_engine, visit.search_keyword = origin.name, origin.engine, origin.keyword
    visit.utm, visit.click_id_kind, visit.click_id = campaign.utm, campaign.click_id_kind, campaign.click_id


def _tell_machine(visit: Visit, browser: Browser) -> None:
    agent = user_agent(browser.machine.agent)
    visit.browser, visit.os, visit.device = agent.browser, agent.os, agent.device
    visit.user_agent, visit.screen = browser.machine.agent, browser.machine.screen
    visit.language, visit.ip, visit.country = browser.language, browser.address, browser.country


def _action(stay: Stay, index: int, base_url: str) -> Action:
    look: Look = stay.looks[index]
    return Action(
        visit_id=stay.id,
        page_key=f"demo{stay.id}-{index}",
        type=Action.Type.NAVIGATION if index else Action.Type.ACCESSED,
        title=look.page.title,
        url=base_url + look.path,
        seconds=look.seconds,
        at=look.at,
    )


def _events(stay: Stay, portal: Portal, now: dt.datetime) -> list[Event]:
    common = {"subject_id": stay.id, "actor_id": stay.browser.actor_id, "portal_id": portal.pk}
    events = [past_event(VisitStarted(**common, number=stay.number), stay.started)]
    if not _is_open(stay, now):
        events.append(past_event(VisitEnded(**common), stay.ended + SILENCE))
    return events


def _is_open(stay: Stay, now: dt.datetime) -> bool:
    return stay.ended + SILENCE > now
