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


_loaders: dict[str, Loader] = {}


def register(kind: str, loader: Loader) -> None:
    """`loader` reads things of a kind by their ids; what is no longer to be found is left out."""
    _loaders[kind] = loader


def kinds() -> list[str]:
    """All kinds that are registered."""
    return list(_loaders)


def load(kind: str, refs: Collection[int]) -> list[Document]:
    """The documents of these things."""
    return _loaders[kind](refs)
