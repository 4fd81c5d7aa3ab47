"""Fan-out between the parts of a process, and later between processes."""

from foyer.lib.bus.local import LocalBus
from foyer.lib.bus.types import Bus, Message, Overflow, Subscription

__all__ = ["Bus", "Message", "Overflow", "Subscription", "bus"]

_bus: Bus = LocalBus()


def bus() -> Bus:
    """The bus of this process."""
    return _bus
