"""Anna, Boris and two shops, with browsers of their own; a push service that Boris's phone names."""

from tests.desk.house import *  # noqa: F403  fixtures
from tests.notifications.conftest import browser, device, service

__all__ = ["browser", "device", "service"]
