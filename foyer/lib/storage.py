"""Files in a folder of ours: under names of random letters, on disk before anybody is told of them (T17, R4)."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

NAME_BYTES = 20
_NAME = re.compile(r"^[0-9a-f]{40}(\.preview)?$")
OWNER_ONLY = 0o600
PREVIEW = ".preview"


class TooBig(Exception):
    """The file is larger than the limit."""


def keep(pieces: Iterable[bytes], folder: Path, limit: int) -> tuple[str, int]:
    """Writes a file that survives a power cut; returns its name and its size. Raises TooBig, and leaves nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    name, size = secrets.token_hex(NAME_BYTES), 0
    path = folder / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise TooBig
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return name, size


def kept_path(folder: Path, name: str) -> Path | None:
    """Where a kept file lies; None for names that `keep` never gives, and for files that are not there."""
    path = folder / name
    return path if is_kept_name(name) and path.is_file() else None


def is_kept_name(name: str) -> bool:
    """Whether `keep` gives such names, or a preview has one."""
    return _NAME.fullmatch(name) is not None


def drop(folder: Path, name: str) -> None:
    """Takes a kept file and its preview away."""
    for each in (name, name + PREVIEW):
        if path := kept_path(folder, each):
            path.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """What stands in the file is on disk too, and nobody else on the machine reads it."""
    path.chmod(OWNER_ONLY)
    with contextlib.closing(_Opened(path)) as opened:
        os.fsync(opened.handle)


def sync_folder(folder: Path) -> None:
    """The names in the folder are on disk too."""
    with contextlib.closing(_Opened(folder)) as opened:
        os.fsync(opened.handle)


class _Opened:
    def __init__(self, path: Path) -> None:
        self.handle = os.open(path, os.O_RDONLY)

    def close(self) -> None:
        """Gives the handle back."""
        os.close(self.handle)
