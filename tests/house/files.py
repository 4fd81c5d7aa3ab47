"""The files of the repository: what git knows or would take."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = {"bin/check", "bin/setup", "bin/test", "bin/vendor"}
MADE_ELSEWHERE = {"vendor", "public", "migrations"}  # by others, by a build, by Django


def all_files() -> list[Path]:
    """Relative to the repository."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    """Files that are text, with what they say."""
    return [(path, text) for path in all_files() if (text := _text(ROOT / path)) is not None]


def own_code() -> list[tuple[Path, str]]:
    """What people write here and programs read."""
    kinds = {".py", ".jinja", ".ts", ".js", ".mjs", ".css"}
    return [
        (path, text)
        for path, text in texts()
        if (path.suffix in kinds or str(path) in SCRIPTS) and not MADE_ELSEWHERE & set(path.parts)
    ]


def _text(path: Path) -> str | None:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return None
