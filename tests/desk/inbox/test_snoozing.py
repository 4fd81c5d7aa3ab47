"""Snoozing a chat from the inbox: the times that are offered, where it stands, and who may not (ui.md, inbox)."""

import datetime as dt

import pytest
import time_machine

from foyer.conversations.actions import accept_conversation
from foyer.conversations.models import Conversation
from foyer.conversations.snoozing import bring_due_back, snooze
from foyer.desk.inbox.snoozing import choices
from foyer.lib import clock
from tests.desk.chats import HTMX, browser, chat

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def talk(shop, boris):
    return accept_conversation(chat(browser(shop), name="Lena Ewert").pk, boris)


def put_aside(client, talk, **given):
    return client.post(f"/inbox/{talk.pk}/snoozing/", given, follow=True)


def offered(now: dt.datetime) -> dict[str, str]:
    return {choice.key: choice.at.strftime("%a %d %H:%M") for choice in choices(now)}


def test_the_times_that_are_offered_fit_the_day():
    assert offered(TUESDAY) == {
        "hour": "Tue 10 13:00",
        "evening": "Tue 10 17:00",
        "tomorrow": "Wed 11 09:00",
        "monday": "Mon 16 09:00",
    }
    assert "evening" not in offered(TUESDAY.replace(hour=16))
    assert "monday" not in offered(TUESDAY.replace(day=15))


def test_a_snoozed_chat_stands_by_itself_until_its_time(as_boris, talk):
    assert "<dialog" in as_boris.get(f"/inbox/{talk.pk}/snoozing/", **HTMX).content.decode()
    page = put_aside(as_boris, talk, until="tomorrow").content.decode()
    assert "Snoozed until Wed 11 Nov 09:00" in page
    rows = as_boris.get("/inbox/rows/?view=mine").content.decode()
    assert '<h2 class="cap">Snoozed</h2>' in rows
    assert "data-waits" not in rows
    shown = as_boris.get(f"/inbox/{talk.pk}/").content.decode()
    assert "Snoozed until Wed 11 Nov 09:00" in shown
    assert "Take it up now" in shown
    bring_due_back(TUESDAY + dt.timedelta(days=1))
    assert "Snoozed" not in as_boris.get("/inbox/rows/?view=mine").content.decode()


def test_the_toast_takes_it_back(as_boris, talk):
    page = put_aside(as_boris, talk, until="hour").content.decode()
    undo = f"/inbox/{talk.pk}/taking-up/"
    assert undo in page
    as_boris.post(undo)
    assert Conversation.objects.get().snoozed_until is None


def test_another_time_is_that_of_the_users_clock(as_boris, boris, talk):
    """D23."""
    boris.time_zone = "Europe/Berlin"
    boris.save()
    put_aside(as_boris, talk, until="own", at="2026-11-12T08:30")
    assert Conversation.objects.get().snoozed_until == dt.datetime(2026, 11, 12, 7, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "at", ["", "soon", "2026-11-09T08:30", "2036-01-01T08:30", "0001-01-01T00:00", "9999-12-31T23:59"]
)
def test_what_is_no_time_to_come_is_said_and_kept(as_boris, talk, at):
    answer = put_aside(as_boris, talk, until="own", at=at)
    assert answer.status_code == 422
    assert "Choose a" in answer.content.decode()
    assert f'value="{at}"' in answer.content.decode()
    assert Conversation.objects.get().snoozed_until is None


def test_who_has_no_part_in_it_is_not_offered_and_refused(as_anna, talk, boris):
    """T7."""
    assert "data-snooze" not in as_anna.get(f"/inbox/{talk.pk}/").content.decode()
    assert "Only who answers" in put_aside(as_anna, talk, until="hour").content.decode()
    snooze(talk.pk, boris, clock.now() + dt.timedelta(hours=1))
    assert "Only who answers" in as_anna.post(f"/inbox/{talk.pk}/taking-up/", follow=True).content.decode()
    assert Conversation.objects.get().snoozed_until is not None


def test_a_pop_up_tells_that_it_is_back(as_boris, talk):
    shown = as_boris.get(f"/inbox/{talk.pk}/popup/?back").content.decode()
    assert "is back: you snoozed the chat until now" in shown
