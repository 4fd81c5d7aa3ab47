"""Devices come and go with who is signed in there (T7, T8, E32)."""

import pytest

from foyer.events.models import Event
from foyer.notifications.actions import (
    MOST_DEVICES,
    add_device,
    choose_ways,
    keep_devices_of_session,
    remove_device,
    remove_devices_of_session,
)
from foyer.notifications.kinds import KINDS, PUSH, SOUND, WINDOW, told_by
from foyer.notifications.models import Device
from foyer.notifications.queries import devices_of
from foyer.presence.looks import Looks

pytestmark = pytest.mark.django_db


def test_the_same_browser_again_is_the_same_device(boris, browser, device):
    again = add_device(boris, browser.subscription, "Chromium 151 on Android", "session-2")
    assert again.pk == device.pk
    assert [each.name for each in devices_of(boris)] == ["Chromium 151 on Android"]


def test_a_browser_belongs_to_who_signed_in_there_last(anna, boris, browser, device):
    add_device(anna, browser.subscription, "Phone")
    assert (devices_of(boris), len(devices_of(anna))) == ([], 1)


def test_whoever_signs_out_hears_nothing_there_any_more(boris, service, device):
    add_device(boris, service.browser("two").subscription, "Other", "session-2")
    remove_devices_of_session(boris, "session-1")
    assert [each.name for each in devices_of(boris)] == ["Other"]


def test_a_new_password_silences_all_other_devices(boris, service, device):
    add_device(boris, service.browser("two").subscription, "Other", "session-2")
    keep_devices_of_session(boris, "session-1", "session-3")
    remove_devices_of_session(boris, "session-2")
    assert [each.name for each in devices_of(boris)] == ["Chromium on Android"]
    remove_devices_of_session(boris, "session-3")
    assert devices_of(boris) == []


def test_nobody_takes_off_the_device_of_another(anna, device):
    with pytest.raises(Device.DoesNotExist):
        remove_device(anna, device.pk)


def test_the_oldest_of_too_many_goes(boris, service, device):
    for number in range(MOST_DEVICES):
        add_device(boris, service.browser(str(number)).subscription, f"Phone {number}")
    assert len(devices_of(boris)) == MOST_DEVICES
    assert device not in devices_of(boris)


def test_devices_that_come_and_go_stand_among_the_events(boris, device):
    remove_device(boris, device.pk)
    found = Event.objects.filter(subject_type="device").values_list("kind", "user")
    assert list(found.order_by("pk")) == [("DeviceAdded", boris.pk), ("DeviceRemoved", boris.pk)]


def test_who_has_chosen_nothing_is_told_what_is_worth_it(boris):
    assert told_by(boris, PUSH).split() == ["ring", "line", "handed", "missed", "mention", "reminder"]
    assert told_by(boris, SOUND).split() == ["ring", "handed"]


def test_what_is_chosen_holds_and_what_is_not_on_offer_is_not_kept(boris):
    choose_ways(boris, {"ring": ["window", "push", "nonsense"], "nonsense": ["push"]}, shows_words=False)
    boris.refresh_from_db()
    assert boris.notify == {kind.key: (["push"] if kind.key == "ring" else []) for kind in KINDS}
    assert (told_by(boris, PUSH), told_by(boris, WINDOW)) == ("ring", "")


def test_one_has_a_page_before_them_until_the_last_one_is_behind():
    looks = Looks()
    looks.set(7, "a", on=True)
    looks.set(7, "b", on=True)
    looks.set(7, "a", on=False)
    assert (looks.has(7), looks.has(8)) == (True, False)
    looks.set(7, "b", on=False)
    looks.set(7, "b", on=False)
    assert not looks.has(7)
