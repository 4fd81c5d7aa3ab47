"""The way out to other servers goes only where it may (T24)."""

import socket
import threading

import pytest

from foyer.lib import http
from foyer.lib.http import Reach, Unreachable, is_public, post

KNOWN = Reach(hosts=("push.example", ".notify.example"))
OUTSIDE = [
    "http://push.example/x",
    "https://push.example:8443/x",
    "https://push.example@evil.example/x",
    "https://evil.example/push.example",
    "https://evilpush.example/",
    "https://push.example.evil.example/",
    "https://notify.example/",
    "https://xnotify.example/",
    "https:/push.example/x",
    "//push.example/x",
    "ftp://push.example/",
    "javascript:alert(1)",
    "https://[::1/",
    "https://push.example:99999/",
    "https://push.example:0/",
    "https://user@push.example/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::]/",
    "https://pusH.exаmple/",
    "https://push.example\\@evil.example/",
]
PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ff02::1",
]


@pytest.mark.parametrize(
    "url", [*OUTSIDE, "", "https://push.example/\n", "https://push.example/ x", "https://push.example/" + "x" * 2000]
)
def test_what_is_not_named_is_outside(url):
    assert not KNOWN.has(url)


@pytest.mark.parametrize(
    "url", ["https://push.example/a/b?c=d", "https://PUSH.example/x", "https://a.b.notify.example:443/"]
)
def test_what_is_named_is_inside(url):
    assert KNOWN.has(url)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_the_own_network_is_public_in_any_spelling(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4001:80b::200e", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


def test_a_known_name_that_leads_into_the_own_network_is_not_asked(monkeypatch):
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_, **__: inside)
    with pytest.raises(Unreachable, match="address"):
        post("https://push.example/x", b"", {}, KNOWN)


@pytest.fixture
def server():
    """Answers the first request with what the test puts there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def answered(server, answer: bytes | None) -> Reach:
    def serve():
        peer, _ = server.accept()
        with peer:
            peer.recv(65536)
            if answer is None:
                peer.recv(1)
            else:
                peer.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return Reach(origins=(f"http://127.0.0.1:{server.getsockname()[1]}",))


def test_an_answer_is_its_status_and_its_head(server):
    reach = answered(server, b"HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nsec")
    answer = post(f"{reach.origins[0]}/x", b"body", {"TTL": "60"}, reach)
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")


def test_nobody_is_followed_elsewhere(server):
    reach = answered(server, b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n")
    assert post(f"{reach.origins[0]}/x", b"", {}, reach).status == 302


@pytest.mark.parametrize("limit", ["WAIT_S", "WHOLE_S"])
def test_who_does_not_answer_is_not_waited_for(server, monkeypatch, limit):
    monkeypatch.setattr(http, limit, 0.2)
    reach = answered(server, None)
    with pytest.raises(Unreachable, match=r"timeout|connection"):
        post(f"{reach.origins[0]}/x", b"", {}, reach)


def test_what_is_no_answer_is_a_broken_connection(server):
    reach = answered(server, b"SSH-2.0-OpenSSH\r\n")
    with pytest.raises(Unreachable, match="connection"):
        post(f"{reach.origins[0]}/x", b"", {}, reach)
