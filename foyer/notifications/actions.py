"""Verbs of notifications: devices come and go, what a user wants to be told, what is on its way (E32, B17)."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from foyer.events.actions import record
from foyer.lib import clock, tokens
from foyer.lib.jobs import enqueue
from foyer.lib.reading import among, read
from foyer.lib.text import clean_line
from foyer.notifications.delivering import deliver
from foyer.notifications.kinds import BY_KEY, KINDS, PUSH, ways_of
from foyer.notifications.models import Delivery, Device
from foyer.notifications.push import checked
from foyer.notifications.types import DeviceAdded, DeviceRemoved, Subscription
from foyer.presence.looks import looks
from foyer.team.models import User
from foyer.team.types import UserChanged

MOST_DEVICES = 20
MAX_NAME = 80
KEPT = dt.timedelta(days=30)


def add_device(user: User, subscription: Subscription, name: str, session: str = "") -> Device:
    """Lets a browser be notified; the same one again is brought up to date. Raises BadSubscription (T24).

    It belongs to whoever is signed in there: after another has signed in, the first hears nothing there any more.
    """
    given = checked(subscription)
    facts = {
        "user": user,
        "name": clean_line(name, MAX_NAME),
        "endpoint": given.endpoint,
        "p256dh": given.p256dh,
        "auth": given.auth,
        "session": tokens.digest(session) if session else "",
    }
    with transaction.atomic():
        known = Device.objects.select_for_update().filter(endpoint_hash=tokens.digest(given.endpoint)).first()
        if known and known.user_id != user.pk:
            _remove([known], "signed_out")
            known = None
        if known:
            Device.objects.filter(pk=known.pk).update(**facts)
            return known
        device = Device.objects.create(endpoint_hash=tokens.digest(given.endpoint), **facts)
        _remove(list(Device.objects.filter(user=user).order_by("-pk")[MOST_DEVICES:]), "too_many")
        record(DeviceAdded(subject_id=device.pk, user_id=user.pk, name=device.name))
    return device


@transaction.atomic
def remove_device(user: User, device_id: int) -> None:
    """Takes one of one's own off; Device.DoesNotExist for those of others (T7)."""
    _remove([Device.objects.get(user=user, pk=device_id)], "taken_off")


@transaction.atomic
def remove_devices_of_session(user: User, session: str) -> None:
    """Whoever signs out hears nothing any more where they did."""
    _remove(Device.objects.filter(user=user, session=tokens.digest(session)), "signed_out")


@transaction.atomic
def keep_devices_of_session(user: User, before: str, now: str) -> None:
    """A new password signs all other devices out, and gives this one another session (T8)."""
    mine = Device.objects.filter(user=user, session=tokens.digest(before))
    _remove(Device.objects.filter(user=user).exclude(session=tokens.digest(before)), "signed_out")
    mine.update(session=tokens.digest(now))


def choose_ways(user: User, chosen: Mapping[str, Collection[str]], *, shows_words: bool) -> None:
    """Of what a user is told in which ways, and whether a locked screen shows names and words."""
    with transaction.atomic():
        user.notify = {kind.key: [way for way in kind.ways if way in chosen.get(kind.key, ())] for kind in KINDS}
        user.shows_words = shows_words
        user.save(update_fields=["notify", "shows_words"])
        record(UserChanged(subject_id=user.pk, user_id=user.pk, fields=("notify", "shows_words")))


class News(NamedTuple):
    """What happened to `subject_id`, and who wants to hear of it."""

    event_id: int
    subject_id: int
    user_ids: Collection[int]


def announce(event_id: int, kind: str, subject_id: int, user_ids: Collection[int], *, also_seen: bool = False) -> None:
    """Sends to the devices of who wants it and has no page before them; once, also when it is asked for twice.

    With `also_seen` to who has a page before them, too: they seem not to be there.
    """
    announce_all(kind, [News(event_id, subject_id, user_ids)], also_seen=also_seen)


def announce_all(kind: str, news: Sequence[News], *, also_seen: bool = False) -> None:
    """The same of many things of a kind; whose devices are asked for once."""
    wanted = {user_id for each in news for user_id in each.user_ids if also_seen or not looks.has(user_id)}
    if not wanted or not read(Device, ("id",), f"WHERE user_id {among(wanted)}", wanted):  # few have any (P4)
        return
    devices = Device.objects.filter(user__in=wanted, user__is_active=True).select_related("user")
    eager = [device for device in devices if PUSH in ways_of(device.user, BY_KEY[kind])]
    for each in news:
        for device in eager:
            if device.user_id in each.user_ids:
                _send(device, each.event_id, kind, each.subject_id)


def start_test(device: Device) -> Delivery:
    """A notification that tells only that it arrived; it is sent by whoever asks for it, at once."""
    return Delivery.objects.create(
        user=device.user, device=device, device_name=device.name, kind="test", subject_id=device.pk
    )


def prune_deliveries() -> None:
    """The log goes back a month."""
    Delivery.objects.filter(at__lt=clock.now() - KEPT).delete()


@transaction.atomic
def _send(device: Device, event_id: int, kind: str, subject_id: int) -> None:
    """Not while the one before is on its way: it tells the newest state when it goes out (B17, bundles)."""
    facts = {"user": device.user, "device_name": device.name, "kind": kind, "subject_id": subject_id}
    if Delivery.objects.filter(device=device, kind=kind, subject_id=subject_id, result="waiting").exists():
        return
    delivery, made = Delivery.objects.get_or_create(device=device, event_id=event_id, defaults=facts)
    if made:
        enqueue(deliver, delivery.pk)


def _remove(devices: Collection[Device], why: str) -> None:
    for device in devices:
        record(DeviceRemoved(subject_id=device.pk, user_id=device.user_id, name=device.name, why=why))
        device.delete()
