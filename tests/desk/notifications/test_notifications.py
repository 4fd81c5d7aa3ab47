"""A user's own notifications: ways, devices, test, log (E32, B17, T7, T24)."""

import pytest
from django.test import Client

from foyer.notifications.actions import start_test
from foyer.notifications.delivering import send_now
from foyer.notifications.models import Delivery, Device
from tests.project.world import with_token

PAGE, DEVICES = "/profile/notifications/", "/profile/devices/"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
pytestmark = pytest.mark.django_db


def fields(browser) -> dict[str, str]:
    """What a browser posts of itself."""
    given = browser.subscription
    return {"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth}


def test_a_browser_signs_up_under_a_name_that_people_know(as_boris, browser, boris):
    answer = as_boris.post(DEVICES, fields(browser), headers={"User-Agent": LINUX})
    device = Device.objects.get()
    assert answer.json() == {"device": device.pk}
    assert (device.user, device.name) == (boris, "Chrome on Linux")
    assert "Chrome on Linux" in as_boris.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://169.254.169.254/"},
        {"endpoint": "https://evil.example/" + "x" * 5000},
        {"endpoint": ""},
        {"p256dh": "é\0"},
        {"auth": ""},
    ],
)
def test_what_is_no_subscription_is_refused_and_nothing_kept(as_boris, browser, wrong):
    assert as_boris.post(DEVICES, fields(browser) | wrong).status_code == 422
    assert not Device.objects.exists()


def test_signing_out_silences_the_browser_and_no_other(as_boris, as_anna, service, device):
    as_boris.post(DEVICES, fields(service.browser("mine")))
    as_anna.post(DEVICES, fields(service.browser("annas")))
    as_boris.post("/logout/")
    assert {each.endpoint.rsplit("/", 1)[1] for each in Device.objects.all()} == {"one", "annas"}


def test_the_test_says_what_the_push_service_answered(as_boris, service, browser, device):
    answer = as_boris.post(f"{DEVICES}{device.pk}/test/").json()
    assert answer == {"sent": True, "words": "The push service took it (201).", "test": Delivery.objects.get().pk}
    assert browser.open(service.taken[0][2])["test"] == answer["test"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (410, "takes no notifications any more (410)"),
        (403, "does not know this Foyer (403)"),
        (400, "refused it (400)"),
        (503, "is tried again"),
    ],
)
def test_the_test_says_what_is_wrong_and_so_does_the_log(as_boris, service, device, status, words):
    service.answers.append((status, {}))
    answer = as_boris.post(f"{DEVICES}{device.pk}/test/").json()
    assert not answer["sent"]
    assert words in answer["words"]
    assert words in as_boris.get(PAGE).content.decode()


def test_a_device_is_taken_off(as_boris, device):
    assert as_boris.post(f"{DEVICES}{device.pk}/removal/").status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize("act", ["removal", "test"])
def test_nobody_sees_or_touches_devices_and_log_of_another(as_anna, service, device, act):
    send_now(start_test(device))
    assert as_anna.post(f"{DEVICES}{device.pk}/{act}/").status_code == 404
    assert "Chromium on Android" not in as_anna.get(PAGE).content.decode()
    assert Device.objects.exists()


@pytest.mark.parametrize("path", [PAGE, DEVICES, f"{DEVICES}1/removal/", f"{DEVICES}1/test/"])
def test_strangers_and_tokens_have_no_notifications(db, boris, path):
    for client in (Client(), with_token(boris)):
        assert client.post(path).status_code == 302


def test_what_is_chosen_is_saved_and_shown(as_boris, boris):
    as_boris.post(PAGE, {"ring": ["push"], "form": ["window", "sound"], "shows_words": "on"})
    boris.refresh_from_db()
    assert boris.shows_words
    page = as_boris.get(PAGE).content.decode()
    assert 'data-windows="form" data-sounds="form"' in page


def test_the_log_goes_on_on_the_next_page(as_boris, boris, device):
    for number in range(31):
        Delivery.objects.create(user=boris, device_name=f"Phone {number}.", kind="ring", subject_id=1, result="sent")
    page = as_boris.get(PAGE)
    assert "Phone 0." not in page.content.decode()
    older = as_boris.get(f"{PAGE}?before={Delivery.objects.order_by('pk')[1].pk}").content.decode()
    assert "Phone 0." in older


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "%00"])
def test_a_place_in_the_log_that_is_none_is_the_beginning(as_boris, before):
    assert as_boris.get(f"{PAGE}?before={before}").status_code == 200


def test_the_page_asks_four_questions(as_boris, boris, device, django_assert_num_queries):
    as_boris.get(PAGE)
    with django_assert_num_queries(4):
        as_boris.get(PAGE)
