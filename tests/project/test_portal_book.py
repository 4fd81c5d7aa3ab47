"""What the widget is told of a portal follows its business hours (B16, B22)."""

import datetime as dt

import pytest

from foyer.edge.guard import PortalBook
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.portals.actions import change_portal
from foyer.portals.widgets import change_widget, set_logo
from foyer.project.portal_book import refill
from foyer.team.actions import set_availability
from tests.conversations.conftest import shop
from tests.portals.test_widgets import FORM, picture

__all__ = ["shop"]
NIGHT = dt.datetime(2026, 11, 30, 2, tzinfo=dt.UTC)


@pytest.fixture
def kept(shop, anna, boris):
    set_availability(boris, "online")
    week = ["9:00-18:00"] * 7
    return change_portal(shop, anna, hours={"on": True, "zone": "Europe/Berlin", "week": week, "days": ""})


def told(monkeypatch, shop, at, book=None):
    book = book or PortalBook()
    monkeypatch.setattr(clock, "now", lambda: at)
    refill(book)
    widget = book.find(shop.embed_codes.get().key).widget
    return widget["online"], widget["agents"], widget["back"]


def test_outside_of_hours_nobody_is_online_and_it_is_said_when_somebody_is_back(kept, monkeypatch):
    assert told(monkeypatch, kept, NIGHT) == (False, [], "2026-11-30T08:00:00+00:00")
    assert told(monkeypatch, kept, NIGHT + dt.timedelta(hours=8)) == (True, ["Boris"], None)


def test_without_hours_it_depends_on_the_agents_alone(shop, boris, monkeypatch):
    set_availability(boris, "online")
    assert told(monkeypatch, shop, NIGHT) == (True, ["Boris"], None)


def test_who_has_a_chat_open_is_told_when_hours_begin(kept, monkeypatch):
    book, heard = PortalBook(), []
    monkeypatch.setattr(type(bus()), "publish", lambda _bus, topic, _message: heard.append(topic))
    told(monkeypatch, kept, NIGHT, book)
    told(monkeypatch, kept, NIGHT + dt.timedelta(hours=1), book)
    assert heard == []
    told(monkeypatch, kept, NIGHT + dt.timedelta(hours=8), book)
    assert heard == ["portals"]


def test_look_texts_and_logo_are_in_the_book(shop, anna, django_assert_max_num_queries):
    change_widget(set_logo(shop, anna, [picture()], 1), anna, FORM)
    book = PortalBook()
    refill(book)
    with django_assert_max_num_queries(4):
        refill(book)
    widget = book.find(shop.embed_codes.get().key).widget
    assert (widget["accent"], widget["texts"]["de"]) == ("#2F4A3A", {"hello": "Moin!"})
    assert book.logo(shop.logo).startswith(b"RIFF")
