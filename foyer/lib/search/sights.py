"""What somebody may find and what is found: both databases are asked in these words."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MATCHES = 5_000
"""So many matches are looked through for those that somebody may see."""


class Columns(NamedTuple):
    """Where to look, as each database says it."""

    fts5: str
    weights: str


NAMES = Columns("names : ", "A")
EVERYTHING = Columns("", "ABC")
_COLUMNS = {
    (True, True): EVERYTHING,
    (False, True): Columns("{names more} : ", "AC"),
    (True, False): Columns("{names reach} : ", "AB"),
    (False, False): NAMES,
}
"""By `reach` and `more` of a sight: where it looks."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may find: a kind, whose things, whether addresses and numbers count, and whether all the rest."""

    kind: str
    owners: tuple[int, ...] | None = None
    reach: bool = True
    more: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A list of hits: what may stand in it, and how many at most."""

    sights: tuple[Sight, ...]
    limit: int


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    kind: str
    ref: int
    title: str
    about: str


def is_one_kind(sights: Sequence[Sight]) -> bool:
    """Whether things of one kind alone are looked for."""
    return len({sight.kind for sight in sights}) == 1


def deep(sights: Sequence[Sight]) -> tuple[Sight, ...]:
    """Those whose things may lie below a thousand newer ones: of one kind alone, or of certain owners."""
    return tuple(sight for sight in sights if is_one_kind(sights) or sight.owners is not None)


def by_columns(sights: Sequence[Sight]) -> Iterator[tuple[Columns, tuple[Sight, ...]]]:
    """The sights that look in the same columns, together."""
    for looks, columns in _COLUMNS.items():
        if alike := tuple(sight for sight in sights if (sight.reach, sight.more) == looks):
            yield columns, alike


def allowed(sights: Sequence[Sight]) -> tuple[str, list[str | int]]:
    """The condition on an `entry` that one of the sights shows it, and its values."""
    parts: list[str] = []
    values: list[str | int] = []
    for sight in sights:
        if sight.owners is None:
            parts.append("entry.kind = %s")
            values.append(sight.kind)
        elif sight.owners:
            parts.append(f"(entry.kind = %s AND entry.owner IN ({', '.join(['%s'] * len(sight.owners))}))")
            values += [sight.kind, *sight.owners]
    return " OR ".join(parts) or "1 = 0", values
