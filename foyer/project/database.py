"""The main database, from one address: SQLite embedded or PostgreSQL, equals."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BUSY_TIMEOUT_S = 5
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
)


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`; without one, SQLite in the folder `data` (R2, R6)."""
    if url:
        return _postgresql(url)
    return {
        "ENGINE": "foyer.lib.sqlite",
        "NAME": data / "foyer.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_TIMEOUT_S, "init_command": SQLITE_PRAGMAS},
        "TEST": {
            "NAME": str(data / "test.sqlite3")
        },  # a file, because threads of one test cannot share a database in memory
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"FOYER_DATABASE_URL must begin with postgresql://, not {parts.scheme}://.")
    return {
        "ENGINE": "foyer.lib.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
