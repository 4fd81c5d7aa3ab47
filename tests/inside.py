"""Python inside an installation, as `foyer shell` runs it, in a fork of a process that has loaded Foyer before.

To start anew costs a second, a fork a thirtieth of it. What is tested itself, servers and commands, starts for real;
only the servers behind a browser are forks as well (served.py).
"""

import contextlib
import importlib
import io
import multiprocessing
import os
import sys
import traceback
from multiprocessing.connection import Connection

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.loaded"])


def run_inside(environment: dict[str, str], code: str) -> str:
    """What the code prints there. Raises AssertionError with the trace when it fails."""
    hears, tells = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_tell, args=(tells, environment, code))
    process.start()
    tells.close()
    is_well, told = _heard(hears)
    process.join()
    assert is_well, told
    return told


def _heard(hears: Connection) -> tuple[bool, str]:
    with hears, contextlib.suppress(EOFError):
        answer: tuple[bool, str] = hears.recv()
        return answer
    return False, "it ended without a word"


def _tell(tells: Connection, environment: dict[str, str], code: str) -> None:
    """In the fork: there Foyer is loaded already."""
    from django.db import connections

    import tests.loaded  # noqa: F401

    printed = io.StringIO()
    be_at(environment)
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {})
        tells.send((True, printed.getvalue()))
    except Exception:
        tells.send((False, traceback.format_exc() + printed.getvalue()))
        raise
    finally:
        connections.close_all()


def be_at(environment: dict[str, str]) -> None:
    """In a fork: all that was read of the surroundings is read again of these."""
    import django
    from django.conf import settings
    from django.db import connections
    from django.utils.functional import empty

    from foyer.project.config import config

    os.environ.clear()
    os.environ.update(environment)
    config.cache_clear()
    importlib.reload(sys.modules["foyer.project.settings"])
    settings._wrapped = empty
    connections.settings = connections.configure_settings(settings.DATABASES)
    del connections["default"]
    django.setup()
