"""Every knob of an installation, typed: read from the environment as `FOYER_<NAME>`."""

import os
import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "FOYER_"


class UnknownSetting(RuntimeError):
    """A name beginning with FOYER_ stands in the environment that Foyer does not know."""


class Config(BaseSettings):
    """The configuration of one process. Three values change between one node and many: DATABASE_URL, BUS_URL, ROLE."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    data: Path = Field(
        default=Path("data"), description="Folder for the database, the journal, the secret key and files."
    )
    database_url: str = Field(
        default="", description="postgresql://user:password@host:port/name; empty means SQLite in DATA."
    )
    bus_url: str = Field(default="", description="Address of a message bus between processes; empty means in-process.")
    role: Literal["all"] = Field(default="all", description="What this process does; one process does everything.")
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, description="Port to listen on.", ge=0, le=65535)
    base_url: str = Field(
        default="",
        description="Where people reach Foyer, like https://foyer.example; empty: taken from each request.",
    )
    allowed_hosts: str = Field(
        default="",
        description="Host names that are answered, with commas between; empty: that of BASE_URL, or any.",
    )
    debug: bool = Field(default=False, description="Django's debug pages. Never on a server that others reach (T41).")
    secret_key: str = Field(
        default="", description="Key that signs sessions; empty: made once and kept in DATA/secret_key."
    )
    trusted_proxies: int = Field(
        default=0, description="How many proxies stand in front and set X-Forwarded-For (T28).", ge=0, le=5
    )
    smtp_url: str = Field(
        default="", description="smtp://user:password@host:587 (STARTTLS) or smtps://…:465; empty: mail is not set up."
    )
    mail_from: str = Field(default="", description="Sender of mails, like 'Foyer <foyer@shop.example>'.")
    max_file_mb: int = Field(
        default=25, description="The largest file, in megabytes, that may be put on a record (T17).", ge=1, le=1000
    )
    hits_per_second: int = Field(
        default=200,
        description="Hits a second taken from one address, bursts of four times that; 0 means no limit (T27).",
        ge=0,
    )
    away_after_s: int = Field(
        default=120,
        description="Seconds after which an agent with no page open takes no chats, until there is one; 0: never.",
        ge=0,
    )
    idle_after_s: int = Field(
        default=1800,
        description="Seconds without key or mouse on any page after which an agent is away, until the next; 0: never.",
        ge=0,
    )
    push_origins: str = Field(
        default="",
        description="More push services that browsers may name, like https://push.example, with commas between (T24).",
    )
    reserve_mb: int = Field(
        default=64,
        description="Megabytes kept free in DATA: when the disk is full, hits wait and people can still delete (R3).",
        ge=0,
    )
    log_format: Literal["text", "json"] = Field(default="text", description="How log lines are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least severe line that is logged."
    )
    city_file: str = Field(
        default="", description="Path of an own MaxMind-format file for cities; empty: countries only."
    )

    @property
    def files_path(self) -> Path:
        """The folder of the files that were put on records."""
        return self.data / "files"

    @property
    def journal_path(self) -> Path:
        """The file that holds hits until they are folded into visits."""
        return self.data / "journal.sqlite3"

    def kept_secret_key(self) -> str:
        """The configured key, or the one kept in DATA; made with owner-only rights on the first call (T41)."""
        if self.secret_key:
            return self.secret_key
        path = self.data / "secret_key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()


def load(environment: dict[str, str] | None = None) -> Config:
    """Reads the environment. Raises UnknownSetting on a FOYER_ name that means nothing: typing errors are seen."""
    names = os.environ if environment is None else environment
    known = {PREFIX + name.upper() for name in Config.model_fields}
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise UnknownSetting(f"Unknown setting: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
    return Config()


@cache
def config() -> Config:
    """The configuration of this process, read once."""
    return load()
