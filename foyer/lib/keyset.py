"""Where a page of a list goes on: by the key of its last row, which an index finds however far down it is (P5)."""

from typing import Any

from django.db.models import BooleanField, Expression, F, Func, Value


def beyond(field: str, value: Any, row_id: Any, *, downwards: bool = True) -> Func:
    """Rows that come after the one with this value and id, in the order of both, where no value is missing.

    As a comparison of pairs: an index of both columns begins right there. Asked for the one and then for the other, it
    begins at the value, and of visits ten thousand may have the same. The values may be gaps of a prepared question.
    """
    last = (each if isinstance(each, Expression) else Value(each) for each in (value, row_id))
    sign, is_so = " < " if downwards else " > ", BooleanField()
    return Func(_pair(F(field), F("pk")), _pair(*last), template="%(expressions)s", arg_joiner=sign, output_field=is_so)


def _pair(*expressions: Any) -> Func:
    return Func(*expressions, template="(%(expressions)s)", output_field=BooleanField())
