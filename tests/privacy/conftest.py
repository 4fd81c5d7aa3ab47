"""Anna, Boris and two shops."""

from tests.desk.house import *  # noqa: F403  fixtures
