"""Questions about devices and what was sent to them."""

import dataclasses

from foyer.notifications.models import Delivery, Device
from foyer.team.models import User

PAGE = 30


@dataclasses.dataclass(frozen=True, slots=True)
class LogPage:
    """Some deliveries, the newest first, and before which one there are older ones."""

    deliveries: list[Delivery]
    older: int | None


def devices_of(user: User) -> list[Device]:
    """The user's devices, the first one first."""
    return list(Device.objects.filter(user=user))


def device_of(user: User, device_id: int) -> Device:
    """One of them; Device.DoesNotExist alike for what is not there and what is another's (T7)."""
    return Device.objects.select_related("user").get(user=user, pk=device_id)


def log_of(user: User, before: int | None = None) -> LogPage:
    """What was sent to the user. One query."""
    found = Delivery.objects.filter(user=user)
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE + 1])
    return LogPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)
