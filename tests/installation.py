"""A whole Foyer of its own for a test: its folder, its database, its process on a free port."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.inside import run_inside
from tests.tables import MAKE, copy_tables

ROOT = Path(__file__).resolve().parents[1]
START_S = 300  # nothing that still works takes as long, however busy the machine: it hangs
ANNA, BORIS, PASSWORD = "anna@foyer.test", "boris@foyer.test", "correct horse battery"

SETUP = f"""
from foyer.portals.models import EmbedCode, Portal
from foyer.team.actions import create_organisation, create_user, set_availability
anna = create_organisation(
    "Linden & Oak", "Europe/Berlin", "en", "EUR", "Anna Berger", "{ANNA}", "{PASSWORD}")
boris = create_user("{BORIS}", "Boris Keller", "{PASSWORD}")
portal = Portal.objects.create(
    name="Demo shop", site_url="https://shop.example", domains=["shop.example"], created_by=anna,
    missed_after_s=1800,  # a busy machine may be slower than agents are
)
portal.users.add(anna, boris)
EmbedCode.objects.create(portal=portal, name="Whole website", key="p_demo123")
"""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass
class Installation:
    """A folder and a process; `prefix` is put before the command, like `taskset -c 0`."""

    data: Path
    database_url: str = ""
    prefix: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("serve",)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the surroundings but what programs need."""
        own = {"FOYER_DATA": str(self.data), "FOYER_DATABASE_URL": self.database_url, "FOYER_PORT": str(self.port)}
        own["FOYER_RESERVE_MB"] = "0"  # each would keep 64 MB of the disk
        own["FOYER_AWAY_AFTER_S"] = "0"  # whom a test sets online has no page open
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "foyer.project.settings", "PYTHONPATH": str(ROOT)} | self.more

    def manage(self, *arguments: str, text: str = "") -> str:
        """Runs a command of `bin/foyer`; returns what it prints."""
        command = [sys.executable, "-m", "foyer", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def run(self, code: str) -> str:
        """Runs Python inside the installation; returns what it prints."""
        if self.database_url or "TESTS_FOLDER" not in os.environ:
            return self.manage("shell", "--no-imports", "-v", "0", "-c", code)
        return run_inside(self.environment, code)

    def call(self, *arguments: str) -> str:
        """The same command as by `manage`, where what it does is tested and not that it starts."""
        return self.run(f"from django.core.management import call_command\ncall_command(*{arguments!r})")

    def set_up(self) -> "Installation":
        """Tables, an organisation with Anna and Boris, and the portal of shop.example."""
        if self.database_url or "TESTS_FOLDER" not in os.environ:
            return self._set_up_anew()
        self.data.mkdir(parents=True, exist_ok=True)
        for path in _set_up_once(Path(os.environ["TESTS_FOLDER"])).glob("*.sqlite3*"):
            shutil.copy(path, self.data)
        return self

    def start(self) -> "Installation":
        """Starts serving and waits until it is ready."""
        self.process = self._begin()
        until = time.monotonic() + START_S
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                ended = self.process.poll()
                self.kill()
                why = f"ended with {ended}" if ended is not None else f"not ready after {START_S} s"
                raise AssertionError(f"{why}: {(self.data / 'server.log').read_text()}")
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """As if the power went for this process."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator stops it."""
        self._end(signal.SIGTERM)

    def post(self, path: str, body: bytes, **headers: str) -> int:
        """Posts; returns the status."""
        request = urllib.request.Request(self.address + path, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    def query(self, expression: str) -> object:
        """Evaluates an expression over the models inside the installation; its value must be JSON."""
        modules = ("visits", "crm", "conversations")
        imports = "".join(f"from foyer.{module}.models import *\n" for module in modules)
        return json.loads(self.run(f"import json\n{imports}print(json.dumps({expression}))").strip().splitlines()[-1])

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [*self.prefix, sys.executable, "-m", "foyer", *self.command]
        with (self.data / "server.log").open("ab") as log:
            return subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log)

    def _set_up_anew(self) -> "Installation":
        if self.database_url:
            self.run(MAKE + SETUP)
        else:
            copy_tables(self.data / "foyer.sqlite3")
            self.run(SETUP)
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as response:
                return int(response.status) == 200
        except OSError:
            return False

    def _end(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(20)
        self.process = None


def _set_up_once(folder: Path) -> Path:
    """What all installations on SQLite begin with, made by whichever process of the tests needs it first."""
    template = folder / "set-up"
    with (folder / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            making = folder / "making"
            making.mkdir()
            Installation(making)._set_up_anew()
            making.rename(template)
    return template
