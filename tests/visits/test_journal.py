"""What is acknowledged is on disk; what is on disk is folded in order (R1, R5, R6)."""

import sqlite3
import threading

import pytest

from foyer.visits.journal import Journal, JournalFull


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path / "journal.sqlite3")
    made.start()
    yield made
    made.close()


def append(journal: Journal, *bodies: bytes) -> list[bool]:
    answers, done = [], threading.Event()

    def settled(stored: bool) -> None:
        answers.append(stored)
        if len(answers) == len(bodies):
            done.set()

    for body in bodies:
        journal.append((1, "192.0.2.1", "Firefox", True, body), settled)
    assert done.wait(60)
    return answers


def test_a_row_is_readable_by_others_once_it_is_acknowledged(journal):
    assert append(journal, b"one") == [True]
    assert [entry.body for entry in Journal(journal.path).entries_after(0, 10)] == [b"one"]


def test_entries_come_back_in_the_order_in_which_they_came(journal):
    append(journal, *[b"%d" % n for n in range(50)])
    assert [entry.body for entry in journal.entries_after(0, 100)] == [b"%d" % n for n in range(50)]


def test_entries_after_a_position_leave_out_what_is_folded(journal):
    append(journal, b"a", b"b")
    folded = journal.entries_after(0, 100)[-1].group
    append(journal, b"c")
    assert [entry.body for entry in journal.entries_after(folded, 100)] == [b"c"]


def test_ids_are_never_used_again_after_forgetting(journal):
    append(journal, b"a", b"b")
    last = journal.entries_after(0, 10)[-1].group
    journal.forget_up_to(last)
    append(journal, b"c")
    append(journal, b"d")
    assert [entry.group > last for entry in journal.entries_after(0, 10)] == [True, True]


def test_its_name_stays_when_it_is_opened_again_and_differs_from_that_of_a_new_one(journal, tmp_path):
    assert Journal(journal.path).name == journal.name
    assert Journal(tmp_path / "new.sqlite3").name != journal.name


def test_a_closed_journal_takes_nothing(journal):
    journal.close()
    with pytest.raises(JournalFull):
        journal.append((1, "", "", True, b"x"), lambda stored: None)


def test_what_was_pending_is_written_before_it_closes(tmp_path):
    journal = Journal(tmp_path / "j.sqlite3")
    answers: list[bool] = []
    journal.append((1, "", "", True, b"x"), answers.append)
    journal.start()
    journal.close()
    assert answers == [True]


def test_senders_hear_it_when_the_file_cannot_be_written(journal):
    blocker = sqlite3.connect(journal.path, isolation_level=None)
    blocker.execute("DROP TABLE groups")
    blocker.close()
    assert append(journal, b"lost") == [False]


def test_it_is_synchronous_full_and_in_wal_mode(journal):
    connection = journal._connect()
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
