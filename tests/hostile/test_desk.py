"""Hostile words in all that the desk and the API read: no error of ours, nothing unclean stored (T20-T22, T39)."""

import itertools
import json
from urllib.parse import quote, urljoin

import pytest
from django.core.cache import cache
from django.test import Client

from foyer.api.v1.auth import TokenThrottle
from tests.hostile.lines import ALL, COMMANDS, ODDITIES, SCRIPTS, TEMPLATES, UNICODE, dealt
from tests.hostile.test_hits import dirty_texts
from tests.project.routes import Who, guarded_by, routes
from tests.project.world import ids_of, with_token

pytestmark = pytest.mark.slow
SOME = [*SCRIPTS[:3], *TEMPLATES[:3], *UNICODE, *COMMANDS, *ODDITIES]
NAMES = """
    q view cursor back before after since on only mode portal kind version limit from to lead contact country state
    visitor_type attended_by is_open source owner piece next
"""
FIELDS = """
    login password text client_id state name email note first_name last_name company city description status owner
    value address site_url push_as assign_to assign_user users notify_visitors role language time_zone theme next data
    oldpassword password1 password2 portals portal domains accent on phone salutation enabled way show_chat_icon field
    label key kind more target sign part colour active item title id meaning percent mode makes pipeline members
    replacement into confirmed like scope
"""
PARAMETERS = "cursor limit from to portal lead country visitor_type q email state"
HEADERS = """
    USER_AGENT REFERER ACCEPT_LANGUAGE COOKIE HX_CURRENT_URL HX_TARGET X_FORWARDED_FOR
    IF_NONE_MATCH ORIGIN AUTHORIZATION
"""
NUMBERS = (0, 2**31, 2**63, 10**20)


@pytest.fixture
def own(shop):
    return ids_of(shop, "Own")


@pytest.fixture(autouse=True)
def patient(monkeypatch, settings):
    """Nobody is slowed down here, and no password is costly."""
    monkeypatch.setattr(TokenThrottle, "allow_request", lambda *_: True)
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def query(names, *lines) -> str:
    """An address's query with the lines in its parameters by turns; halves of pairs as the bytes they would be."""
    values = itertools.cycle(quote(line.encode("utf-8", "surrogatepass")) for line in lines)
    return "&".join(f"{name}={value}" for name, value in zip(names, values, strict=False))


def broken(client: Client, method: str, path: str, **more) -> list[str]:
    client.raise_request_exception = False
    response = getattr(client, method)(path, **more)
    return [f"{response.status_code} {method} {path[:200]}"] if response.status_code >= 500 else []


def test_hostile_words_in_the_query_of_a_page(as_anna, own):
    short = [line for line in SOME if len(line) < 1_000]
    pages = [route for route in guarded_by(Who.SIGNED_IN, Who.ADMINISTRATORS, Who.ANYBODY) if route.name not in SILENT]
    for turn, route in enumerate(pages):
        for line in dealt(short, turn, of=8 if route.name in LISTS else len(short)):
            assert broken(as_anna, "get", f"{route.address(own)}?{query(NAMES.split(), line)}") == []
        mixed = dealt(short, turn, of=5)
        assert broken(as_anna, "get", f"{route.address(own)}?{query(NAMES.split(), *mixed)}") == []


SILENT = {"logout", "language"}
LISTS = {"visits", "leads", "inbox", "live_list"}


def test_hostile_words_in_the_query_of_the_api(anna, own):
    client, turn = with_token(anna), 0
    for route in guarded_by(Who.TOKEN):
        for name in PARAMETERS.split() if route.name.endswith("_list") else ["cursor"]:
            turn += 1
            assert broken(client, "get", f"{route.address(own)}?{query([name], SOME[turn % len(SOME)])}") == []


