"""What websites load: settings hold at once and are not sent twice, a logo is kept for ever (B25, T26, T33)."""

import asyncio
import json

import pytest

from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.public import Public
from foyer.portals.models import Logo, Portal
from foyer.presence.watched import watched
from foyer.team.queries import forget_organisation
from tests.team.people import found_house, open_shop

ENTRY = {"key": "p_1", "portal_id": 1, "domains": (), "is_enabled": True, "show_chat_icon": True}


@pytest.fixture
def book():
    book = PortalBook()
    book.replace([PortalEntry(**ENTRY, widget={"accent": "#304AA6", "name": "Größe"})])
    return book


def get(book, path, **headers):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"path": path, "method": "GET", "headers": [(k.replace("_", "-").encode(), v) for k, v in headers.items()]}
    asyncio.run(Public(book)(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_what_has_not_changed_is_not_sent_again_and_what_has_is_there_at_once(book):
    _status, headers, body = get(book, "/widget/config/p_1.json")
    assert json.loads(body)["name"] == "Größe"
    assert headers[b"cache-control"] == b"public, no-cache"
    known = {"if_none_match": b"W/" + headers[b"etag"]}
    assert get(book, "/widget/config/p_1.json", **known)[::2] == (304, b"")
    book.replace([PortalEntry(**ENTRY, widget={"accent": "#2F4A3A"})])
    assert json.loads(get(book, "/widget/config/p_1.json", **known)[2])["accent"] == "#2F4A3A"


def test_while_an_agent_sees_the_board_pages_are_asked_to_be_near(book):
    assert "near" not in json.loads(get(book, "/widget/config/p_1.json")[2])
    watched.look([book.find("p_1").portal_id], [])
    assert json.loads(get(book, "/widget/config/p_1.json")[2])["near"] is True


def test_a_key_that_is_none_shows_no_chat(book):
    status, headers, body = get(book, "/widget/config/p_none.json")
    assert (status, json.loads(body)["icon"], headers[b"cache-control"]) == (200, False, b"no-store")


def test_a_logo_has_the_name_of_its_content_and_one_that_is_not_used_is_forgotten(book):
    assert book.missing_logos({"abc"}) == {"abc"}
    book.add_logos({"abc": b"webp"})
    status, headers, body = get(book, "/widget/logo/abc.webp")
    assert (status, headers[b"content-type"], body) == (200, b"image/webp", b"webp")
    assert b"immutable" in headers[b"cache-control"]
    assert book.missing_logos(set()) == set()
    assert get(book, "/widget/logo/abc.webp")[0] == 404


@pytest.mark.django_db(transaction=True)
def test_a_logo_that_was_set_this_moment_is_there_before_the_book_knows_it(book):
    anna = found_house()
    digest = "0123456789abcdef0123"
    portal = open_shop(anna, users=[anna])
    Portal.objects.filter(pk=portal.pk).update(logo=digest)
    Logo.objects.create(portal=portal, content=b"webp")
    assert get(book, f"/widget/logo/{digest}.webp")[::2] == (200, b"webp")
    assert get(book, f"/widget/logo/{digest[::-1]}.webp")[0] == 404
    forget_organisation()
