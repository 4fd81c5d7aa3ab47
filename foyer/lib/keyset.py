"""Where a page of a list goes on: by the key of its last row, which an index finds however far down it is (P5)."""

from typing import Any

from django.db.models import BooleanField, F, Func, Value


def beyond(field: str, value: Any, row_id: int, *, downwards: bool = True) -> Func:
    """Rows that come after the one with this value and id, in the order of both, where no value is missing.

    As a comparison of pairs: an index of both columns begins right there. Asked for the one and then for the other, it
    begins at the value, and of visits ten thousand may have the same.
    """
    places = _pair(F(field), F("pk")), _pair(Value(value), Value(row_id))
    return Func(
        *places, template="%(expressions)s", arg_joiner=" < " if downwards else " > ", output_field=BooleanField()
    )


def _pair(*expressions: Any) -> Func:
    return Func(*expressions, template="(%(expressions)s)", output_field=BooleanField())
