"""To whom a waiting chat is offered next: owner, last agent, queue, all. Pure (E12, B12)."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

OWNER, LAST_AGENT, QUEUE = "owner", "last_agent", "queue"
ALL_AT_ONCE, IN_ORDER, LEAST_BUSY, LONGEST_IDLE = "all", "in_order", "least_busy", "longest_idle"
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a portal wants. A step of 0 seconds is left out; without `most_chats` nobody is ever full."""

    mode: str = ALL_AT_ONCE
    most_chats: int | None = None
    owner_s: int = 0
    last_agent_s: int = 0
    offer_s: int = 20

    @property
    def ring_for_all(self) -> bool:
        """Nobody has to be asked first."""
        return self.mode == ALL_AT_ONCE and not self.owner_s and not self.last_agent_s


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody of the portal who takes chats now. `chats` are those they have and those that are offered to them."""

    user_id: int
    chats: int = 0
    idle_since: dt.datetime = _NEVER
    offered_at: dt.datetime | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """Who knows the visitor."""

    owner_id: int | None = None
    last_agent_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, at which step, for how long."""

    user_id: int
    step: str
    seconds: int


def next_turn(rules: Rules, agents: Sequence[Agent], preferred: Preferred, had: Collection[int]) -> Turn | None:
    """Whom to ask next; None when it rings for all. Nobody is asked twice, and nobody who is full."""
    free = {agent.user_id: agent for agent in agents if agent.user_id not in had and not is_full(rules, agent.chats)}
    for user_id, step, seconds in (
        (preferred.owner_id, OWNER, rules.owner_s),
        (preferred.last_agent_id, LAST_AGENT, rules.last_agent_s),
    ):
        if seconds and user_id in free:
            return Turn(user_id, step, seconds)
    if rules.mode == ALL_AT_ONCE or not free:
        return None
    first = min(free.values(), key=_ORDERS[rules.mode])
    return Turn(first.user_id, QUEUE, rules.offer_s)


def next_of(rules: Rules, agents: Sequence[Agent], among: Collection[int]) -> int | None:
    """Who of these takes the next chat, by the portal's mode; the least busy where that rings for all. None: nobody."""
    mode = LEAST_BUSY if rules.mode == ALL_AT_ONCE else rules.mode
    able = [agent for agent in agents if agent.user_id in among]
    turn = next_turn(Rules(mode=mode, most_chats=rules.most_chats), able, Preferred(), ())
    return turn.user_id if turn else None


def is_full(rules: Rules, chats: int) -> bool:
    """Whether somebody with so many chats is asked no more."""
    return rules.most_chats is not None and chats >= rules.most_chats


_ORDERS: dict[str, Callable[[Agent], Any]] = {
    IN_ORDER: lambda agent: (agent.offered_at or _NEVER, agent.user_id),
    LEAST_BUSY: lambda agent: (agent.chats, agent.idle_since, agent.user_id),
    LONGEST_IDLE: lambda agent: (agent.chats > 0, agent.idle_since, agent.user_id),
}
