"""Questions to be asked for one row after the other."""

from typing import Any

from django.db.models import BooleanField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def has_any(rows: QuerySet[Any]) -> Coalesce:
    """Whether there are any of `rows`, which know an OuterRef: looked up for each row that a page comes by.

    EXISTS may be answered for all of them beforehand: PostgreSQL read every lead to show fifty activities (P5).
    """
    return Coalesce(Subquery(rows.values_list(Value(True))[:1], output_field=BooleanField()), False)
