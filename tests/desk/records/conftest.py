"""Anna, Boris and their records, with browsers of their own."""

from tests.desk.house import *  # noqa: F403  fixtures
