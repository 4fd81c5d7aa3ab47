"""`POST /identify`: a token of the website's server is proven at once, or answered 401 with a short word (E39, T3)."""

import json
import time
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from foyer.channels.webchat.session import start
from foyer.edge import identify
from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.identify import Identify
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor, Claim, Level
from foyer.identity.queries import is_signed
from foyer.lib import clock
from foyer.lib.buckets import Buckets
from foyer.portals.models import EmbedCode, SigningKey
from foyer.portals.signing_keys import secret_of
from tests.channels.test_webchat import form
from tests.edge.sockets import PAGE, VERA
from tests.portals.test_signed import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(shop):
    return SigningKey.objects.create(portal=shop, kid="k_new")


@pytest.fixture
def audience(shop):
    return EmbedCode.objects.filter(portal=shop).first().key


@pytest.fixture
def token(key, audience):
    """A token as the website's server makes it, or another one."""

    def token(*, head=None, secret=None, without="", **claims):
        told = {"sub": "4711", "aud": audience, "exp": int(time.time()) + 600, "email": "vera@lindqvist.example"}
        kept = {name: value for name, value in (told | claims).items() if name != without}
        return made(kept, secret or secret_of(key.kid), {"alg": "HS256", "kid": key.kid} | (head or {}))

    return token


@pytest.fixture
def ask(shop, audience, monkeypatch):
    """Asks as a page does; returns status, word and headers."""
    monkeypatch.setattr(identify, "asked_allowed", Buckets(1, 30))
    book = PortalBook()
    told = {"key": audience, "portal_id": shop.pk, "domains": ("shop.example",), "is_enabled": True}
    book.replace([PortalEntry(**told, show_chat_icon=True)])

    async def ask(body, method="POST", ip="203.0.113.9", **headers):
        named = {"host": "foyer.example", "origin": PAGE} | headers
        scope = {"type": "http", "method": method, "path": "/identify", "scheme": "https", "client": (ip, 1)}
        scope["headers"] = [(name.encode(), value.encode()) for name, value in named.items()]
        said = []

        async def receive():
            return {"type": "http.request", "body": body if isinstance(body, bytes) else json.dumps(body).encode()}

        async def send(message):
            said.append(message)

        await Identify(book, 0)(scope, receive, send)
        return said[0]["status"], said[1]["body"].decode(), dict(said[0]["headers"])

    ask.book, ask.entry = book, told
    return ask


async def test_a_sound_token_is_proven_at_once(shop, ask, token, audience):
    assert (await ask({"portal": audience, "browser": VERA, "token": token()}))[:2] == (204, "")
    vera = await Actor.objects.aget(ref=f"{shop.pk}:{VERA}")
    rows = Claim.objects.order_by("identifier__kind").values_list("identifier__value", "level")
    assert [row async for row in rows] == [(f"{shop.pk}:4711", Level.PROVEN), ("vera@lindqvist.example", Level.PROVEN)]
    assert await identify.in_thread(is_signed, vera.pk)


BAD = {
    "expired": ("expired", {"exp": 1}),
    "no end": ("expired", {"without": "exp"}),
    "an end that is no time": ("expired", {"exp": "soon"}),
    "longer than a day": ("too_long", {"exp": int(time.time()) + 90_000}),
    "made tomorrow": ("from_the_future", {"iat": int(time.time()) + 3600}),
    "not yet": ("from_the_future", {"nbf": int(time.time()) + 3600}),
    "another portal": ("audience", {"aud": "p_other"}),
    "several portals": ("audience", {"aud": ["p_demo123"]}),
    "no portal": ("audience", {"without": "aud"}),
    "another key": ("unknown_key", {"head": {"kid": "k_other"}}),
    "a path as key": ("unknown_key", {"head": {"kid": "../../etc/passwd"}}),
    "a key that is no text": ("unknown_key", {"head": {"kid": 7}}),
    "a key of its own": ("unknown_head", {"head": {"jwk": {"kty": "oct", "k": "eA"}}}),
    "another secret": ("signature", {"secret": "x" * 64}),
    "alg none": ("signature", {"head": {"alg": "none"}}),
    "alg of public keys": ("signature", {"head": {"alg": "RS256"}}),
    "nobody": ("subject", {"without": "sub"}),
    "somebody without a number": ("subject", {"sub": ""}),
    "a number that is none": ("subject", {"sub": 4711}),
    "a number with a NUL": ("subject", {"sub": "47\x0011"}),
    "a number of half a letter": ("subject", {"sub": "47\ud800"}),
    "a number in two lines": ("subject", {"sub": "47\n11"}),
    "a number with a space before it": ("subject", {"sub": " 4711"}),
    "a number without an end": ("subject", {"sub": "4" * 121}),
    "an address that is none": ("subject", {"email": ["a@b.example"]}),
}


