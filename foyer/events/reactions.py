"""The table of reactions: which functions follow which kind of event."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from foyer.events.models import Event
from foyer.events.types import Happening

Reaction = Callable[[Event], None]
GroupReaction = Callable[[Sequence[Event]], None]
_reactions: dict[str, list[Reaction]] = defaultdict(list)
_group_reactions: dict[str, list[GroupReaction]] = defaultdict(list)


def reacts_to(*kinds: type[Happening]) -> Callable[[Reaction], Reaction]:
    """Registers a function that runs after an event of one of `kinds` is committed.

    It may run again after a crash, so doing it twice must change nothing more. What it changes it changes by actions,
    each a transaction of its own: most reactions only tell somebody, and SQLite has one place to write.
    """

    def register(reaction: Reaction) -> Reaction:
        for kind in kinds:
            if reaction not in _reactions[kind.__name__]:
                _reactions[kind.__name__].append(reaction)
        return reaction

    return register


def reacts_to_many(*kinds: type[Happening]) -> Callable[[GroupReaction], GroupReaction]:
    """Like `reacts_to`, for what costs the same for one and for a hundred: gets those of one kind together (P2)."""

    def register(reaction: GroupReaction) -> GroupReaction:
        for kind in kinds:
            if reaction not in _group_reactions[kind.__name__]:
                _group_reactions[kind.__name__].append(reaction)
        return reaction

    return register


def group_reactions_to(kind: str) -> list[GroupReaction]:
    """The functions that take many events of a kind, in the order of registration."""
    return _group_reactions.get(kind, [])


def reactions_to(kind: str) -> list[Reaction]:
    """The functions registered for a kind of event, in the order of registration."""
    return _reactions.get(kind, [])
