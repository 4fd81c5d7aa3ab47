"""Another program holds the database's write lock: hits are taken and become visits when it lets go (R1, R2, P8)."""

import os
import sqlite3
import time

import pytest

from tests.faults.test_kill import HEADERS, _settled
from tests.installation import Installation
from tests.visits.hits import body, hit

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
HELD_S = float(os.environ.get("HELD_S", "3"))
PER_S = 15


def test_no_hit_is_refused_or_lost_while_the_database_is_locked(tmp_path):
    installation = Installation(tmp_path).set_up().start()
    holder = sqlite3.connect(tmp_path / "foyer.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    pages = [f"page-{number}" for number in range(int(HELD_S * PER_S))]
    answers = set()
    for page in pages:
        data = body(hit(page=page, id=page, url=f"https://shop.example/{page}"))
        answers.add(installation.post("/collect", data, **HEADERS))
        time.sleep(1 / PER_S)
    holder.execute("ROLLBACK")
    holder.close()
    stored = _settled(installation, len(pages))
    installation.stop()
    assert answers == {204}
    assert sorted(stored) == sorted(pages)
