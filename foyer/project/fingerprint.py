"""One short name for the contents of a folder."""

import hashlib
from pathlib import Path


def fingerprint(folder: Path) -> str:
    """Ten letters that change when any file of the folder does."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(folder).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:10]
