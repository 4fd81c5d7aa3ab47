"""The base of every event: a frozen structure whose class name is the kind."""

import dataclasses
from typing import Any, ClassVar


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to `subject_id`. Subclasses are named in the past tense and set `subject_type`."""

    subject_type: ClassVar[str]

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
        common = {field.name for field in dataclasses.fields(Happening)}
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name not in common}
