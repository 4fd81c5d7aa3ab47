"""The events of the CRM's settings: fields, layouts, pick lists, pipelines."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CustomFieldChanged(Happening):
    """An administrator added, changed, switched or deleted a custom field (F189, F230)."""

    subject_type: ClassVar[str] = "custom_field"
    changes_settings: ClassVar[bool] = True
    module: str
    key: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LayoutChanged(Happening):
    """The sections of a module's records were laid out anew (F189, F191)."""

    subject_type: ClassVar[str] = "layout"
    changes_settings: ClassVar[bool] = True
    module: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PickListChanged(Happening):
    """Values of a pick list were added, named, ordered or removed (F217, F241)."""

    subject_type: ClassVar[str] = "pick_list"
    changes_settings: ClassVar[bool] = True
    list: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PipelineChanged(Happening):
    """A pipeline or one of its stages was changed (F224)."""

    subject_type: ClassVar[str] = "pipeline"
    changes_settings: ClassVar[bool] = True
    what: str
