"""Finding pairs among many records without comparing each with each: pure (issue 3, 9).

Records are sorted by their names, once as written and once with the words turned round; only near neighbours are
compared, so a hundred thousand take seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

NEIGHBOURS = 6
MAX_GROUP = 12
"""Of more records that share a value, only the first ones are paired: it says little then."""
ALIKE = 90
SAME_COMPANY = 85


class Known(NamedTuple):
    """A record as far as it is compared; name and company are folded."""

    id: int
    name: str
    company: str


class Found(NamedTuple):
    """Two records that may be one."""

    left: int
    right: int
    reason: str
    score: int


def by_identifier(shown: Iterable[tuple[int, str, int]]) -> Iterator[Found]:
    """Pairs that show the same address or number; `shown` is identifier, its kind, record."""
    groups: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for identifier, kind, record in shown:
        groups[identifier, kind].append(record)
    for (_identifier, kind), records in groups.items():
        for left, right in combinations(sorted(set(records))[:MAX_GROUP], 2):
            yield Found(left, right, kind, 100)


def by_name(records: Iterable[Known]) -> Iterator[Found]:
    """Pairs of the same or of a like name, where the companies do not speak against it."""
    named = [record for record in records if len(record.name) > 3]
    yield from _neighbours(sorted(named, key=lambda one: (one.name, one.company, one.id)))
    turned = [one._replace(name=" ".join(reversed(one.name.split()))) for one in named]
    yield from _neighbours(sorted(turned, key=lambda one: (one.name, one.company, one.id)))


def _neighbours(records: Sequence[Known]) -> Iterator[Found]:
    for place, one in enumerate(records):
        for other in records[place + 1 : place + 1 + NEIGHBOURS]:
            if found := _compared(one, other):
                yield found


def _compared(one: Known, other: Known) -> Found | None:
    left, right = sorted((one.id, other.id))
    if one.name == other.name:
        if one.company == other.company:
            return Found(left, right, "name", 95)
        return Found(left, right, "name", 80) if not (one.company and other.company) else None
    likeness = fuzz.ratio(one.name, other.name, score_cutoff=ALIKE)
    if not likeness or fuzz.ratio(one.company, other.company) < SAME_COMPANY:
        return None
    return Found(left, right, "likeness", int(likeness * 0.9))
