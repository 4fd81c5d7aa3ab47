"""Anna, Boris and two shops, with browsers of their own."""

from tests.desk.house import *  # noqa: F403  fixtures
