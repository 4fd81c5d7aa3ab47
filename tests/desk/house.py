"""The house of the desk's tests: Anna the administrator, Boris the agent of one shop, and a shop that is not his."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.template.backends.jinja2 import Template
from django.test import Client
from django.test.signals import template_rendered

from foyer.events.actions import record
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.presence.board import Visitor, board
from foyer.team.queries import forget_organisation
from foyer.visits.models import Action, Visit
from foyer.visits.types import VisitStarted
from tests.team.people import found_house, hire, open_shop

__all__ = ["_contexts_are_told", "anna", "as_anna", "as_boris", "boris", "other_shop", "shop", "stranger"]


@pytest.fixture(autouse=True)
def _contexts_are_told(monkeypatch):
    """Lets `response.context` work with Jinja, as it does with Django's own templates."""
    rendered = Template.render

    def told(self, context=None, request=None):
        template_rendered.send(sender=self, template=self, context=context or {})
        return rendered(self, context, request)

    monkeypatch.setattr(Template, "render", told)


@pytest.fixture
def anna(db):
    cache.clear()
    yield found_house()
    forget_organisation()


@pytest.fixture
def boris(anna):
    return hire("Boris Brandt")


@pytest.fixture
def shop(anna, boris):
    return open_shop(anna, users=[boris])


@pytest.fixture
def other_shop(anna):
    return open_shop(anna, "Other shop", "other.example")


@pytest.fixture
def as_anna(anna):
    return signed_in(anna)


@pytest.fixture
def as_boris(boris):
    return signed_in(boris)


@pytest.fixture
def stranger(anna):
    return Client()


def signed_in(user) -> Client:
    """A browser in which the user is signed in; its session is laid at once, where `force_login` writes it thrice."""
    session, client = SessionStore(), Client()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def visit(shop: Portal, actor: Actor, *, minutes_ago: float = 60, seconds: int = 300, pages: int = 2, **facts) -> Visit:
    """A visit with its pages and its event."""
    started = clock.now() - dt.timedelta(minutes=minutes_ago)
    kept = {
        "started": started,
        "ended": started + dt.timedelta(seconds=seconds),
        "day": started.astimezone(ZoneInfo("Europe/Berlin")).date(),
        "pages": pages,
        "seconds": seconds,
        "first_url": "https://shop.example/bench",
        "first_title": "Alder bench",
        "last_url": "https://shop.example/delivery",
        "last_title": "Delivery",
        "ip": "203.0.113.7",
        "browser": "Firefox 143",
        "os": "Linux",
    }
    made = Visit.objects.create(portal=shop, actor=actor, **(kept | facts))
    types = ["accessed", *["navigation"] * (pages - 1)]
    for number, kind in enumerate(types):
        at = started + dt.timedelta(seconds=number * 60)
        Action.objects.create(
            visit=made, page_key=f"p{number}", type=kind, title=f"Page {number}", url=made.first_url, seconds=60, at=at
        )
    record(VisitStarted(subject_id=made.pk, actor_id=actor.pk, portal_id=shop.pk, number=made.number))
    return made


def is_here(visit: Visit, title: str = "Delivery") -> None:
    """The visitor of this visit is on the website now."""
    board.see(
        Visitor(
            visit_id=visit.pk,
            actor_id=visit.actor_id,
            portal_id=visit.portal_id,
            number=1,
            started_ms=int(visit.started.timestamp() * 1000),
            page_since_ms=clock.now_ms(),
            url=visit.last_url,
            title=title,
            pages=visit.pages,
            seconds=visit.seconds,
            country="SE",
            source="",
            browser="Firefox",
            device="desktop",
        )
    )
