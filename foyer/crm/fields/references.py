"""Values that point to something else: users, records, stages. They must exist, and the user must see them (T7)."""

from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.access import visible
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.models import Stage
from foyer.team.models import User


def resolve(field: Field, value: Any, user: User) -> Any:
    """The row that an id means, for columns; custom fields keep the id. BadValue when it may not be chosen."""
    if value in (None, "") or field.kind not in {Kind.USER, Kind.RECORD, Kind.STAGE}:
        return value
    row = _row(field, value, user)
    if row is None:
        raise BadValue(_("Choose one from the list."))
    return row.pk if field.is_custom else row


def _row(field: Field, value: int, user: User) -> Any:
    if field.kind == Kind.USER:
        return User.objects.filter(pk=value, is_active=True).first()
    if field.kind == Kind.STAGE:
        return Stage.objects.select_related("pipeline").filter(pk=value, is_active=True).first()
    return visible(field.target, user).filter(pk=value).first() if field.target else None
