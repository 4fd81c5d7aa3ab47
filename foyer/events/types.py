"""The base of every event: a frozen structure whose class name is the kind."""

import dataclasses
from typing import Any, ClassVar


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to `subject_id`. Subclasses are named in the past tense and set `subject_type`.

    Those that say `changes_settings` make stale what is kept of the settings in memory (`kept.py`).
    """

    subject_type: ClassVar[str]
    changes_settings: ClassVar[bool] = False

    subject_id: int
    actor_id: int | None = None
    portal_id: int | None = None
    user_id: int | None = None

    @property
    def kind(self) -> str:
        """The name under which it is stored: that of the class."""
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        """What the subclass adds to the common fields, as JSON."""
        if type(self) not in _OWN:
            _OWN[type(self)] = _own(type(self))
        return {name: getattr(self, name) for name in _OWN[type(self)]}


def _own(kind: type[Happening]) -> tuple[str, ...]:
    common = {field.name for field in dataclasses.fields(Happening)}
    return tuple(field.name for field in dataclasses.fields(kind) if field.name not in common)


_OWN: dict[type, tuple[str, ...]] = {}
"""The fields of each class that are its own, found once."""
