"""The fold: hits from the journal, in their order, into visits, each once (P2, R1, R5).

Visits and the position in the journal are written in one transaction, so a crash at any moment folds nothing twice.
"""

import datetime as dt
import threading
import zoneinfo
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping

import structlog
from django.db import DataError, IntegrityError, close_old_connections, transaction

from foyer.identity.browsers import browser_actors
from foyer.lib.bus import bus
from foyer.lib.clock import from_ms, now_ms
from foyer.presence.board import TIME_TO_LIVE_S, Board, Visitor
from foyer.team.queries import time_zone
from foyer.visits.hit import parse
from foyer.visits.intake import Dropped, Touch, take_in
from foyer.visits.journal import Entry, Journal
from foyer.visits.models import FoldPosition
from foyer.visits.open_visits import OpenVisit, apply, open_visit
from foyer.visits.storing import count_bots, latest_visits, save, visit_at
from foyer.visits.storm import Storm

BATCH_ENTRIES = 2_000
PAUSE_S = 0.25  # one transaction for what comes in within this time
RETRY_S = 1.0
KEPT_VISITS = 50_000

# What an entry itself can be wrong with; that the database is away is not among them (R1).
UNSTORABLE = (DataError, IntegrityError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)

log = structlog.get_logger(__name__)


