"""When the journal cannot be written, nobody is told it was; what was acknowledged stays (R2, R3)."""

import sqlite3
import threading
import time

import pytest

from foyer.visits import journal as journal_module
from foyer.visits.journal import Journal, JournalFull

BODY = b"x" * 3_000


@pytest.fixture
def journal_with(tmp_path, monkeypatch):
    """A journal whose connections have one more setting."""
    made = []

    def make(pragma: str) -> Journal:
        monkeypatch.setattr(journal_module, "_PRAGMAS", f"{journal_module._PRAGMAS} PRAGMA {pragma};")
        made.append(Journal(tmp_path / "journal.sqlite3"))
        made[0].start()
        return made[0]

    yield make
    made[0].close()


def told(journal: Journal, body: bytes) -> bool:
    """Whether it is acknowledged."""
    answers, done = [], threading.Event()
    journal.append((1, "192.0.2.1", "Firefox", True, body), lambda stored: (answers.append(stored), done.set()))
    assert done.wait(60)
    return answers[0]


def test_a_full_disk_refuses_keeps_what_is_there_and_takes_again_when_there_is_space(journal_with):
    journal = journal_with("max_page_count=40")
    answers = [told(journal, BODY) for _ in range(60)]
    kept = journal.entries_after(0, 1_000)
    assert (answers[0], answers[-1], len(kept)) == (True, False, answers.count(True))
    journal.forget_up_to(kept[-1].group)
    assert any(told(journal, b"again") for _ in range(3))
    with sqlite3.connect(journal.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_journal_that_was_full_takes_hits_again_once_they_are_folded(journal_with, monkeypatch):
    """Its file stays as large as it was: what counts is what is in it."""
    monkeypatch.setattr(journal_module, "CHECKPOINT_S", 0.02)
    monkeypatch.setattr(journal_module, "MAX_BYTES", 100_000)
    journal = journal_with("busy_timeout=5000")
    assert until(lambda: is_full(journal))
    journal.forget_up_to(journal.entries_after(0, 10_000)[-1].group)
    assert until(lambda: not is_full(journal))


def test_a_file_that_much_waited_in_gives_its_space_back(journal_with, monkeypatch):
    monkeypatch.setattr(journal_module, "CHECKPOINT_S", 0.02)
    monkeypatch.setattr(journal_module, "LARGE_BYTES", 1_000_000)
    journal = journal_with("busy_timeout=5000")
    assert all(told(journal, BODY * 100) for _ in range(10))
    assert until(lambda: journal.path.stat().st_size > 1_000_000)
    journal.forget_up_to(journal.entries_after(0, 10_000)[-1].group)
    assert until(lambda: journal.path.stat().st_size < 100_000)
    assert told(journal, b"after")


def test_nothing_is_taken_in_while_the_disk_is_nearly_full(tmp_path, monkeypatch):
    """R3: what goes wrong once, goes on a second later."""
    monkeypatch.setattr(journal_module, "CHECKPOINT_S", 0.02)
    found = iter([OSError("no answer"), True])
    journal = Journal(tmp_path / "journal.sqlite3", is_short=lambda: _or_raise(next(found, True)))
    journal.start()
    assert until(lambda: is_full(journal))
    journal.close()


def until(holds) -> bool:
    """Whether it comes to hold within a minute."""
    end = time.monotonic() + 60
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(found)


def is_full(journal: Journal) -> bool:
    try:
        told(journal, BODY)
    except JournalFull:
        return True
    return False


def _or_raise(found: object) -> bool:
    if isinstance(found, Exception):
        raise found
    return bool(found)


def test_a_lock_that_goes_soon_is_waited_for(journal_with):
    journal = journal_with("busy_timeout=5000")
    holder = sqlite3.connect(journal.path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: holder.execute("COMMIT")).start()
    assert told(journal, BODY)
    holder.close()


def test_a_lock_that_stays_refuses_and_loses_nothing(journal_with):
    journal = journal_with("busy_timeout=50")
    assert told(journal, b"before")
    with sqlite3.connect(journal.path, isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert not told(journal, b"meanwhile")
        holder.execute("ROLLBACK")
    assert told(journal, b"after")
    assert [entry.body for entry in journal.entries_after(0, 10)] == [b"before", b"after"]
