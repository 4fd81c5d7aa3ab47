"""The doctor: is this installation well, and what is to be done where it is not."""

import dataclasses
import datetime as dt
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from foyer.lib import clock
from foyer.portals.models import EmbedCode, Portal
from foyer.project.config import Config
from foyer.team.models import Organisation, State, User
from foyer.visits.models import Visit

SECRETS = ("secret_key", "push_key", "demo_password")
WAIT_S = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `advice` says what to do when it is not well."""

    is_well: bool
    sentence: str
    advice: str = ""

    def __str__(self) -> str:
        return f"OK  {self.sentence}" if self.is_well else f"!!  {self.sentence} {self.advice}"


Check = Callable[[Config], Iterable[Finding]]


def examine(config: Config) -> list[Finding]:
    """All checks in their order. What rests on the database is left out while that is ill."""
    findings = [finding for check in FIRST for finding in check(config)]
    if all(finding.is_well for finding in database(config)):
        findings += [finding for check in THEN for finding in check(config)]
    return findings


def database(_config: Config) -> list[Finding]:
    """Reachable, and up to date."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        told = str(error).strip().splitlines()[0]
        return [Finding(False, f"The database does not answer: {told}.", "Check FOYER_DATABASE_URL, or FOYER_DATA.")]
    if waiting:
        return [Finding(False, f"The database lacks {len(waiting)} migrations.", "Run: bin/foyer migrate")]
    return [Finding(True, f"The database answers and is up to date ({connection.vendor}).")]


def journal(config: Config) -> list[Finding]:
    """Hits can be put on disk."""
    if not config.journal_path.exists():
        return [Finding(True, "The journal will be made at the first start.")]
    opened = sqlite3.connect(config.journal_path, timeout=WAIT_S, isolation_level=None)
    try:
        opened.execute("BEGIN IMMEDIATE")
        opened.execute("ROLLBACK")
    except sqlite3.Error as error:
        advice = "Check rights and free space of FOYER_DATA."
        return [Finding(False, f"The journal cannot be written: {error}.", advice)]
    finally:
        opened.close()
    return [Finding(True, "The journal can be written.")]


def data_folder(config: Config) -> list[Finding]:
    """Ours to write, and secrets nobody else's to read (T41)."""
    if not os.access(config.data, os.W_OK):
        return [Finding(False, f"{config.data} cannot be written.", "Give it to the user that Foyer runs as.")]
    loose = [name for name in SECRETS if _is_open(config.data / name, stat.S_IRWXG | stat.S_IRWXO)]
    if loose:
        path = config.data / loose[0]
        return [Finding(False, f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")]
    if _is_open(config.data, stat.S_IWOTH):
        return [Finding(False, f"Anybody can write to {config.data}.", f"Run: chmod 700 {config.data}")]
    return [Finding(True, f"{config.data} is ours, and its secrets are kept.")]


def space(config: Config) -> list[Finding]:
    """Room for more on the disk (R3)."""
    if not config.data.exists():
        return []
    free_mb = shutil.disk_usage(config.data).free // 1_000_000
    if free_mb < 2 * config.reserve_mb:
        advice = "Make room there: once it is used up, hits are refused until there is some."
        return [Finding(False, f"Only {free_mb} MB are left for {config.data}.", advice)]
    return [Finding(True, f"There are {free_mb:,} MB left for {config.data}.")]


def people(_config: Config) -> list[Finding]:
    """Somebody can sign in, and somebody takes chats."""
    if not Organisation.objects.exists() or not User.objects.filter(is_active=True).exists():
        return [Finding(False, "Nobody can sign in yet.", "Run: bin/foyer createadmin")]
    online = User.objects.filter(is_active=True, availability__state=State.ONLINE).count()
    if not online:
        advice = "Visitors can only leave a message. Set yourself online at the top of any page."
        return [Finding(False, "Nobody is online.", advice)]
    return [Finding(True, f"Online for chats: {online}.")]


def portals(_config: Config) -> list[Finding]:
    """Each website sends hits, and shows the chat icon or not."""
    last = dict(Visit.objects.order_by().values_list("portal").annotate(Max("ended")))
    icons = set(EmbedCode.objects.filter(show_chat_icon=True).values_list("portal", flat=True))
    rows = [_portal(portal, last.get(portal.pk), portal.pk in icons) for portal in Portal.objects.all()]
    return rows or [Finding(False, "There is no website yet.", "Add one: Setup > Portals.")]


def mail(_config: Config) -> list[Finding]:
    """Invitations and forgotten passwords need mail."""
    if getattr(settings, "MAIL_IS_SET_UP", False):
        return [Finding(True, f"Mail goes out through {settings.EMAIL_HOST}.")]
    advice = "Set FOYER_SMTP_URL; until then invitations are links that you pass on yourself."
    return [Finding(False, "Mail is not set up.", advice)]


FIRST: tuple[Check, ...] = (data_folder, space, database, journal)
THEN: tuple[Check, ...] = (people, portals, mail)


def _portal(portal: Portal, last_hit: dt.datetime | None, has_icon: bool) -> Finding:
    icon = "chat icon shown" if has_icon else "chat icon hidden"
    if not portal.is_enabled:
        return Finding(True, f"{portal.name}: switched off.")
    if last_hit is None:
        advice = f"Put its line of code on {portal.site_url} (Setup > Portals)."
        return Finding(False, f"{portal.name}: no hit yet, {icon}.", advice)
    return Finding(True, f"{portal.name}: last hit {_ago(last_hit)}, {icon}.")


def _ago(moment: dt.datetime) -> str:
    seconds = (clock.now() - moment).total_seconds()
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= size:
            return f"{int(seconds // size)} {name} ago"
    return "just now"


def _is_open(path: Path, bits: int) -> bool:
    return path.exists() and bool(path.stat().st_mode & bits)
