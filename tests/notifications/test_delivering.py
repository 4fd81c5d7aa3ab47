"""A notification on its way: once, as long as it is of use, again after a pause, and the log says how it went (R18)."""

import datetime as dt

import pytest
import time_machine

from foyer.conversations.actions import accept_conversation, receive_message
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.lib import clock
from foyer.lib.jobs import run_pending_jobs
from foyer.notifications.actions import add_device, prune_deliveries
from foyer.notifications.models import Delivery, Device
from foyer.presence.looks import looks
from foyer.team.actions import deactivate_user, set_availability

pytestmark = pytest.mark.django_db(transaction=True)
Result = Delivery.Result


def react() -> None:
    while react_to_pending():
        pass
    run_pending_jobs()


@pytest.fixture
def ringing(device, boris, chat):
    """Vera's chat rings for Boris."""
    set_availability(boris, "online")
    react()
    return Delivery.objects.get()


@pytest.fixture
def later():
    """Moves the clock on."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield lambda seconds: (traveller.shift(seconds), run_pending_jobs())


def test_what_was_sent_stands_in_the_log_with_the_services_answer(ringing, device):
    assert (ringing.kind, ringing.result, ringing.status, ringing.tries) == ("ring", Result.SENT, 201, 1)
    assert ringing.device_name == "Chromium on Android"
    device.refresh_from_db()
    assert device.used_at is not None


def test_a_reaction_that_runs_again_sends_nothing_twice(ringing, service):
    Event.objects.update(reacted_at=None)
    react()
    assert len(service.taken) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(device, service, boris, chat, status):
    service.answers.append((status, {}))
    set_availability(boris, "online")
    react()
    assert not Device.objects.exists()
    assert (Delivery.objects.get().result, Delivery.objects.get().status) == (Result.GONE, status)


def test_a_service_in_trouble_is_asked_again_after_a_pause(later, device, service, boris, chat):
    service.answers += [(503, {}), (500, {})]
    set_availability(boris, "online")
    react()
    assert Delivery.objects.get().result == Result.WAITING
    later(9)
    assert len(service.taken) == 1
    later(2)
    later(61)
    assert (Delivery.objects.get().result, Delivery.objects.get().tries) == (Result.SENT, 3)


def test_who_says_when_to_come_back_is_left_alone_until_then(later, device, service, boris, chat):
    service.answers.append((429, {"Retry-After": "45"}))
    set_availability(boris, "online")
    react()
    later(20)
    assert len(service.taken) == 1
    later(26)
    assert Delivery.objects.get().result == Result.SENT


def test_what_the_service_refuses_for_good_is_not_tried_again(later, device, service, boris, chat):
    service.answers.append((400, {}))
    set_availability(boris, "online")
    react()
    later(3600)
    assert (Delivery.objects.get().result, Delivery.objects.get().status) == (Result.FAILED, 400)
    assert len(service.taken) == 1


def test_what_is_of_no_use_any_more_is_not_sent(later, device, service, boris, anna, chat):
    service.answers.append((503, {}))
    set_availability(boris, "online")
    react()
    accept_conversation(chat.pk, anna)
    later(11)
    assert Delivery.objects.get().result == Result.EXPIRED
    assert len(service.taken) == 1


def test_who_is_deactivated_meanwhile_is_told_nothing(later, device, service, boris, anna, chat):
    service.answers.append((503, {}))
    set_availability(boris, "online")
    react()
    deactivate_user(boris, anna)
    later(11)
    assert Delivery.objects.get().result == Result.EXPIRED


def test_who_has_a_page_before_them_is_not_disturbed_elsewhere(device, service, boris, chat):
    looks.set(boris.pk, "page", on=True)
    set_availability(boris, "online")
    react()
    assert service.taken == []


def test_many_lines_while_one_is_on_its_way_are_one_notification_that_counts_them(
    later, device, service, browser, boris, chat
):
    react()
    accept_conversation(chat.pk, boris)
    service.answers.append((503, {}))
    for number in range(4):
        receive_message(chat.pk, f"Line {number}", f"l-{number}")
        react()
    later(11)
    assert [body["title"] for body in opened(service, browser)] == ["2 new messages", "5 new messages"]


def opened(service, browser) -> list[dict]:
    return [browser.open(body) for _path, _headers, body in service.taken]


def test_each_device_of_a_user_is_told(device, service, boris, chat):
    other = service.browser("two")
    add_device(boris, other.subscription, "Firefox on Windows")
    set_availability(boris, "online")
    react()
    assert sorted(path for path, _headers, _body in service.taken) == ["/push/one", "/push/two"]


def test_the_log_goes_back_a_month(ringing):
    Delivery.objects.update(at=clock.now() - dt.timedelta(days=29))
    prune_deliveries()
    assert Delivery.objects.exists()
    Delivery.objects.update(at=clock.now() - dt.timedelta(days=31))
    prune_deliveries()
    assert not Delivery.objects.exists()
