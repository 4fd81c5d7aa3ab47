"""Fan-out between the parts of a process, and later between processes."""

from foyer.lib.bus.local import LocalBus
from foyer.lib.bus.types import Bus, Overflow, Subscription, Message

__all__ = ["Bus", "Overflow", "Subscription", "bus", "Message"]

_bus: Bus = LocalBus()


def bus() -> Bus:
    """The bus of this process."""
    return _bus
