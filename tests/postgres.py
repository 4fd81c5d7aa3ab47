"""A PostgreSQL of our own: a cluster in a temporary folder, on a free port, ended by its process id."""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.installation import free_port

DEBIAN = Path("/usr/lib/postgresql")
READY_S = 30
END_S = 20
NEW_CLUSTER = ("-U", "foyer", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
# What a crash would cost doesn't matter here, and no table lives long enough to be looked after.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
)


@contextlib.contextmanager
def cluster(folder: Path, port: int | None = None) -> Iterator[str]:
    """Starts the one in `folder`, or a new one there; yields the address of its database `foyer`.

    `port` for one that comes back where it was.
    """
    bin_, data, port = programs(), folder / "data", port or free_port()
    assert bin_, "PostgreSQL is not installed"
    as_user: list[str | Path] = [*_not_as_root(folder)]
    options = [*OPTIONS, f"port={port}", f"unix_socket_directories={folder}"]
    command = [*as_user, bin_ / "postgres", "-D", data, *(f"--{option}" for option in options)]
    is_new = not data.exists()
    if is_new:
        _run(*as_user, bin_ / "initdb", "-D", data, *NEW_CLUSTER)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
    try:
        _wait(server, [bin_ / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], folder / "log")
        if is_new:
            _run(bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "foyer", "foyer")
        yield f"postgresql://foyer@127.0.0.1:{port}/foyer"
    finally:
        server.send_signal(signal.SIGINT)  # end now, whoever is still connected
        server.wait(END_S)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; Debian keeps them off the PATH."""
    found = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _not_as_root(folder: Path) -> list[str]:
    """PostgreSQL refuses root; then it runs as the user that Debian made for it."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _wait(server: subprocess.Popen[bytes], ask: list[str | Path], log: Path) -> None:
    until = time.monotonic() + READY_S
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text())
        time.sleep(0.1)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
