"""A SQLite file with all tables, made once and copied wherever one is needed: making them takes seconds.

It stays beside the installed packages until a migration, a model or a package changes.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".venv" / "tables"
MAKES = "foyer/project/migrating.py"
MAKE = "from foyer.project.migrating import bring_up_to_date\nbring_up_to_date()\n"
DECIDES = ("foyer/**/migrations/*.py", "foyer/**/models.py", "foyer/**/models/*.py", MAKES, "requirements/*.txt")


def copy_tables(path: Path) -> None:
    """Puts an empty database there, with all tables."""
    digest = hashlib.sha256()
    for source in sorted(source for pattern in DECIDES for source in ROOT.glob(pattern)):
        digest.update(source.read_bytes())
    kept = KEPT / f"{digest.hexdigest()[:16]}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with alone(KEPT):
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _make(kept)
        shutil.copyfile(kept, path)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process after the other."""
    with (folder / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(kept: Path) -> None:
    """By a program of its own; nothing stays in the write-ahead log."""
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        own = {"FOYER_DATA": folder, "FOYER_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "foyer.project.settings"}
        command = [sys.executable, "-m", "foyer", "shell", "--no-imports", "-v", "0", "-c", MAKE]
        subprocess.run(command, cwd=ROOT, env=os.environ | own, check=True)
        made = Path(folder) / "foyer.sqlite3"
        with contextlib.closing(sqlite3.connect(made)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        made.rename(kept)
