"""Backups: everything of an installation in one file, taken while it runs; and bringing one back (R21).

The journal is copied before the main database. Hits that are folded in between are then in both, and the position in
the main database says so; in the other order they could be in neither.
"""

import contextlib
import datetime as dt
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connections

from foyer.lib.storage import is_kept_name, sync_folder
from foyer.project.config import Config
from foyer.visits.models import FoldPosition

FORMAT = 1
MANIFEST, SECRET, PUSH_KEY, JOURNAL, SQLITE, POSTGRESQL = (
    "manifest.json",
    "secret_key",
    "push_key",
    "journal.sqlite3",
    "foyer.sqlite3",
    "foyer.pgdump",
)
FILES = "files"
MEMBERS = frozenset({MANIFEST, SECRET, PUSH_KEY, JOURNAL, SQLITE, POSTGRESQL})
PG_RESTORE = ("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction")
SQLITE_COMPANIONS = ("-wal", "-shm", "-journal")
PAGES_AT_ONCE = 1_000
WAIT_S = 30
OWNER_ONLY = 0o600


class BackupProblem(Exception):
    """A sentence that says why it cannot be done, and what to do."""


def backup(config: Config, target: Path, now: dt.datetime) -> None:
    """Writes a backup to `target`, which must not exist; readable by its owner only."""
    with tempfile.TemporaryDirectory(prefix="foyer-backup-") as folder:
        copies = Path(folder)
        if config.journal_path.exists():
            _copy_sqlite(config.journal_path, copies / JOURNAL)
        _copy_database(copies)
        (copies / SECRET).write_text(config.kept_secret_key())
        if (config.data / PUSH_KEY).exists():
            shutil.copyfile(config.data / PUSH_KEY, copies / PUSH_KEY)
        manifest = {"format": FORMAT, "made_at": now.isoformat(), "database": _engine()}
        (copies / MANIFEST).write_text(json.dumps(manifest))
        _pack(copies, config.files_path, target)


def restore(config: Config, source: Path, *, force: bool) -> None:
    """Brings a backup back into an empty installation; with `force` in place of what is there. Foyer must not run."""
    with tempfile.TemporaryDirectory(prefix="foyer-restore-") as folder:
        copies = Path(folder)
        _unpack(source, copies)
        _check(copies)
        if not force and _has_data(config):
            raise BackupProblem("Here are data already. Restore to an empty FOYER_DATA, or replace them with --force.")
        config.data.mkdir(parents=True, exist_ok=True)
        _restore_files(copies / FILES, config.files_path)
        _restore_database(copies)
        if (copies / JOURNAL).exists():
            _put(copies / JOURNAL, config.journal_path)
            _continue_journal(config.journal_path)
        if not config.secret_key:
            _put(copies / SECRET, config.data / SECRET)
        if (copies / PUSH_KEY).exists():
            _put(copies / PUSH_KEY, config.data / PUSH_KEY)


def _engine() -> str:
    return "postgresql" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"


def _copy_database(copies: Path) -> None:
    if _engine() == "sqlite":
        _copy_sqlite(Path(settings.DATABASES["default"]["NAME"]), copies / SQLITE)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", f"--file={copies / POSTGRESQL}"])


def _restore_database(copies: Path) -> None:
    connections.close_all()
    if _engine() == "sqlite":
        _put(copies / SQLITE, Path(settings.DATABASES["default"]["NAME"]))
    else:
        database = f"--dbname={settings.DATABASES['default']['NAME']}"
        _run([*PG_RESTORE, database, str(copies / POSTGRESQL)])


def _copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy by SQLite's own means, whoever writes meanwhile."""
    if not source.exists():
        raise BackupProblem("There is no database yet: nothing to back up.")
    with _opened(source) as reading, _opened(target) as writing:
        reading.backup(writing, pages=PAGES_AT_ONCE)
        writing.execute("PRAGMA journal_mode=DELETE")


