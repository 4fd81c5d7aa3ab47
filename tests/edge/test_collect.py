"""`POST /collect` answers alike on the fast path and on the ASGI route (T23, T26, T27, T34, R17; P1)."""

import json
import socket

import pytest

from foyer.presence.invitations import Waiting, invitations
from foyer.presence.watched import watched
from tests.edge.server import answers, hit_server
from tests.visits.hits import KEY, VERA, body, hit

PAGE = "https://shop.example"
INVALID = "Invalid HTTP request received."
INVITED, ELSEWHERE = "invited-browser-000001", "invited-browser-000002"


@pytest.fixture(scope="module", params=["fast", "asgi"])
def server(request, tmp_path_factory):
    with hit_server(tmp_path_factory.mktemp(request.param), fast=request.param == "fast") as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def agents_wrote_first():
    """To a browser of this machine, and to one of another network."""
    invitations.replace([Waiting(7, 1, INVITED, "127.0.0.0"), Waiting(8, 1, ELSEWHERE, "203.0.113.0")])
    yield
    invitations.replace([])


def request(
    data: bytes, *headers: str, method: str = "POST", path: str = "/collect", length: int | None = None
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: foyer.example", "User-Agent: Firefox", *headers]
    if length != -1:
        lines.append(f"Content-Length: {len(data) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def fresh(**fields) -> bytes:
    return body(hit(**fields))


TABLE = {
    "a hit of the portal's page": (request(fresh(), f"Origin: {PAGE}"), (204, "")),
    "a hit of a subdomain": (request(fresh(), "Origin: https://m.shop.example"), (204, "")),
    "text/plain from a beacon": (request(fresh(), f"Origin: {PAGE}", "Content-Type: text/plain"), (204, "")),
    "a list of hits": (request(body(hit(), hit("beat", seconds=3)), f"Origin: {PAGE}"), (204, "")),
    "no origin but a referer": (request(fresh(), f"Referer: {PAGE}/alder"), (204, "")),
    "a server without origin and referer": (request(fresh()), (204, "")),
    "Foyer's own pages": (request(fresh(), "Origin: http://foyer.example"), (204, "")),
    "an invited browser": (request(fresh(browser=INVITED), f"Origin: {PAGE}"), (200, "invited")),
    "an invited browser with several hits": (
        request(body(hit(browser=INVITED), hit("beat", browser=INVITED, seconds=3)), f"Origin: {PAGE}"),
        (200, "invited"),
    ),
    "an invited browser without a page": (request(fresh(browser=INVITED)), (204, "")),
    "an invited browser on another website": (
        request(fresh(browser=INVITED), "Origin: https://evil.example"),
        (403, "origin"),
    ),
    "an invited browser whose page has no chat": (
        request(fresh(browser=INVITED, portal="p_iconless"), f"Origin: {PAGE}"),
        (204, ""),
    ),
    "the name of a browser that was invited elsewhere": (
        request(fresh(browser=ELSEWHERE), f"Origin: {PAGE}"),
        (204, ""),
    ),
    "another website": (request(fresh(), "Origin: https://evil.example"), (403, "origin")),
    "a name that only ends alike": (request(fresh(), "Origin: https://evilshop.example"), (403, "origin")),
    "a name that only begins alike": (request(fresh(), "Origin: https://shop.example.evil.example"), (403, "origin")),
    "a sandboxed page": (request(fresh(), "Origin: null"), (403, "origin")),
    "a foreign referer": (request(fresh(), "Referer: https://evil.example/"), (403, "origin")),
    "an unknown key": (request(fresh(portal="p_nobody"), f"Origin: {PAGE}"), (403, "unknown_key")),
    "a disabled portal": (request(fresh(portal="p_disabled"), f"Origin: {PAGE}"), (403, "unknown_key")),
    "without the consent that is asked": (request(fresh(portal="p_asks"), f"Origin: {PAGE}"), (403, "consent")),
    "one of two without consent": (
        request(body(hit(portal="p_asks", consent="yes"), hit(portal="p_asks")), f"Origin: {PAGE}"),
        (403, "consent"),
    ),
    "another word than yes": (request(fresh(portal="p_asks", consent="ask"), f"Origin: {PAGE}"), (403, "consent")),
    "with the consent that is asked": (request(fresh(portal="p_asks", consent="yes"), f"Origin: {PAGE}"), (204, "")),
    "no JSON": (request(b"hello", f"Origin: {PAGE}"), (400, "malformed")),
    "an empty body": (request(b"", f"Origin: {PAGE}"), (400, "malformed")),
    "bytes that are no UTF-8": (request(b"\xff\xfe\x00", f"Origin: {PAGE}"), (400, "malformed")),
    "a lone surrogate": (request(fresh().replace(b"Page", b"\\ud800"), f"Origin: {PAGE}"), (400, "malformed")),
    "deep nesting": (request(b"[" * 50_000, f"Origin: {PAGE}"), (400, "malformed")),
    "a wrong type": (request(fresh(seconds="many"), f"Origin: {PAGE}"), (400, "malformed")),
    "too big": (request(b"x" * 70_000, f"Origin: {PAGE}"), (413, "too_big")),
    "a form feed in the origin": (request(fresh(), "Origin: https://shop.example\f"), None),
    "GET": (request(b"", method="GET"), (405, "post")),
    "a method in small letters": (request(fresh(), f"Origin: {PAGE}", method="post"), (400, INVALID)),
    "a query": (request(fresh(), f"Origin: {PAGE}", path="/collect?at=1"), (204, "")),
    "an absolute address": (request(fresh(), f"Origin: {PAGE}", path="http://foyer.example/collect"), (204, "")),
    "an empty line before it": (b"\r\n" + request(fresh(), f"Origin: {PAGE}"), (204, "")),
    "an empty head before it": (b"\r\n\r\n" + request(fresh(), f"Origin: {PAGE}"), (204, "")),
    "the length told twice": (request(fresh(), "Content-Length: 5"), (400, INVALID)),
    "a length and chunks": (request(fresh(), "Transfer-Encoding: chunked"), (400, INVALID)),
    "a length that no number holds": (request(b"", length=10**30), (400, INVALID)),
    "a line without a colon": (request(fresh(), "Origin"), (400, INVALID)),
    "a chunk of no size": (
        request(b"many\r\nhello\r\n", f"Origin: {PAGE}", "Transfer-Encoding: chunked", length=-1),
        (400, INVALID),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_request_gets_its_answer_and_the_same_when_its_head_is_known(server, name):
    data, expected = TABLE[name]
    (got,), (again,) = answers(server.talk(data)), answers(server.talk(data))
    assert again == got
    assert got == expected if expected else got[0] < 500


def test_an_accepted_hit_is_on_disk_with_what_the_connection_says(server):
    marker = fresh(title="On disk")
    server.talk(request(marker, f"Origin: {PAGE}"))
    (entry,) = [entry for entry in server.stored() if entry.body == marker]
    assert (entry.ip, entry.agent, entry.verified) == ("127.0.0.1", "Firefox", True)


def test_a_refused_hit_is_not_on_disk(server):
    marker = fresh(title="Refused")
    server.talk(request(marker, "Origin: https://evil.example"))
    assert marker not in [entry.body for entry in server.stored()]


def test_a_hit_without_origin_is_marked_unverified(server):
    marker = fresh(title="Somebody's script")
    server.talk(request(marker))
    assert [entry.verified for entry in server.stored() if entry.body == marker] == [False]


def test_the_page_cannot_tell_another_address(server):
    marker = fresh(title="Spoofed")
    server.talk(request(marker, "X-Forwarded-For: 8.8.8.8", f"Origin: {PAGE}"))
    assert [entry.ip for entry in server.stored() if entry.body == marker] == ["127.0.0.1"]


def test_pipelined_requests_are_answered_in_their_order(server):
    good, bad = request(fresh(), f"Origin: {PAGE}"), request(b"{", f"Origin: {PAGE}")
    page = request(b"", method="GET", path="/elsewhere")
    got = answers(server.talk(good + bad + page + good + good + page, count=6))
    assert [status for status, _ in got] == [204, 400, 200, 204, 204, 200]


def test_a_request_that_comes_byte_by_byte_is_taken(server):
    data = request(fresh(title="Slowly"), f"Origin: {PAGE}", "Connection: close")
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        for index in range(len(data)):
            connection.sendall(data[index : index + 1])
        assert connection.recv(100).startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize("place", [1, 30, -300, -270, -1])
def test_a_known_request_in_two_pieces_is_answered_like_one_in_one(server, place):
    marker = fresh(title=f"Cut at {place}")
    data = request(marker, f"Origin: {PAGE}")
    server.talk(data)
    got = answers(server.talk_in_pieces([data[:place], data[place:] + data[:place], data[place:]], count=2))
    assert [status for status, _ in got] == [204, 204]
    assert [entry.body for entry in server.stored()].count(marker) == 3


def test_what_a_known_head_says_is_told_of_each_who_sends_it(server):
    bodies = [fresh(title="First"), fresh(title="Other")]
    for data in bodies:
        server.talk(request(data, f"Origin: {PAGE}"))
    taken = [entry for entry in server.stored() if entry.body in bodies]
    assert {(entry.ip, entry.agent, entry.verified) for entry in taken} == {("127.0.0.1", "Firefox", True)}


def test_who_waits_to_be_asked_for_the_body_is_asked(server):
    data = request(fresh(), f"Origin: {PAGE}", "Expect: 100-continue")
    assert answers(server.talk(data, count=2)) == [(100, ""), (204, "")]


def test_a_chunked_body_is_taken(server):
    data = fresh(title="Chunked")
    head = f"POST /collect HTTP/1.1\r\nHost: x\r\nUser-Agent: F\r\nOrigin: {PAGE}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunked = head.encode() + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)
    assert answers(server.talk(chunked)) == [(204, "")]


def test_http_1_0_is_taken_and_the_connection_closed(server):
    data = request(fresh(), f"Origin: {PAGE}").replace(b"HTTP/1.1", b"HTTP/1.0")
    assert server.talk(data).split()[1] == b"204"


@pytest.mark.parametrize("length", ["-5", "abc", "1, 2", ""])
def test_a_bad_length_is_a_bad_request_and_no_crash(server, length):
    raw = server.talk(f"POST /collect HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    assert not raw or raw.split()[1] == b"400"
    assert answers(server.talk(request(fresh(), f"Origin: {PAGE}"))) == [(204, "")]


def test_a_body_that_breaks_off_leaves_the_server_well(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(request(b'{"v":1', f"Origin: {PAGE}", length=500))
    assert answers(server.talk(request(fresh(), f"Origin: {PAGE}"))) == [(204, "")]


def test_any_page_may_read_the_answer_but_never_with_credentials(server):
    raw = server.talk(request(fresh(), f"Origin: {PAGE}")).lower()
    assert b"access-control-allow-origin: *" in raw
    assert b"access-control-allow-credentials" not in raw
    assert b"cache-control: no-store" in raw


def test_an_invited_browser_keeps_its_connection_and_its_hits(server):
    marker = fresh(browser=INVITED, title="Read by an agent")
    data = request(marker, f"Origin: {PAGE}")
    got = answers(server.talk(data + request(fresh(), f"Origin: {PAGE}") + data, count=3))
    assert [status for status, _ in got] == [200, 204, 200]
    assert marker in [entry.body for entry in server.stored()]


def test_while_an_agent_sees_the_board_each_page_with_a_chat_is_called_to_its_socket(server):
    watched.look([1], [])
    pages = [
        request(fresh(), f"Origin: {PAGE}"),
        request(fresh()),
        request(fresh(portal="p_iconless"), f"Origin: {PAGE}"),
    ]
    assert [status for status, _ in answers(server.talk(b"".join(pages), count=3))] == [200, 204, 204]


def test_an_invitation_names_nothing_and_may_be_read_by_the_page_alone(server):
    raw = server.talk(request(fresh(browser=INVITED), f"Origin: {PAGE}")).lower()
    assert b"access-control-allow-origin: *" in raw
    assert b"cache-control: no-store" in raw
    assert raw.endswith(b"\r\n\r\ninvited")


def test_a_preflight_is_allowed(server):
    raw = server.talk(request(b"", f"Origin: {PAGE}", "Access-Control-Request-Method: POST", method="OPTIONS"))
    assert raw.startswith(b"HTTP/1.1 204")
    assert b"access-control-allow-headers: content-type" in raw


def test_naughty_strings_in_every_field_never_break_it(server):
    lines = [
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\u202eabc",
        "\x00",
        "🦄" * 100,
        "../../etc/passwd",
        "%s%n",
        "{{7*7}}",
    ]
    fields = ("title", "referrer", "language", "screen", "name", "page", "id", "url", "browser", "portal", "type")
    for line in lines:
        for name in fields:
            data = json.dumps(hit() | {name: line}).encode()
            (got,) = answers(server.talk(request(data, f"Origin: {PAGE}")))
            assert got[0] in {204, 400, 403}, (name, line)


def test_too_many_hits_of_one_address_are_slowed_down_but_never_this_machine(tmp_path):
    from foyer.edge.guard import PortalBook, PortalEntry
    from foyer.edge.hits import SLOW_DOWN, Collector, Sender
    from foyer.visits.hit import Refused
    from foyer.visits.journal import Journal

    book = PortalBook()
    book.replace([PortalEntry(key=KEY, portal_id=1, domains=(), is_enabled=True, show_chat_icon=True)])
    journal = Journal(tmp_path / "journal.sqlite3")
    collector = Collector(journal, book, hits_per_second=5)
    for _ in range(100):
        collector.take(fresh(browser=VERA), Sender("127.0.0.1"), lambda stored: None)
    taken = 0
    with pytest.raises(Refused) as caught:  # noqa: PT012  one of them is refused
        while taken < 100:
            collector.take(fresh(browser=VERA), Sender("192.0.2.9"), lambda stored: None)
            taken += 1
    assert (caught.value, taken) == (SLOW_DOWN, 20)
    journal.start()
    journal.close()
