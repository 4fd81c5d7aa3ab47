"""Whatever the order, the cuts and the crashes: the visits are those of a replay of the journal (R1, R5, R7, R10).

A page's view comes before what else is told of it, as the tracker sends it; stays lie apart by more than an hour, so
that no late hit could belong to two of them. Everything else is shuffled.
"""

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.identity.models import Actor
from foyer.portals.models import EmbedCode, Portal
from foyer.presence.board import Board
from foyer.visits.fold import Fold
from foyer.visits.hit import parse
from foyer.visits.journal import Entry
from foyer.visits.models import Action, CustomEvent, FoldPosition, Visit
from tests.visits.hits import CHROME, KEY, body, hit

NOON = 1_794_484_800_000
TRADE = "p_trade123"
BROWSERS = ((KEY, "vera-browser-0123456789"), (KEY, "olga-browser-0123456789"), (TRADE, "vera-browser-0123456789"))
MOMENT = st.integers(0, 1_500)  # seconds within a stay
PAGES = st.lists(st.tuples(MOMENT, st.lists(st.integers(0, 300), max_size=3), st.booleans()), min_size=1, max_size=3)
STAYS = st.lists(st.tuples(st.sampled_from(range(3)), st.integers(0, 2), PAGES), min_size=1, max_size=4)


class Tape:
    """A journal that was written before: the same entries for who replays it."""

    def __init__(self, name: str, bodies: list[bytes]) -> None:
        self.name, self.taken = name, len(bodies)
        self._entries = [Entry(n, NOON, "192.0.2.7", CHROME, True, data) for n, data in enumerate(bodies, 1)]
        self.limit = len(bodies)

    def entries_after(self, position: int, limit: int) -> list[Entry]:
        return self._entries[position : position + self.limit]

    def forget_up_to(self, position: int) -> None:
        """Keeps them, for the replay."""


def told(stays) -> list[list[dict]]:
    """For each page what is told of it, in the order in which the tracker tells it."""
    pages = []
    for number, (who, hours_ago, seen) in enumerate(stays):
        for place, (moment, beats, has_event) in enumerate(seen):
            at = NOON - (2 * hours_ago + 1) * 3_600_000 + moment * 1000
            name = f"p-{number}-{place}"
            portal, browser = BROWSERS[who]
            common = {"portal": portal, "browser": browser, "page": name, "at": at, "sent": NOON}
            page = [hit(**common, id=name, url=f"https://shop.example/{name}", title=name)]
            page += [hit("beat", **common, id=f"{name}-{n}", seconds=n) for n in beats]
            page += [hit("event", **common, id=f"{name}-e", name="basket", data={name: 1})] if has_event else []
            pages.append(page)
    return pages


@st.composite
def tapes(draw) -> list[bytes]:
    """Bodies of all visitors in any order but that of a page's own, some of them sent twice or much later again."""
    waiting, sent = [page for page in told(draw(STAYS)) if page], []
    while waiting:
        page = draw(st.sampled_from(waiting))
        count = draw(st.integers(1, len(page)))
        sent.append(body(*page[:count]))
        del page[:count]
        waiting = [page for page in waiting if page]
    again = draw(st.lists(st.sampled_from(sent), max_size=4))
    for data in again:
        sent.insert(draw(st.integers(sent.index(data), len(sent))), data)
    return sent


def fold_of(tape: Tape, portals: dict[str, int]) -> Fold:
    return Fold(tape, Board(), lambda: portals)  # type: ignore[arg-type]


def folded() -> tuple[list, list, list]:
    """All visits with actions and events, by what they say, without the ids."""
    who = "portal_id", "actor__ref"
    visits = Visit.objects.values_list(*who, "started", "ended", "day", "pages", "seconds", "first_url", "last_url")
    actions = Action.objects.values_list("visit__actor__ref", "visit__started", "page_key", "type", "seconds", "at")
    events = CustomEvent.objects.values_list("visit__actor__ref", "visit__started", "key", "name", "at")
    return sorted(visits), sorted(actions), sorted(events)


def forget_everything() -> None:
    for model in (CustomEvent, Action, Visit, FoldPosition, Actor):
        model.objects.all().delete()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=tapes(), steps=st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=8))
@time_machine.travel("2026-11-12 12:00:00+00:00", tick=False)
def test_visits_are_those_of_a_replay_whatever_came_when_and_crashed_between(portal, bodies, steps):
    trade, _ = Portal.objects.get_or_create(name="Trade shop", site_url="https://shop.example", domains=[])
    EmbedCode.objects.get_or_create(portal=trade, name="Trade", key=TRADE)
    portals = {KEY: portal.pk, TRADE: trade.pk}
    forget_everything()
    tape = Tape("first", bodies)
    fold = fold_of(tape, portals)
    for _ in bodies:
        tape.limit, crashes = steps[_step(tape, steps)]
        fold.fold_next()
        fold = fold_of(tape, portals) if crashes else fold
    once = folded()
    forget_everything()
    fold_of(Tape("again", bodies), portals).fold_next()
    assert once == folded()
    assert {key for _, _, key, *_ in once[1]} == _views(bodies)


def _step(tape: Tape, steps: list) -> int:
    tape.taken += 1
    return tape.taken % len(steps)


def _views(bodies: list[bytes]) -> set[str]:
    return {one.page for data in bodies for one in parse(data) if one.type == "view"}
