"""A small team with two portals, and what happened on them."""

import datetime as dt
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from foyer.conversations.actions import accept_conversation, end_conversation, send_message, start_conversation
from foyer.crm.actions import create_person
from foyer.crm.models import Contact, Lead
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.team.actions import create_token
from foyer.team.models import User
from foyer.visits import server_events
from foyer.visits.journal import Journal
from foyer.visits.models import Action, Visit
from tests.crm.people import deal
from tests.team.people import open_shop


class Api:
    """The API as one token sees it."""

    def __init__(self, user: User) -> None:
        self._client = Client(headers={"Authorization": f"Bearer {create_token(user, 'test')}"})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self._client.get(f"/api/v1/{path}", query)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """A request with a body: JSON of a value, or bytes as they are. `if_match` is the header If-Match."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.generic(method, f"/api/v1/{path}", data, "application/json", headers=named)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, **headers)


@pytest.fixture
def shop(anna: User, boris: User) -> Portal:
    """Boris belongs to it, and to no other."""
    return open_shop(anna, users=[boris])


@pytest.fixture
def trade(anna: User) -> Portal:
    return open_shop(anna, "Trade shop", "trade.example")


@pytest.fixture
def as_anna(anna: User) -> Api:
    return Api(anna)


@pytest.fixture
def as_boris(boris: User) -> Api:
    return Api(boris)


def make_visit(portal: Portal, actor: Actor, minutes_ago: int = 60, **fields: Any) -> Visit:
    """A visit of two pages: half a minute, and a minute and a half."""
    started = clock.now() - dt.timedelta(minutes=minutes_ago)
    facts = {
        "ended": started + dt.timedelta(minutes=2),
        "day": started.date(),
        "pages": 2,
        "seconds": 120,
        "first_url": "https://shop.example/bench",
        "first_title": "Alder bench",
        "last_url": "https://shop.example/contact",
        "last_title": "Contact",
        "referrer": "https://www.google.com/",
        "search_engine": "Google",
        "browser": "Firefox 145",
        "os": "Windows 10",
        "ip": "83.226.10.4",
        "country": "SE",
    }
    visit = Visit.objects.create(portal=portal, actor=actor, started=started, **facts | fields)
    for index, (title, seconds) in enumerate((("Alder bench", 30), ("Contact", 90))):
        kind = Action.Type.NAVIGATION if index else Action.Type.ACCESSED
        at = started + dt.timedelta(seconds=30 * index)
        Action.objects.create(visit=visit, page_key=str(index), type=kind, title=title, seconds=seconds, at=at)
    return visit


def make_lead(portal: Portal, first_name: str = "Vera", actor: Actor | None = None) -> Lead:
    """A lead that was made from a browser."""
    actor = actor or browser_actor(portal.pk, f"browser-of-{first_name}".ljust(24, "x"))
    email = f"{first_name.lower()}@lindqvist.example"
    lead = create_person(
        "lead",
        first_name=first_name,
        last_name="Lindqvist",
        source="chat",
        portal=portal,
        emails=[email],
        from_actor=actor,
    )
    assert isinstance(lead, Lead)
    return lead


def make_customer(portal: Portal, first_name: str = "Sofie") -> Contact:
    """A contact with a won deal."""
    contact = create_person(
        "contact", first_name=first_name, last_name="Jansen", portal=portal, emails=[f"{first_name}@jansen.example"]
    )
    assert isinstance(contact, Contact)
    deal(contact, "won", "3240.00", name="Heron chairs")
    return contact


def make_chat(portal: Portal, actor: Actor, agent: User) -> int:
    """A chat of two lines and a note, ended by the agent; its id."""
    page = {"page_url": "https://shop.example/bench", "page_title": "Alder bench"}
    chat = start_conversation(
        portal_id=portal.pk,
        actor_id=actor.pk,
        visitor_name="Vera",
        text="Can it stay outside?",
        client_id="c1",
        language="en",
        **page,
    )
    accept_conversation(chat.pk, agent)
    send_message(chat.pk, agent, "Yes, all year.", "c2")
    send_message(chat.pk, agent, "Wants six.", "c3", "note")
    end_conversation(chat.pk, "agent", agent)
    return chat.pk


@pytest.fixture
def journal(tmp_path):
    """Where events go."""
    made = Journal(tmp_path / "journal.sqlite3")
    made.start()
    server_events.take_by(made)
    yield made
    server_events.take_by(None)
    made.close()
