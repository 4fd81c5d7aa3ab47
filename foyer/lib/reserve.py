"""Space that is kept on the disk for when all other is used up (R3).

Taking in is stopped while there still is some, and the rest gets what was kept: people can sign in, look, delete, and a
database can put away what it logged. Once there is space, it is kept again.
"""

import contextlib
import os
import shutil
from pathlib import Path

import structlog

LEAST_FREE_BYTES = 16_000_000
CHUNK = 1_000_000

log = structlog.get_logger(__name__)


class Reserve:
    """A file of `size` bytes in a folder; of 0 bytes: none, and the disk is never said to be short. For one thread."""

    def __init__(self, folder: Path, size: int, least_free: int = LEAST_FREE_BYTES) -> None:
        self._path, self._size, self._least = folder / "reserve", size, least_free
        self._was_short = False

    def is_short(self) -> bool:
        """Whether the disk is nearly full. Gives away what was kept as soon as it is, and keeps it again after."""
        is_short = bool(self._size) and self._settled()
        if is_short != self._was_short:
            log.warning("disk_nearly_full" if is_short else "disk_has_space_again", folder=str(self._path.parent))
        self._was_short = is_short
        return is_short

    def _settled(self) -> bool:
        free = shutil.disk_usage(self._path.parent).free
        if self._path.exists():
            if free >= self._least:
                return False
            self._path.unlink(missing_ok=True)
            return True
        return free < self._size + 2 * self._least or not self._keep()

    def _keep(self) -> bool:
        """Blocks of the disk, and no hole: where the system has no such thing, it is written."""
        try:
            with self._path.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, self._size)
                else:  # macOS
                    file.writelines(bytes(min(CHUNK, self._size - at)) for at in range(0, self._size, CHUNK))
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink()
            return False
        return True
