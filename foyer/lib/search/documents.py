"""What can be searched: who wants to be found registers how its things become documents."""

import dataclasses
from collections.abc import Callable, Collection

Loader = Callable[[Collection[int]], list["Document"]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A thing as the index takes it. `names` weighs most, `reach` is addresses and numbers, `more` everything else."""

    kind: str
    ref: int
    owner: int | None
    title: str
    about: str = ""
    names: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things: how some are read by their ids, all ids there are, the events that change no word of one."""

    load: Loader
    ids: Callable[[], list[int]]
    quiet: frozenset[str] = frozenset()


_kinds: dict[str, Kind] = {}


def register(kind: str, loader: Loader, ids: Callable[[], list[int]], quiet: Collection[str] = ()) -> None:
    """`loader` reads things of a kind by their ids; what is no longer to be found is left out. `ids` are those of all.

    After events called as in `quiet` a thing is not read again: its words come with a later one.
    """
    _kinds[kind] = Kind(loader, ids, frozenset(quiet))


def kinds() -> list[str]:
    """All kinds that are registered."""
    return list(_kinds)


def load(kind: str, refs: Collection[int]) -> list[Document]:
    """The documents of these things."""
    return _kinds[kind].load(refs)


def all_ids(kind: str) -> list[int]:
    """The things of a kind, for reading everything again."""
    return _kinds[kind].ids()


def is_changed_by(kind: str, event: str) -> bool:
    """Whether a thing has to be read again after an event of this name."""
    return kind in _kinds and event not in _kinds[kind].quiet