def test_hostile_words_in_every_form(as_anna, own):
    posts = [route for route in routes() if route.name not in {"logout", "user_activity", "user_role", "account_login"}]
    for turn, route in enumerate(posts):
        line = SOME[turn % len(SOME)]
        data = {name: line for name in FIELDS.split() if sound(line)}
        assert broken(as_anna, "post", route.address(own), data=data) == []
        raw = query(FIELDS.split(), *(line[:500] for line in dealt(SOME, turn, of=5)))
        form = "application/x-www-form-urlencoded"
        assert broken(as_anna, "post", route.address(own), data=raw, content_type=form) == []
    assert dirty_texts() == []


def sound(line: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in line)


def test_hostile_words_in_the_log_in(stranger, anna):
    for line in ALL[::5]:
        cache.clear()
        raw = query(("login", "password", "next"), line[:500])
        assert broken(stranger, "post", "/login/", data=raw, content_type="application/x-www-form-urlencoded") == []
        cache.clear()
        bodies = (
            json.dumps({"login": line}),
            f'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n{line[:50]!a}',
        )
        assert broken(stranger, "post", "/login/", data=bodies[0], content_type="application/json") == []
        assert broken(stranger, "post", "/login/", data=bodies[1], content_type="multipart/form-data; boundary=x") == []


def test_the_log_in_leads_to_no_foreign_place(anna):
    from tests.hostile.lines import ADDRESSES

    for line in ADDRESSES:
        client = Client(raise_request_exception=False)
        client.force_login(anna)
        for method, path in (("get", "/login/"), ("post", "/language/"), ("get", "/welcome/")):
            response = getattr(client, method)(f"{path}?{query(['next'], line)}")
            target = response.get("Location", "/")
            assert urljoin("http://testserver/", target.replace("\\", "/")).startswith("http://testserver/"), line


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_that_are_no_ids(as_anna, anna, own, number):
    api, of_api = with_token(anna), guarded_by(Who.TOKEN)
    values = {name: number if isinstance(value, int) else value for name, value in own.items()}
    for route in routes():
        if route.name not in SILENT and any(isinstance(own.get(name), int) for name in route.parameters):
            client = api if route in of_api else as_anna
            for method in ("get", "post"):
                assert broken(client, method, route.address(values)) == []


def test_words_that_are_no_ids_and_no_names(as_anna, anna, own):
    paths = (
        "/visits/{}/", "/leads/{}/", "/inbox/{}/", "/inbox/{}/messages/", "/live/visitors/{}/", "/setup/portals/{}/",
        "/transcripts/{}/", "/join/{}/", "/setup/check/{}/", "/setup/portals/1/settings/{}/", "/api/v1/visits/{}",
        "/api/v1/{}", "/{}", "/demo/{}", "/demo/{}.html", "/static/{}", "/setup/users/{}/role/",
    )  # fmt: skip
    clients = as_anna, with_token(anna), Client()
    for turn, (path, client) in enumerate(itertools.product(paths, clients)):
        for line in ["-1", "1.5", "0x1", "１", "1" * 400, *dealt(SOME, turn, of=12)]:
            value = quote(line[:500].encode("utf-8", "surrogatepass"), safe="")
            assert broken(client, "get", path.format(value)) == []


def test_hostile_headers(as_anna, stranger):
    for line in dealt(SOME, 0, of=3):
        header = line.encode("utf-8", "surrogatepass").decode("latin-1")[:2_000].replace("\r", "").replace("\n", "")
        more = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": header}
        assert broken(as_anna, "get", "/shell/status/", **more) == []
        for name in HEADERS.split():
            assert broken(stranger, "get", "/login/", **{f"HTTP_{name}": header}) == []


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5_000])
def test_numbers_that_are_no_ids_in_the_query_of_visits(as_anna, shop, number):
    """T20: of a figure, of the visit beside the streams, of their days."""
    year = "from=2026-01-01&to=2026-12-31"
    for query_of in (f"?by=portal&value={number}&{year}", f"crm/?visit={number}", f"crm/?days={number}"):
        assert broken(as_anna, "get", f"/visits/{query_of}") == []
