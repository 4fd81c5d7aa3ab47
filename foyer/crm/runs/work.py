"""What a kind of run has to know: how much there is, the next batch, and how to store it."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Protocol, runtime_checkable

from foyer.crm.models import Run, RunRow


class Unfit(Exception):
    """The whole run cannot go on. Its text is a sentence for people."""


class Pause(Exception):
    """Nothing can be done now; the run is taken up again in a minute. Its text is a sentence for people."""


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """The next things to do, read and checked, and where the run stands when they are done.

    `done` counts what is done already and stands in no report: rows of an export.
    """

    items: Sequence[Any]
    position: int
    done: int = 0


class Work(Protocol):
    """One kind of run. `next_batch` reads and thinks, outside of a transaction; `store` writes, inside one.

    `starts_over` says that after a crash it has to begin anew, because what it made is in no table.
    """

    starts_over: bool

    def count(self) -> int:
        """How many there are. Raises Unfit when it cannot be done at all."""

    def next_batch(self, position: int, size: int) -> Batch:
        """At most `size` things after the position; none at the end."""

    def store(self, batch: Batch) -> list[RunRow]:
        """Does it; one row for the report for each thing."""

    def end(self) -> None:
        """Everything is done."""


@runtime_checkable
class Reaching(Work, Protocol):
    """A kind of run that reaches out of the house: what it does there can be in no transaction."""

    def reach(self, batch: Batch) -> Callable[[], list[RunRow]]:
        """Does it, after `store` has noted that it is about to; what it returns writes down what became of it."""

    def let_go(self) -> None:
        """Nobody works on the run any more for now."""


def row(run: Run, number: int, outcome: str, message: str = "", *, record: int | None = None, **before: Any) -> RunRow:
    """A row of the report."""
    return RunRow(
        run=run, number=number, record=record, outcome=outcome, message=str(message)[:300], before=dict(before)
    )
