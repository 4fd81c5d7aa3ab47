"""One process at a time writes, and the others come in between (R2)."""

import subprocess
import sys
import time

import pytest

from foyer.lib.sqlite.gate import Gate

HOLD = """
import sys, time
from foyer.lib.sqlite.gate import Gate
gate = Gate(sys.argv[1])
gate.enter(1)
print("in", flush=True)
time.sleep(60)
"""


@pytest.fixture
def other(tmp_path):
    """A process that is in the gate and does not leave it."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "turn")], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"in\n"
    yield process
    process.kill()
    process.communicate()


def test_who_is_outside_waits_until_the_other_leaves(tmp_path):
    mine, theirs = Gate(str(tmp_path / "turn")), Gate(str(tmp_path / "turn"))
    mine.enter(1)
    assert not theirs.enters()
    mine.leave()
    assert theirs.enters()


def test_nobody_waits_for_ever(tmp_path, other):
    before = time.monotonic()
    Gate(str(tmp_path / "turn")).enter(0.05)
    assert time.monotonic() - before >= 0.05


def test_a_process_that_dies_lets_the_others_in(tmp_path, other):
    other.kill()
    other.wait()
    assert Gate(str(tmp_path / "turn")).enters()
