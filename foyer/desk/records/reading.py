"""The record that an address means, as far as the user may see it (T7, F229)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from foyer.crm.access import record_for
from foyer.crm.modules import AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.records.details import is_open
from foyer.team.rights import rights_of


def record_seen(request: HttpRequest, module: ModuleName, record_id: int) -> AnyRecord:
    """The record; 404 for what is not there, and alike for what may not be seen."""
    return or_404(record_for, signed_in(request), module, record_id)


def record_open(request: HttpRequest, module: ModuleName, record_id: int, *fields: str) -> AnyRecord:
    """The record, when the user may change it and all of these fields; else 404 or 403."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    rights = rights_of(user)
    if not is_open(user, subject) or any(rights.field(module, key) != "write" for key in fields):
        raise PermissionDenied
    return subject
