"""What happens to devices, and why something is refused."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAdded(Happening):
    """A user lets Foyer notify a device."""

    subject_type: ClassVar[str] = "device"
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRemoved(Happening):
    """A device is notified no more: taken off, signed out, or gone."""

    subject_type: ClassVar[str] = "device"
    name: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives to be pushed to (RFC 8030, 8291)."""

    endpoint: str
    p256dh: str
    auth: str


class BadSubscription(Exception):
    """The keys are none, or the push service is not one that Foyer may write to (T24)."""
