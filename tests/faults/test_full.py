"""The disk is full: hits are refused and tried again, pages are read, people make room, all goes on by itself (R3)."""

import contextlib
import sqlite3
import subprocess
import time

import pytest

from tests.faults.test_kill import HEADERS, _settled
from tests.faults.test_stopped import status
from tests.installation import BORIS, Installation
from tests.visits.hits import body, hit

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
DISK_MB, RESERVE_MB = 96, 20
SENT_S = 60
NEW = b'{"last_name": "Lang"}'


@pytest.fixture
def disk(tmp_path):
    """A disk of its own, for who may have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "foyer-test", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only who may mount has a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def installation(disk):
    """On that disk, with a reserve."""
    made = Installation(disk, more={"FOYER_RESERVE_MB": str(RESERVE_MB)}).set_up()
    yield made
    made.kill()


def test_a_full_disk_refuses_lets_people_delete_and_goes_on_when_there_is_space(disk, installation):
    token = {"Authorization": f"Bearer {installation.manage('token', BORIS).strip()}"}
    installation.start()
    assert until(lambda: (disk / "reserve").exists())
    answers = sent_until(installation, 204, SENT_S)
    filler = fill(disk)
    answers |= sent_until(installation, 503, SENT_S)
    assert until(lambda: not (disk / "reserve").exists())
    assert status(installation, "/login/") == 200
    assert installation.post("/api/v1/leads", NEW, **token, **{"Content-Type": "application/json"}) == 201
    filler.unlink()
    answers |= sent_until(installation, 204, SENT_S)
    told = [page for page, answer in answers.items() if answer == 204]
    stored = _settled(installation, len(told))
    installation.stop()
    assert set(answers.values()) == {204, 503}
    assert sorted(stored) == sorted(told)
    assert {sound(disk / name) for name in ("foyer.sqlite3", "journal.sqlite3")} == {"ok"}


def fill(disk):
    """All there is, until nothing more goes in."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


def sent_until(installation, wanted, within_s) -> dict[str, int]:
    """Page by page, until one is answered as wanted."""
    answers, end = {}, time.monotonic() + within_s
    while wanted not in answers.values():
        assert time.monotonic() < end, answers
        page = f"page-{time.monotonic_ns()}"
        data = body(hit(page=page, id=page, url=f"https://shop.example/{page}"))
        answers[page] = installation.post("/collect", data, **HEADERS)
        time.sleep(0.05)
    return answers


def until(holds, within_s=60) -> bool:
    end = time.monotonic() + within_s
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def sound(path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]