@pytest.mark.parametrize(("word", "changes"), BAD.values(), ids=BAD.keys())
async def test_a_bad_token_is_answered_401_and_the_guest_stays_usable(shop, ask, token, audience, word, changes):
    status, said, headers = await ask({"portal": audience, "browser": VERA, "token": token(**changes)})
    assert (status, said) == (401, word)
    assert headers[b"www-authenticate"] == b'Bearer error="invalid_token"'
    assert not await Claim.objects.aexists()
    assert (await identify.in_thread(start, shop.pk, VERA, form()))[1].portal_id == shop.pk


@pytest.mark.parametrize("token", ["", "x", "e30.e30.e30", "a.b", "x" * 3001, "..", "é.é.é"])
async def test_what_is_no_token_is_answered_401(ask, audience, token):
    assert (await ask({"portal": audience, "browser": VERA, "token": token}))[0] == 401


async def test_after_a_key_was_taken_back_its_tokens_are_answered_401(ask, key, token, audience):
    """T3: replay after rotation."""
    await SigningKey.objects.filter(pk=key.pk).aupdate(revoked_at=clock.now())
    assert (await ask({"portal": audience, "browser": VERA, "token": token()}))[:2] == (401, "unknown_key")


async def test_without_a_browser_a_token_is_only_looked_at(ask, token, audience):
    assert (await ask({"portal": audience, "token": token()}))[0] == 204
    assert (await ask({"portal": audience, "token": token(exp=1)}))[:2] == (401, "expired")
    assert not await Claim.objects.aexists()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"portal":"p"}', b'{"portal":1,"token":"x"}', b"\xff", b"[" * 900,
     b'{"token":"\\ud800","portal":"p"}', b'{"portal":"p","token":"x","browser":"short"}',
     b'{"portal":"p","token":["x"]}'],
)  # fmt: skip
async def test_what_is_no_question_is_malformed(ask, body):
    """T22, T23."""
    assert (await ask(body))[:2] == (400, "malformed")


async def test_other_portals_websites_and_long_bodies_are_refused(ask, token, audience):
    told = {"portal": audience, "browser": VERA, "token": token()}
    assert (await ask(told | {"portal": "p_nobody"}))[:2] == (403, "unknown_key")
    assert (await ask(told, origin="https://evil.example"))[:2] == (403, "origin")
    assert (await ask(told | {"token": "x" * 9000}))[:2] == (413, "too_big")
    assert (await ask(told, method="GET"))[0] == 405
    assert not await Claim.objects.aexists()


async def test_where_consent_is_asked_nobody_is_known_without_it(ask, token, audience):
    ask.book.replace([PortalEntry(**ask.entry, show_chat_icon=True, asks_consent=True)])
    told = {"portal": audience, "browser": VERA, "token": token()}
    assert (await ask(told))[:2] == (403, "consent")
    assert (await ask(told | {"consent": "yes"}))[0] == 204


async def test_while_the_database_is_away_it_says_so(ask, token, audience, monkeypatch):
    """R1: whoever asks may ask again, and is not told that the token is bad."""
    monkeypatch.setattr(identify, "prove", Mock(side_effect=OperationalError("database is locked")))
    told = await ask({"portal": audience, "browser": VERA, "token": token()})
    assert told[:2] == (503, "unavailable")


async def test_who_asks_all_the_time_waits(ask, audience):
    """T36."""
    answers = [(await ask({"portal": audience, "token": "x"}))[0] for _ in range(32)]
    assert (answers[0], answers[-1]) == (401, 429)


async def test_who_logs_in_after_another_customer_is_neither_that_one_nor_verified(shop, ask, token, audience):
    """T6: one browser, two customers of one website."""
    told = {"portal": audience, "browser": VERA}
    await ask(told | {"token": token()})
    assert (await ask(told | {"token": token(sub="4712", email="kim@noll.example")}))[0] == 204
    vera = await identify.in_thread(browser_actor, shop.pk, VERA)
    refused = [each async for each in Claim.objects.values_list("identifier__value", "refused").order_by("pk")]
    assert refused[0] == (f"{shop.pk}:4711", "")
    assert refused[2:] == [(f"{shop.pk}:4712", "two-customers")]
    assert not await identify.in_thread(is_signed, vera.pk)
