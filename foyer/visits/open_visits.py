"""A visit in memory while hits come in: pure, no database. The same hits in any order give the same visit (R10)."""

import dataclasses
import hashlib

from foyer.visits.hit import MAX_ID
from foyer.visits.intake import Touch
from foyer.visits.page_calls import IDENTIFY, MARKS, is_event, is_kept
from foyer.visits.told import Told

GAP_MS = 30 * 60 * 1000  # a new visit begins after 30 minutes of silence (D17)
SAME_PAGE_MS = 5_000  # the same page within 5 s counts once (D17)
ALIVE_MS = 20_000  # a beat comes every 15 s while the page is visible
OFF = "off"


@dataclasses.dataclass(slots=True)
class Page:
    """A page view; `seconds` is visible time, the highest that was told."""

    key: str
    url: str
    title: str
    at_ms: int
    seconds: int = 0
    is_stored: bool = False
    changed: bool = True

    @property
    def order(self) -> tuple[int, str]:
        """Pages by this are in the order in which they were opened."""
        return self.at_ms, self.key


@dataclasses.dataclass(slots=True)
class Signal:
    """An event that the page told."""

    key: str
    name: str
    data: bytes
    at_ms: int


@dataclasses.dataclass(slots=True)
class OpenVisit:
    """What is known of a visit. `landing` is the touch that opened it; None when it was loaded from the database.

    `named` is the key of what a page said last of the visitor: websites say it on every page, and it counts once.
    `mark` is what the board shows of their doings, with its time.
    """

    portal_id: int
    actor_id: int
    number: int
    started_ms: int
    ended_ms: int
    landing: Touch | None = None
    id: int | None = None
    pages: dict[str, Page] = dataclasses.field(default_factory=dict)
    same: dict[str, str] = dataclasses.field(default_factory=dict)
    alive: dict[str, int] = dataclasses.field(default_factory=dict)
    signals: list[Signal] = dataclasses.field(default_factory=list)
    told: Told = dataclasses.field(default_factory=dict)
    has_signal: bool = False
    named: str = ""
    has_no_chat: bool = False
    mark: tuple[int, str] = (0, "")
    changed: bool = False
    has_moved: bool = False  # it begins earlier, or with another page, than the database knows
    country: str = ""
    source: str = ""
    browser: str = ""
    device: str = ""
    _ends: tuple[Page, Page] = dataclasses.field(init=False, repr=False)

    @property
    def first(self) -> Page:
        """The landing page (D8)."""
        return self._ends[0]

    @property
    def last(self) -> Page:
        """The page that was opened last."""
        return self._ends[1]

    def add(self, page: Page) -> None:
        """One more page. Whoever was the landing page before may be so no longer."""
        first, last = self._ends if self.pages else (page, page)
        self.pages[page.key] = page
        if page.order < first.order:
            first.changed = self.has_moved = True
            first = page
        self._ends = first, page if page.order > last.order else last

    @property
    def seconds(self) -> int:
        """Visible time over all pages (F37)."""
        return sum(page.seconds for page in self.pages.values())

    def covers(self, at_ms: int) -> bool:
        """Whether something that happened then is part of this visit."""
        return self.started_ms - GAP_MS <= at_ms <= self.ended_ms + GAP_MS

    def is_here(self) -> bool:
        """Whether some page still shows signs of life."""
        return any(seen >= self.ended_ms - ALIVE_MS for seen in self.alive.values())


def open_visit(touch: Touch, actor_id: int, number: int) -> OpenVisit:
    """A new visit that begins with a page view."""
    visit = OpenVisit(touch.portal_id, actor_id, number, touch.at_ms, touch.at_ms, landing=touch)
    visit.country, visit.browser, visit.device = touch.country, touch.agent.browser, touch.agent.device
    visit.source = source_of(touch)
    return visit


def source_of(touch: Touch) -> str:
    """One word for where a visitor came from, as the board shows it."""
    return touch.campaign.utm.get("source") or touch.origin.name


def apply(visit: OpenVisit, touch: Touch) -> bool:
    """Adds a touch to the visit it belongs to; False when it changes nothing (told twice, or of a page never seen)."""
    known = _APPLY[touch.hit.type](visit, touch)
    if known:
        if touch.at_ms < visit.started_ms:
            visit.started_ms, visit.has_moved = touch.at_ms, True
        visit.ended_ms = max(visit.ended_ms, touch.at_ms)
        visit.has_no_chat = touch.hit.chat == OFF
        visit.changed = True
    return known


def _view(visit: OpenVisit, touch: Touch) -> bool:
    hit = touch.hit
    if hit.page in visit.pages or hit.page in visit.same:
        return False
    twin = next((page for page in visit.pages.values() if _is_same(page, touch)), None)
    if twin:
        visit.same[hit.page] = twin.key
    else:
        visit.add(Page(hit.page, hit.url, hit.title, touch.at_ms))
    visit.alive[hit.page] = touch.at_ms
    return True


def _is_same(page: Page, touch: Touch) -> bool:
    return page.url == touch.hit.url and abs(page.at_ms - touch.at_ms) <= SAME_PAGE_MS


def _beat(visit: OpenVisit, touch: Touch) -> bool:
    page = _page(visit, touch)
    if page is None:
        return False
    _lengthen(page, touch.hit.seconds)
    visit.alive[touch.hit.page] = touch.at_ms
    return True


def _bye(visit: OpenVisit, touch: Touch) -> bool:
    page = _page(visit, touch)
    if page is None:
        return False
    _lengthen(page, touch.hit.seconds)
    visit.alive.pop(touch.hit.page, None)
    return True


def _event(visit: OpenVisit, touch: Touch) -> bool:
    hit = touch.hit
    if not visit.pages or not is_kept(hit.name) or any(signal.key == hit.id for signal in visit.signals):
        return False
    if hit.page in visit.alive:
        visit.alive[hit.page] = max(visit.alive[hit.page], touch.at_ms)
    key, data = hit.id, bytes(hit.data)
    if hit.name == IDENTIFY:
        key = hashlib.sha256(data).hexdigest()[:MAX_ID]
        if key == visit.named:
            return True
        visit.named = key
    visit.signals.append(Signal(key, hit.name, data, touch.at_ms))
    visit.has_signal = visit.has_signal or is_event(hit.name)
    if hit.name in MARKS and touch.at_ms >= visit.mark[0]:
        visit.mark = touch.at_ms, MARKS[hit.name]
    return True


def _page(visit: OpenVisit, touch: Touch) -> Page | None:
    key = visit.same.get(touch.hit.page, touch.hit.page)
    return visit.pages.get(key)


def _lengthen(page: Page, seconds: int) -> None:
    if seconds > page.seconds:
        page.seconds, page.changed = seconds, True


_APPLY = {"view": _view, "beat": _beat, "bye": _bye, "event": _event}
