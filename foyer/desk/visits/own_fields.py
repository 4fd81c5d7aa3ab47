"""Own fields of visits in the list: as columns, and to narrow a view by what was told (F50, F54)."""

import dataclasses
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from foyer.crm.fields.types import Field
from foyer.visits.custom import told_of
from foyer.visits.models import Visit
from foyer.visits.told import MAX_VALUE, folded_label

MOST_COLUMNS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """A view is narrowed to visits that told this text in this field."""

    field: Field
    text: str

    @property
    def name(self) -> str:
        """Under which it was told."""
        return folded_label(self.field.label)

    @property
    def words(self) -> str:
        """As the chip says it."""
        return f"{self.field.label}: {self.text}"

    @property
    def query(self) -> str:
        """As addresses say it."""
        return urlencode({"field": self.field.key, "is": self.text})


def told_from(asked: QueryDict, fields: Mapping[str, Field]) -> Told | None:
    """What the address asks for; None for fields that the user does not see."""
    field, text = fields.get(asked.get("field", "")), asked.get("is", "").replace("\x00", "")[:MAX_VALUE]
    return Told(field, text) if field and text else None


def columns_of(fields: Mapping[str, Field]) -> list[Field]:
    """The fields that an administrator put into the list."""
    return [field for field in fields.values() if field.options.get("in_list")][:MOST_COLUMNS]


def cells_of(visit: Visit, columns: list[Field]) -> tuple[str, ...]:
    """The texts of these columns; no query."""
    texts = {one.field.key: one.text for one in told_of(visit, {field.key: field for field in columns}).fields}
    return tuple(texts.get(field.key, "") for field in columns)
