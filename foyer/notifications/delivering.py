"""The job that brings one notification to one device: as long as it is of use, with growing pauses (R18)."""

import datetime as dt

from django.db import transaction
from django.utils import translation

from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.jobs import Failed, prompt_job
from foyer.lib.jobs.retries import PAUSES_S
from foyer.notifications.kinds import BY_KEY
from foyer.notifications.models import Delivery, Device
from foyer.notifications.push import Outcome, push
from foyer.notifications.texts import Told, told_of
from foyer.notifications.types import DeviceRemoved, Subscription

MOST_TRIES = len(PAUSES_S) + 1


@prompt_job
def deliver(delivery_id: int) -> None:
    """Sends it when it is still of use. Raises Failed when it is to be tried again."""
    found = Delivery.objects.select_related("device", "user").filter(pk=delivery_id, result=Delivery.Result.WAITING)
    delivery = found.first()
    if delivery is None:
        return
    outcome = send_now(delivery)
    if outcome and outcome.again and delivery.result == Delivery.Result.WAITING:
        raise Failed(f"push service: {outcome.status or outcome.reason}", after_s=outcome.after_s)


def send_now(delivery: Delivery) -> Outcome | None:
    """One try, and what came of it in the log; None when there is nothing to tell any more."""
    device = delivery.device
    told = _told(delivery) if device else None
    if device is None or told is None:
        _close(delivery, Delivery.Result.EXPIRED)
        return None
    kind = BY_KEY[delivery.kind]
    to = Subscription(device.endpoint, device.p256dh, device.auth)
    message = {**told.message(), "language": delivery.user.language}
    outcome = push(to, message, topic=told.tag, useful_s=kind.useful_s, is_urgent=kind.is_urgent)
    _note(delivery, device, outcome)
    return outcome


def _told(delivery: Delivery) -> Told | None:
    """In the user's language; None when it is too late, or was seen meanwhile."""
    until = delivery.at + dt.timedelta(seconds=BY_KEY[delivery.kind].useful_s)
    if clock.now() > until or not delivery.user.is_active:
        return None
    with translation.override(delivery.user.language):
        return told_of(delivery)


@transaction.atomic
def _note(delivery: Delivery, device: Device, outcome: Outcome) -> None:
    delivery.tries, delivery.status, delivery.reason = delivery.tries + 1, outcome.status, outcome.reason
    if outcome.is_sent:
        Device.objects.filter(pk=device.pk).update(used_at=clock.now())
        _close(delivery, Delivery.Result.SENT)
    elif outcome.is_gone:
        record(DeviceRemoved(subject_id=device.pk, user_id=device.user_id, name=device.name, why="gone"))
        device.delete()
        delivery.device = None
        _close(delivery, Delivery.Result.GONE)
    elif not outcome.again or delivery.tries >= MOST_TRIES:
        _close(delivery, Delivery.Result.FAILED)
    else:
        delivery.save()


def _close(delivery: Delivery, result: Delivery.Result) -> None:
    delivery.result, delivery.done_at = result, clock.now()
    delivery.save()
