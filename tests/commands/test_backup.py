"""Backups are whole although hits come in meanwhile, and can be brought back elsewhere (R21)."""

import contextlib
import io
import json
import sqlite3
import stat
import tarfile
import threading
import time

import pytest

from foyer.project.config import Config
from foyer.visits.journal import Journal
from tests.installation import Installation

pytestmark = pytest.mark.slow
BROWSER = "drill-{:019d}"
FOLDED_WITHIN_S = 60


def hit(number: int) -> bytes:
    """A page view by a browser of its own, so that each acknowledged hit is one visit."""
    url = "https://shop.example/bench"
    facts = {"v": 1, "id": f"h{number}", "type": "view", "portal": "p_demo123", "page": f"g{number}", "url": url}
    return json.dumps(facts | {"browser": BROWSER.format(number)}).encode()


class Visitors(threading.Thread):
    """Sends one hit after the other and remembers how many were acknowledged."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(daemon=True)
        self._installation = installation
        self._stopped = threading.Event()
        self.acked = 0

    def run(self) -> None:
        while not self._stopped.is_set():
            if send(self._installation, self.acked) == 204:
                self.acked += 1

    def stop(self) -> None:
        self._stopped.set()
        self.join(10)


def send(installation: Installation, number: int) -> int:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    headers = {"Origin": "https://shop.example", "User-Agent": agent, "Content-Type": "text/plain"}
    return installation.post("/collect", hit(number), **headers)


def visits_reach(installation: Installation, number: int) -> bool:
    until = time.monotonic() + FOLDED_WITHIN_S
    while time.monotonic() < until:
        if visits(installation) >= number:
            return True
        time.sleep(0.1)
    return False


def visits(installation: Installation) -> int:
    with contextlib.closing(sqlite3.connect(installation.data / "foyer.sqlite3")) as reading:
        return int(reading.execute("SELECT count(*) FROM visits_visit").fetchone()[0])


@pytest.fixture
def first(tmp_path):
    folder = tmp_path / "first"
    folder.mkdir()
    installation = Installation(folder).set_up()
    yield installation
    installation.kill()


@pytest.fixture
def second(tmp_path):
    folder = tmp_path / "second"
    folder.mkdir()
    installation = Installation(folder)
    yield installation
    installation.kill()


def test_restore_drill(first, second, tmp_path):
    """Acknowledged before the backup is in it; what comes after the restore is counted too."""
    visitors = Visitors(first.start())
    visitors.start()
    time.sleep(1.5)
    acked = visitors.acked
    first.manage("backup", str(tmp_path / "backup.tar.gz"))
    visitors.stop()
    first.kill()

    second.manage("restore", str(tmp_path / "backup.tar.gz"))
    second.start()
    assert acked > 0
    assert visits_reach(second, acked)
    restored = visits(second)
    assert send(second, 10**9) == 204
    assert visits_reach(second, restored + 1)
    assert (second.data / "secret_key").read_text() == (first.data / "secret_key").read_text()


def test_a_backup_is_private_and_replaces_nothing_unasked(first, tmp_path):
    target = tmp_path / "backup.tar.gz"
    first.call("backup", str(target))
    first.run("from foyer.portals.models import Portal; Portal.objects.update(name='Changed')")

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for arguments, message in ((["backup"], "exists already"), (["restore"], "--force")):
        with pytest.raises(AssertionError, match=message):
            first.call(*arguments, str(target))
    first.call("restore", str(target), "--force")
    assert "Demo shop" in first.call("portals")


def test_devices_stay_subscribed_after_a_restore(first, second, tmp_path):
    """A browser takes pushes only of the key with which it subscribed (E32)."""
    told = "from foyer.notifications.push import public_key; print(public_key())"
    before, backup = first.run(told), str(tmp_path / "backup.tar.gz")
    first.call("backup", backup)
    second.call("restore", backup)

    assert before
    assert second.run(told) == before
    assert stat.S_IMODE((second.data / "push_key").stat().st_mode) == 0o600


def archive(path, **files: bytes):
    with tarfile.open(path, "w:gz") as made:
        for name, content in files.items():
            member = tarfile.TarInfo(name.replace("__", "/"))
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return path


def test_archives_of_others_are_refused(second, tmp_path):
    """Nothing is written outside, and nothing inside before all was checked."""
    manifest = {"manifest.json": b'{"format": 1, "database": "sqlite"}'}
    bad = {
        "is no backup": archive(tmp_path / "a.tar.gz", **{"..__escaped": b"x"}),
        "damaged": archive(tmp_path / "b.tar.gz", **manifest, **{"foyer.sqlite3": b"not a database at all"}),
        "later version": archive(tmp_path / "c.tar.gz", **{"manifest.json": b'{"format": 2}'}),
        "cannot be read": tmp_path / "none.tar.gz",
    }
    for message, path in bad.items():
        with pytest.raises(AssertionError, match=message):
            second.call("restore", str(path))
    assert not (tmp_path / "escaped").exists()
    assert not (second.data / "foyer.sqlite3").exists()


def test_a_restored_journal_never_gives_a_number_twice(tmp_path, db):
    """The main database is copied later than the journal and may have folded further."""
    from foyer.project.backups import _continue_journal
    from foyer.visits.models import FoldPosition

    journal = Journal(Config(data=tmp_path).journal_path)
    FoldPosition.objects.create(journal=journal.name, last_hit=41)
    _continue_journal(journal.path)
    journal.start()
    stored = threading.Event()
    journal.append((1, "", "", True, b"{}"), lambda _stored: stored.set())

    assert stored.wait(60)
    assert [entry.group for entry in journal.entries_after(0, 10)] == [42]
    journal.close()
    assert sqlite3.connect(journal.path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


ATTACH = """
from foyer.crm.actions import create_person
from foyer.crm.actions.files import attach_file
from foyer.team.models import User
attach_file(create_person("lead", last_name="Lang"), User.objects.first(), "offer.txt", [b"six benches"])
"""
READ = """
from django.conf import settings
from foyer.crm.models import Attachment
print((settings.FILES / Attachment.objects.get().stored).read_bytes().decode())
"""


def test_files_on_records_are_in_a_backup(first, second, tmp_path):
    """R21, T17: nothing in the archive decides where it lands."""
    first.run(ATTACH)
    (first.data / "files" / "stray").write_text("not ours")
    target = tmp_path / "backup.tar.gz"
    first.call("backup", str(target))
    with tarfile.open(target) as archive:
        assert not any("stray" in name for name in archive.getnames())
    second.call("restore", str(target))
    assert second.run(READ).strip() == "six benches"
