"""An installation on the first core for as long as something is measured on it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.installation import BORIS, Installation

SESSION = f"""
from tests.load.crowd.pages import _session
from foyer.team.models import User
print(_session(User.objects.get(email="{BORIS}")))
"""


def on_one_core(measure: Callable[[Installation, str], Awaitable[None]], database_url: str = "", **more: str) -> None:
    """Measures with the cookie of Boris's session; `more` are settings of the installation."""
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), database_url, prefix=("taskset", "-c", "0"), more=more).set_up()
        cookie = installation.run(SESSION).strip()
        installation.start()
        try:
            asyncio.run(measure(installation, cookie))
        finally:
            installation.stop()
