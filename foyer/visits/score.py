"""The visitor score: points that can be explained (F81, E9). Rules replace this table when they come."""

import dataclasses

MAX_SCORE = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Behaviour:
    """What the score looks at."""

    pages: int
    minutes: float
    days: int
    chats: int
    gave_email: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Points:
    """Points and the fact they are for: `fact` names a line of the table, `amount` what was counted."""

    fact: str
    amount: float
    points: int


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """How many points a fact gives each, and at most."""

    fact: str
    each: float
    at_most: int


TABLE = (
    Rate("pages", 0.5, 20),
    Rate("minutes", 0.2, 25),
    Rate("days", 3, 24),
    Rate("chats", 8, 16),
    Rate("gave_email", 15, 15),
)


def points(behaviour: Behaviour) -> list[Points]:
    """Where each point comes from, the lines that give none left out."""
    lines = [_line(rate, float(getattr(behaviour, rate.fact))) for rate in TABLE]
    return [line for line in lines if line.points]


def score(behaviour: Behaviour) -> int:
    """0 to 100."""
    return min(MAX_SCORE, sum(line.points for line in points(behaviour)))


def _line(rate: Rate, amount: float) -> Points:
    return Points(rate.fact, amount, min(rate.at_most, int(amount * rate.each)))
