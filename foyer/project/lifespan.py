"""What runs beside the requests: journal, fold, reactions, jobs, schedule; started and stopped with the process."""

import asyncio
import functools
import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection, connections

from foyer.api.idempotency import prune_answers
from foyer.channels.webchat.invited import refill_invitations
from foyer.conversations.actions import end_unanswered_invitations
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.offering import offer_on
from foyer.conversations.search import READ_S, read_running
from foyer.conversations.snoozing import bring_due_back
from foyer.crm.actions.activities import remind_owners
from foyer.crm.runs.apart import Apart
from foyer.crm.runs.engine import hand_long_runs_to, resume_runs
from foyer.crm.runs.files import prune_files
from foyer.crm.search import follow
from foyer.edge.guard import PortalBook
from foyer.events import dispatch
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.lib.jobs import PROMPT, Schedule, run_jobs_until
from foyer.lib.jobs.worker import prune_jobs, wake_jobs
from foyer.lib.sqlite.figures import renew_figures
from foyer.notifications.actions import prune_deliveries
from foyer.presence.board import Board
from foyer.presence.windows import windows
from foyer.privacy.retention import forget_old
from foyer.project.config import config
from foyer.project.loading import load_pages
from foyer.project.portal_book import refill
from foyer.scoring.standing import refresh_all
from foyer.team.actions import come_back, leave
from foyer.team.models import IDLE, NO_WINDOW
from foyer.team.queries import users_who_take_chats
from foyer.visits import server_events
from foyer.visits.actions import end_silent_visits
from foyer.visits.fold import Fold
from foyer.visits.journal import Journal
from foyer.visits.reports import rollup

REFILL_S = 10
OFFER_S = 1
MISSED_S = 5
SNOOZED_S = 15
UNANSWERED_S = 10
SILENT_S = 30
PRESENCE_S = 2
LEFT_S = 20
REMIND_S = 10
PRUNE_S = 3600
RESUME_S = 20
ROLL_UP_S = 30
DAILY_S = 24 * 3600
SOON_S = 60  # what is daily has its first turn so long after the start: many a server is started anew each night
STOP_S = 10

log = structlog.get_logger(__name__)


class Services:
    """The threads of one process."""

    def __init__(self, journal: Journal, book: PortalBook, board: Board) -> None:
        self.journal = journal
        self._book = book
        self._board = board
        self._fold = Fold(journal, board, book.portal_ids, book.kept_addresses)
        self._apart = Apart()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Before the first request."""
        await asyncio.to_thread(self._refill)
        await asyncio.to_thread(_expect_who_was_here)
        self.journal.start()
        server_events.take_by(self.journal)
        hand_long_runs_to(self._apart.take)
        for name, loop in self._loops().items():
            self._threads.append(threading.Thread(target=self._run, args=(loop,), name=name, daemon=True))
        for thread in self._threads:
            thread.start()
        self._listener = asyncio.create_task(self._refill_when_changed())

    async def stop(self) -> None:
        """Writes what is pending; what is not folded yet is folded at the next start."""
        self._stopped.set()
        server_events.take_by(None)
        if self._listener:
            self._listener.cancel()
        self._fold.woken.set()
        dispatch.wake()
        wake_jobs()
        await asyncio.to_thread(self._join)

    async def is_ready(self) -> bool:
        """Database and journal answer (R26)."""
        return not self.journal.is_closed and await asyncio.to_thread(_database_answers)

    def wake_fold(self) -> None:
        """New hits are on disk."""
        self._fold.woken.set()

    def _run(self, loop: Callable[[threading.Event], None]) -> None:
        try:
            loop(self._stopped)
        finally:
            connections.close_all()

    def _loops(self) -> dict[str, Callable[[threading.Event], None]]:
        return {
            "pages": load_pages,
            "fold": self._fold.run_until,
            "reactions": dispatch.run_until,
            "jobs": run_jobs_until,
            "prompt jobs": functools.partial(run_jobs_until, queue=PROMPT),
            "search": follow.run_until,
            "schedule": self._schedule().run_until,
            "housework": _housework().run_until,
        }

    def _schedule(self) -> Schedule:
        """What somebody waits for: each entry is quick, however much there is."""
        schedule = Schedule()
        schedule.every(REFILL_S, "portal_book", self._refill)
        schedule.every(MISSED_S, "missed_chats", lambda: miss_waiting_conversations(clock.now()))
        schedule.every(SNOOZED_S, "snoozed_chats", lambda: bring_due_back(clock.now()))
        schedule.every(OFFER_S, "offers", lambda: offer_on(clock.now()))
        schedule.every(UNANSWERED_S, "unanswered_invitations", self._end_unanswered)
        schedule.every(SILENT_S, "silent_visits", lambda: end_silent_visits(clock.now()))
        schedule.every(PRESENCE_S, "presence", self._forget_silent)
        schedule.every(LEFT_S, "left_agents", _note_who_left)
        schedule.every(REMIND_S, "reminders", lambda: remind_owners(clock.now()))
        schedule.every(READ_S, "running_chats", lambda: read_running(clock.now()))
        schedule.every(RESUME_S, "runs", resume_runs)
        return schedule

    def _end_unanswered(self) -> None:
        end_unanswered_invitations(clock.now(), self._board.actors_here())

    def _refill(self) -> None:
        refill(self._book)
        refill_invitations()
        close_old_connections()

    def _forget_silent(self) -> None:
        for portal_id in self._board.drop_silent():
            bus().publish(f"portal:{portal_id}", {"t": "live"})

    async def _refill_when_changed(self) -> None:
        async for _ in bus().subscribe(["portals", "team"]):
            await asyncio.to_thread(self._refill)

    def _join(self) -> None:
        self.journal.close()
        hand_long_runs_to(None)
        self._apart.stop()
        for thread in self._threads:
            thread.join(STOP_S)


def _housework() -> Schedule:
    """What takes long where there is much, and can wait."""
    schedule = Schedule()
    schedule.every(PRUNE_S, "old_jobs", prune_jobs)
    schedule.every(PRUNE_S, "old_files", prune_files)
    schedule.every(PRUNE_S, "old_deliveries", prune_deliveries)
    schedule.every(PRUNE_S, "old_answers", prune_answers)
    schedule.every(PRUNE_S, "old_visits", forget_old)
    schedule.every(ROLL_UP_S, "tallies", rollup.roll_up)
    schedule.every(DAILY_S, "figures", renew_figures, SOON_S)
    schedule.every(DAILY_S, "tallies_compared", rollup.compare, 2 * SOON_S)
    schedule.every(DAILY_S, "standings_compared", refresh_all, 3 * SOON_S)
    return schedule


def _expect_who_was_here() -> None:
    """Nobody knows any more who had a page open: who does not open one in time is away (B16)."""
    windows.expect(users_who_take_chats().values_list("pk", flat=True), clock.now_ms())
    close_old_connections()


def _note_who_left() -> None:
    if after_s := config().away_after_s:
        left = windows.take_left(clock.now_ms() - after_s * 1000)
        leave(left, NO_WINDOW)
        for user_id in filter(windows.has, left):  # came back meanwhile
            come_back(user_id, NO_WINDOW)
    if after_s := config().idle_after_s:
        leave(windows.take_idle(clock.now_ms() - after_s * 1000), IDLE)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        log.exception("database_does_not_answer")
        return False
    finally:
        close_old_connections()
    return True
