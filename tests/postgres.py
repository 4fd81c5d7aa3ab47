"""A PostgreSQL of our own: a cluster in a temporary folder, on a free port, ended by its process id."""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.installation import free_port

BIN = Path("/usr/lib/postgresql/15/bin")
READY_S = 30
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1", "max_connections=200")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Starts it; yields the address of its database `foyer`."""
    data, port = folder / "data", free_port()
    as_user = _not_as_root(folder)
    _run([*as_user, BIN / "initdb", "-D", data, "-U", "foyer", "--auth=trust", "-E", "UTF8", "--no-sync"])
    settings = [part for option in (*OPTIONS, f"port={port}", f"unix_socket_directories={folder}") for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(part) for part in [*as_user, BIN / "postgres", "-D", data, *settings]], stdout=log, stderr=log)
    try:
        _wait(server, port, folder)
        _run([BIN / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "foyer", "foyer"])
        yield f"postgresql://foyer@127.0.0.1:{port}/foyer"
    finally:
        server.terminate()
        server.wait(20)


def _not_as_root(folder: Path) -> list[str]:
    """PostgreSQL refuses root; then it runs as the user that Debian made for it."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return [shutil.which("setpriv") or "setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + READY_S
    ask = [str(BIN / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.1)


def _run(command: list[object]) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