class Fold:
    """One journal's fold. Not for several threads."""

    def __init__(
        self,
        journal: Journal,
        board: Board,
        portal_ids: Callable[[], Mapping[str, int]],
        kept_addresses: Callable[[], Mapping[int, str]] = dict,
    ) -> None:
        self._journal = journal
        self._board = board
        self._portal_ids = portal_ids
        self._kept_addresses = kept_addresses
        self._visits: OrderedDict[int, OpenVisit] = OrderedDict()
        self._actors: dict[tuple[int, str], int] = {}
        self._position: int | None = None
        self._storm = Storm(lambda: journal.taken)
        self.woken = threading.Event()

    def run_until(self, stopped: threading.Event) -> None:
        """Folds as hits come in; while the database is away it waits and begins again (R1)."""
        while not stopped.is_set():
            self.woken.wait(RETRY_S)
            self.woken.clear()
            try:
                while not stopped.is_set() and self.fold_next():
                    self._let_storm_pass(stopped)
            except Exception:
                log.exception("hits_not_folded")
                self.forget()
                stopped.wait(RETRY_S)
            finally:
                close_old_connections()
            stopped.wait(PAUSE_S)

    def fold_next(self) -> int:
        """Folds the next batch; returns how many journal entries it held."""
        if self._position is None:
            self._position = _kept_position(self._journal.name)
        entries = self._journal.entries_after(self._position, BATCH_ENTRIES)
        if entries:
            self._fold_whatever_can_be(entries)
            self._storm.count_folded(len(entries))
        return len(entries)

    def _let_storm_pass(self, stopped: threading.Event) -> None:
        while self._storm.goes_on() and not stopped.is_set():
            stopped.wait(PAUSE_S)

    def forget(self) -> None:
        """Drops what is in memory; everything is read again from the database."""
        self._visits.clear()
        self._actors.clear()
        self._position = None

    def _fold_whatever_can_be(self, entries: list[Entry]) -> None:
        """Together; one by one when something in them cannot be stored, so that it stops nobody else's hits (T27)."""
        before, after = self._position or 0, entries[-1].group
        try:
            self._fold(entries, after)
        except UNSTORABLE:
            self.forget()
            for entry in entries:
                self._fold_alone(entry, before)
            self._fold([], after)

    def _fold_alone(self, entry: Entry, position: int) -> None:
        """Leaves the position where it is: after a crash all are folded again, and what was counted counts once."""
        try:
            self._fold([entry], position)
        except UNSTORABLE:
            log.exception("hit_left_out", group=entry.group)
            self.forget()

    def _fold(self, entries: list[Entry], position: int) -> None:
        touches, bots = _taken_in(entries, self._portal_ids(), self._kept_addresses())
        with transaction.atomic():
            touched = self._apply(touches)
            save(touched, zone := time_zone())
            count_bots(_by_day(bots, zone))
            FoldPosition.objects.update_or_create(journal=self._journal.name, defaults={"last_hit": position})
        self._position = position
        self._journal.forget_up_to(position)
        self._show(touched)
        self._trim()

    def _apply(self, touches: list[Touch]) -> list[OpenVisit]:
        actors = self._actors_of({(touch.portal_id, touch.hit.browser) for touch in touches})
        unknown = [actor_id for actor_id in actors.values() if actor_id not in self._visits]
        self._visits.update(latest_visits(unknown) if unknown else {})
        touched: dict[int, OpenVisit] = {}
        late: list[OpenVisit] = []
        for touch in touches:
            visit = self._visit_of(touch, actors[touch.portal_id, touch.hit.browser], late)
            if visit is not None and apply(visit, touch):
                touched[id(visit)] = visit
        return list(touched.values())

    def _actors_of(self, browsers: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
        if len(self._actors) > KEPT_VISITS:
            self._actors.clear()
        if missing := browsers - self._actors.keys():
            self._actors |= browser_actors(missing)
        return {browser: self._actors[browser] for browser in browsers}

    def _visit_of(self, touch: Touch, actor_id: int, late: list[OpenVisit]) -> OpenVisit | None:
        latest = self._visits.get(actor_id)
        if latest is not None and latest.covers(touch.at_ms):
            self._visits.move_to_end(actor_id)
            return latest
        if latest is not None and touch.at_ms < latest.started_ms:
            return _late_visit(touch, actor_id, latest.number, late)
        if touch.hit.type != "view":
            return None
        visit = open_visit(touch, actor_id, latest.number + 1 if latest else 1)
        self._visits[actor_id] = visit
        return visit

    def _show(self, visits: list[OpenVisit]) -> None:
        """The board and those who look at it."""
        alive_after = now_ms() - TIME_TO_LIVE_S * 1000
        for visit in visits:
            if visit.ended_ms < alive_after:
                continue
            if visit.is_here():
                self._board.see(_visitor(visit))
            elif visit.id:
                self._board.leave(visit.id)
            bus().publish(f"portal:{visit.portal_id}", {"t": "record", "actor": visit.actor_id})
        for portal_id in {visit.portal_id for visit in visits}:
            bus().publish(f"portal:{portal_id}", {"t": "live"})

    def _trim(self) -> None:
        while len(self._visits) > KEPT_VISITS:
            self._visits.popitem(last=False)


def _late_visit(touch: Touch, actor_id: int, number: int, late: list[OpenVisit]) -> OpenVisit | None:
    """The earlier visit that a hit belongs to which was kept by the browser for long; a new one if there is none."""
    for visit in late:
        if visit.actor_id == actor_id and visit.covers(touch.at_ms):
            return visit
    found = visit_at(actor_id, touch.at_ms)
    if found is None and touch.hit.type == "view":
        found = open_visit(touch, actor_id, number)
    if found is not None:
        late.append(found)
    return found


def _kept_position(journal: str) -> int:
    row = FoldPosition.objects.filter(journal=journal).first()
    return row.last_hit if row else 0


def _taken_in(
    entries: list[Entry], portal_ids: Mapping[str, int], kept: Mapping[int, str]
) -> tuple[list[Touch], Counter[tuple[int, int]]]:
    touches, bots = [], Counter[tuple[int, int]]()
    for entry in entries:
        for hit in parse(entry.body):
            try:
                touches.append(take_in(entry, hit, portal_ids, kept))
            except Dropped as dropped:
                if dropped.reason == "bot":
                    bots[portal_ids[hit.portal], entry.received_ms] += 1
    touches.sort(key=lambda touch: touch.at_ms)
    return touches, bots


def _by_day(bots: Counter[tuple[int, int]], zone: zoneinfo.ZoneInfo) -> Counter[tuple[int, dt.date]]:
    """Hits of bots by portal and the day of arrival."""
    by_day: Counter[tuple[int, dt.date]] = Counter()
    for (portal_id, received_ms), hits in bots.items():
        by_day[portal_id, from_ms(received_ms).astimezone(zone).date()] += hits
    return by_day


def _visitor(visit: OpenVisit) -> Visitor:
    last = visit.last
    return Visitor(
        visit_id=visit.id or 0,
        actor_id=visit.actor_id,
        portal_id=visit.portal_id,
        number=visit.number,
        started_ms=visit.started_ms,
        page_since_ms=last.at_ms,
        url=last.url,
        title=last.title,
        pages=len(visit.pages),
        seconds=visit.seconds,
        country=visit.country,
        source=visit.source,
        browser=visit.browser,
        device=visit.device,
        has_custom_event=visit.has_signal,
        mark=visit.mark[1],
        has_no_chat=visit.has_no_chat,
    )
