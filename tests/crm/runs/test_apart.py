"""A long import works in a process of its own, which is told of like any other and ends with its server (P5, R18)."""

import time
from pathlib import Path

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
BEGIN = """
from foyer.crm.runs.actions import begin_import, upload
from foyer.team.models import User
anna = User.objects.get(email="anna@foyer.test")
text = "Last name,E-mail\\n" + "".join(f"P{n},p{n}@x.example\\n" for n in range(ROWS))
run, _sheet = upload("contact", anna, "people.csv", [text.encode()])
begin_import(run, anna, dry=False)
"""
STATE = """
from foyer.crm.models import Contact, Run
run = Run.objects.get()
print(run.state, run.done, Contact.objects.count())
"""


@pytest.fixture
def house(tmp_path):
    installation = Installation(tmp_path).set_up().start()
    yield installation
    installation.stop()


def at_work(house: Installation) -> list[Path]:
    """The processes that work on a run for this installation."""
    return [
        each for each in Path("/proc").glob("[0-9]*")
        if b"foyer\0run\0" in _read(each / "cmdline") and str(house.data).encode() in _read(each / "environ")
    ]  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def wait_until(condition) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_long_import_has_a_process_until_it_is_done(house):
    house.run(BEGIN.replace("ROWS", "2_500"))
    wait_until(lambda: at_work(house))
    wait_until(lambda: not at_work(house))
    assert house.run(STATE).split() == ["done", "2500", "2500"]


def test_it_ends_with_its_server_and_nothing_is_half_done(house):
    house.run(BEGIN.replace("ROWS", "12_000"))
    wait_until(lambda: at_work(house))
    wait_until(lambda: int(house.run(STATE).split()[1]))
    house.kill()
    wait_until(lambda: not at_work(house))
    state, done, stored = house.run(STATE).split()
    assert (state, done) == ("running", stored)
    assert int(stored) < 12_000
