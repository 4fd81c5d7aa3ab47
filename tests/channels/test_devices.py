"""A chat goes on on another device by a link that opens it once, soon, and nothing else (B24, T1, T4, T5, T6, R12)."""

import datetime as dt

import pytest
import time_machine

from foyer.channels.webchat import devices
from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import Rejected, page_of
from foyer.channels.webchat.models import DeviceLink
from foyer.conversations.models import Conversation, Message
from foyer.lib import clock
from foyer.portals.actions import create_portal
from tests.channels.test_webchat import begin
from tests.team.at_once import at_once

PHONE, STRANGER = "phone-browser-0123456789", "stranger-browser-012345"
ASKED = "phone-asks-0001"


@pytest.fixture
def session(shop):
    return begin(shop)[1]


def opened(shop, code, browser=PHONE, asked=ASKED):
    secret, session = devices.go_on(code, shop.pk, browser, asked)
    assert chat.open_session(secret, shop.pk) == session
    return secret, session


def refusal(shop, code, browser=PHONE, asked=ASKED):
    with pytest.raises(Rejected) as rejected:
        devices.go_on(code, shop.pk, browser, asked)
    return rejected.value.code


def test_the_link_opens_this_chat_and_both_secrets_go_on(shop):
    first, session = begin(shop)
    second, same = opened(shop, devices.new_link(session))

    assert (same, second != first) == (session, True)
    assert chat.open_session(first, shop.pk) == session
    chat.send(same, "From the phone", "c-2")
    assert [line["text"] for line in chat.snapshot(session, 0)[1]] == ["Hello", "other_device", "From the phone"]


def test_no_other_chat_of_the_person_is_seen(shop, session):
    begin(shop, id="client-id-0002", text="Another question of mine")
    _, same = opened(shop, devices.new_link(session))
    assert [line["text"] for line in chat.snapshot(same, 0)[1]] == ["Hello", "other_device"]


def test_a_code_opens_once(shop, session):
    code = devices.new_link(session)
    opened(shop, code)
    assert refusal(shop, code, STRANGER) == "gone"
    assert refusal(shop, code, PHONE, "phone-asks-0002") == "gone"


def test_whoever_lost_the_answer_asks_again_and_the_first_secret_is_void(shop, session):
    code = devices.new_link(session)
    lost, _ = opened(shop, code)
    opened(shop, code)
    assert chat.open_session(lost, shop.pk) is None
    assert Message.objects.filter(text="other_device").count() == 1


def test_a_code_is_over_after_a_quarter_of_an_hour(shop, session):
    code, now = devices.new_link(session), clock.now()
    with time_machine.travel(now + dt.timedelta(minutes=16), tick=False):
        assert refusal(shop, code) == "gone"
    with time_machine.travel(now + dt.timedelta(minutes=14), tick=False):
        opened(shop, code)


def test_only_the_newest_link_opens(shop, session):
    older, newer = devices.new_link(session), devices.new_link(session)
    assert refusal(shop, older) == "gone"
    opened(shop, newer)


def test_a_chat_that_has_ended_has_no_link(shop, session):
    code = devices.new_link(session)
    chat.end(session)
    assert refusal(shop, code) == "gone"
    with pytest.raises(Rejected, match="ended"):
        devices.new_link(session)


@pytest.mark.parametrize("change", [lambda c: c[:-1], lambda c: c + "A", str.swapcase, lambda c: "", lambda c: "\x00é"])
def test_what_is_tampered_with_or_guessed_is_answered_like_what_is_used(shop, session, change):
    assert refusal(shop, change(devices.new_link(session))) == "gone"
    assert not DeviceLink.objects.exclude(used_at=None).exists()


def test_the_portal_next_door_opens_nothing(shop, session, anna):
    other = create_portal(anna, "Garden", "https://garden.example")
    assert refusal(other, devices.new_link(session)) == "gone"
    secret, _ = opened(shop, devices.new_link(session))
    assert chat.open_session(secret, other.pk) is None


def test_neither_code_nor_secret_is_stored(shop, session):
    code = devices.new_link(session)
    secret, _ = opened(shop, code)
    stored = str(DeviceLink.objects.values())
    assert code not in stored
    assert secret not in stored


def test_five_devices_are_all(shop, session):
    for number in range(devices.MOST_DEVICES):
        opened(shop, devices.new_link(session), asked=f"phone-asks-{number:04}")
    with pytest.raises(Rejected, match="devices_many"):
        devices.new_link(session)


def test_the_browser_of_the_link_is_joined_with_nobody(shop, session):
    """Who opens a link of somebody else becomes neither that person nor a record (T6)."""
    opened(shop, devices.new_link(session), STRANGER)
    assert Conversation.objects.get().actor.ref.endswith("vera-browser-0123456789")


@pytest.mark.django_db(transaction=True)
def test_of_two_that_open_it_at_once_one_wins(shop):
    _, session = begin(shop)
    code = devices.new_link(session)

    def attempt(browser):
        try:
            return devices.go_on(code, shop.pk, browser, ASKED)[0]
        except Rejected as rejected:
            return rejected.code

    assert sorted(answer == "gone" for answer in at_once(attempt, [PHONE, STRANGER])) == [False, True]


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//evil.example", "ftp://x", 7, "#foyer-chat=x"])
def test_a_link_stands_on_a_page_of_the_web(url):
    with pytest.raises(Rejected, match="malformed"):
        page_of({"url": url})
    assert page_of({"url": "https://shop.example/a?b=1#c"}) == "https://shop.example/a?b=1"
