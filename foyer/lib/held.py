"""The language and the time zone of whoever is answered, held where asking for them costs little (P5).

Django keeps both in asgiref's Local, which takes a lock and three calls each time; a page asks two hundred times, once
for each text. A ContextVar is as separate between threads and between tasks.
"""

from contextvars import ContextVar
from typing import Any

from django.utils import timezone
from django.utils.translation import trans_real

_NOTHING = object()


class Held:
    """One value, of this thread or task alone: AttributeError while there is none, as Django expects it."""

    def __init__(self) -> None:
        self._held: ContextVar[Any] = ContextVar("held", default=_NOTHING)

    @property
    def value(self) -> Any:
        """What was set last here."""
        held = self._held.get()
        if held is _NOTHING:
            raise AttributeError("value")
        return held

    @value.setter
    def value(self, held: Any) -> None:
        self._held.set(held)

    @value.deleter
    def value(self) -> None:
        self._held.set(_NOTHING)


def hold() -> None:
    """Has Django keep both here from now on; once, before anything is answered."""
    trans_real._active = Held()  # type: ignore[attr-defined]
    timezone._active = Held()  # type: ignore[attr-defined]