def _check(copies: Path) -> None:
    """Before anything is replaced: is it ours, for this kind of database, and whole?"""
    try:
        manifest = json.loads((copies / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupProblem("This is no backup of Foyer.") from error
    if manifest.get("format") != FORMAT:
        raise BackupProblem("This backup is of a later version. Install that version of Foyer first.")
    if manifest.get("database") != _engine():
        raise BackupProblem(f"This backup is of a {manifest.get('database')} database: set FOYER_DATABASE_URL to one.")
    for name in (SQLITE, JOURNAL):
        if (copies / name).exists():
            _check_sqlite(copies / name)


def _check_sqlite(path: Path) -> None:
    with _opened(path) as connection:
        try:
            told = connection.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise BackupProblem(f"{path.name} in this backup is damaged.") from error
    if told != "ok":
        raise BackupProblem(f"{path.name} in this backup is damaged.")


def _has_data(config: Config) -> bool:
    if config.journal_path.exists():
        return True
    if _engine() == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).exists()
    return bool(connections["default"].introspection.table_names())


def _continue_journal(path: Path) -> None:
    """The main database may have folded more than the journal's copy holds: those numbers are not given again."""
    with _opened(path) as connection:
        name = connection.execute("SELECT value FROM meta WHERE name = 'name'").fetchone()[0]
        position = FoldPosition.objects.filter(journal=name).first()
        if position:
            connection.execute("INSERT OR IGNORE INTO groups (id, rows) VALUES (?, '')", (position.last_hit,))
            connection.execute("DELETE FROM groups WHERE id = ?", (position.last_hit,))
            connection.commit()


def _restore_files(source: Path, target: Path) -> None:
    """Before the database, so that each row finds its file. Names are random: what lies there is never overwritten."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir() if source.exists() else ():
        _put(path, target / path.name)
    sync_folder(target)


def _pack(copies: Path, files: Path, target: Path) -> None:
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise BackupProblem(f"{target} exists already. Choose another name.") from error
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        for path in sorted(copies.iterdir()):
            archive.add(path, path.name, filter=_anonymous)
        for path in sorted(files.iterdir()) if files.exists() else ():  # after the database: each row has its file
            if is_kept_name(path.name):
                archive.add(path, f"{FILES}/{path.name}", filter=_anonymous)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = OWNER_ONLY
    return member


def _unpack(source: Path, copies: Path) -> None:
    """Only the files we know by name, written by ourselves: nothing in the archive decides where (T17)."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if member.isfile() and (member.name in MEMBERS or _is_file(member.name)):
                    (copies / member.name).parent.mkdir(exist_ok=True)
                    _write(archive.extractfile(member) or io.BytesIO(), copies / member.name)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupProblem(f"{source} cannot be read as a backup.") from error


def _is_file(name: str) -> bool:
    folder, _slash, rest = name.partition("/")
    return folder == FILES and is_kept_name(rest)


def _write(content: IO[bytes], target: Path) -> None:
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _put(source: Path, target: Path) -> None:
    for companion in SQLITE_COMPANIONS:
        target.with_name(target.name + companion).unlink(missing_ok=True)
    fresh = target.with_name(f".{target.name}.restored")
    shutil.copyfile(source, fresh)
    fresh.chmod(OWNER_ONLY)
    fresh.replace(target)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=WAIT_S)
    try:
        yield connection
    finally:
        connection.close()


def _run(command: list[str]) -> None:
    """A program of PostgreSQL, told by its environment where the database is: a password is no argument (T31)."""
    program = shutil.which(command[0])
    if program is None:
        raise BackupProblem(f"{command[0]} is missing: install PostgreSQL's client programs.")
    done = subprocess.run(  # noqa: S603  a fixed program; nothing in its arguments is from outside
        [program, *command[1:]], env={**os.environ, **_environment()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupProblem(f"{command[0]} failed: {done.stderr.strip()}")


def _environment() -> Mapping[str, str]:
    database = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {variable: str(database[name]) for variable, name in names.items() if database.get(name)}
