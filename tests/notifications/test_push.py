"""One message to one device, held against the RFCs by a push service of our own (E32, T24)."""

import dataclasses
import stat

import pytest

from foyer.lib import http
from foyer.notifications import push as pushing
from foyer.notifications.push import checked, public_key, push
from foyer.notifications.types import BadSubscription, Subscription

pytestmark = pytest.mark.django_db
HELLO = {"title": "Vera waits", "body": "Grüße, çà et là 🙂"}


def sent(browser, **more):
    return push(browser.subscription, HELLO, **{"topic": "conversation-1", "useful_s": 60, "is_urgent": True} | more)


def test_only_the_browser_can_read_what_is_sent(service, browser):
    assert sent(browser).is_sent
    path, _headers, body = service.taken[0]
    assert path == "/push/one"
    assert b"Vera" not in body
    assert browser.open(body) == HELLO


def test_how_long_how_urgent_and_what_it_replaces_is_told_to_the_service(service, browser):
    sent(browser)
    sent(browser, is_urgent=False, topic="conversation-2")
    first, second = (headers for _path, headers, _body in service.taken)
    assert (first["ttl"], first["urgency"], second["urgency"]) == ("60", "high", "normal")
    assert first["topic"] != second["topic"]
    assert len(first["topic"]) == 32


def test_no_two_messages_are_sealed_alike(service, browser):
    sent(browser)
    sent(browser)
    assert len({body[:86] for _path, _headers, body in service.taken}) == 2


def test_the_key_is_made_once_and_only_its_owner_reads_it(service, tmp_path, browser):
    key = public_key()
    assert len(key) == 87
    assert public_key() == key
    assert stat.S_IMODE((tmp_path / "push_key").stat().st_mode) == 0o600
    pushing._keys.cache_clear()  # as after a restart
    assert public_key() == key


@pytest.mark.parametrize(
    ("status", "is_sent", "is_gone", "again"),
    [
        (201, True, False, False),
        (202, True, False, False),
        (400, False, False, False),
        (401, False, False, False),
        (403, False, False, False),
        (404, False, True, False),
        (408, False, False, True),
        (410, False, True, False),
        (413, False, False, False),
        (429, False, False, True),
        (500, False, False, True),
        (503, False, False, True),
    ],
)
def test_what_the_service_says_is_understood(service, browser, status, is_sent, is_gone, again):
    service.answers.append((status, {}))
    outcome = sent(browser)
    assert (outcome.status, outcome.is_sent, outcome.is_gone, outcome.again) == (status, is_sent, is_gone, again)


@pytest.mark.parametrize(("told", "after_s"), [("120", 120), ("nonsense", 0), ("-5", 0), ("9" * 400, 999_999_999)])
def test_how_long_to_wait_is_read_with_care(service, browser, told, after_s):
    service.answers.append((429, {"Retry-After": told}))
    assert sent(browser).after_s == after_s


def test_a_service_that_hangs_is_left_and_tried_again(service, browser, monkeypatch):
    monkeypatch.setattr(http, "WAIT_S", 0.2)
    service.hang_s = 1
    outcome = sent(browser)
    assert (outcome.status, outcome.reason, outcome.again) == (None, "timeout", True)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/https://fcm.googleapis.com/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_ever_sent_to_who_is_no_push_service(service, browser, endpoint):
    foreign = dataclasses.replace(browser.subscription, endpoint=endpoint)
    with pytest.raises(BadSubscription, match="service"):
        checked(foreign)
    outcome = push(foreign, HELLO, topic="x", useful_s=60, is_urgent=True)
    assert (outcome.reason, outcome.again) == ("refused", False)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/QABC",
    ],
)
def test_the_services_of_all_browsers_are_known(browser, endpoint):
    checked(dataclasses.replace(browser.subscription, endpoint=endpoint))


@pytest.mark.parametrize(
    ("p256dh", "auth"), [("", ""), ("é", "x"), ("AAAA", "BBBB"), ("B" + "A" * 86, "MDEyMzQ1Njc4OWFiY2RlZg"), ("=", "=")]
)
def test_keys_that_are_none_are_refused(service, browser, p256dh, auth):
    with pytest.raises(BadSubscription, match="keys"):
        checked(Subscription(browser.endpoint, p256dh, auth))
    with pytest.raises(BadSubscription, match="keys"):
        checked(dataclasses.replace(browser.subscription, auth="x" * 20))
