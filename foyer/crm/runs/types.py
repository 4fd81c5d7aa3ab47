"""The events of runs."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunBegun(Happening):
    """Somebody began a mass action, an import or an export."""

    subject_type: ClassVar[str] = "run"
    run_kind: str
    module: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded(Happening):
    """A run is at its end, was stopped or failed; `state` says which."""

    subject_type: ClassVar[str] = "run"
    run_kind: str
    module: str
    state: str
