"""The record that something is about, as addresses and forms name it: `lead-7`."""

from django.http import Http404

from foyer.crm.access import record_for
from foyer.crm.activities import subject_of
from foyer.crm.activity_types import Subject
from foyer.crm.modules import RECORDS, AnyRecord
from foyer.desk.access import or_404
from foyer.team.models import User

MAX_ID = 2**62


def record_seen(user: User, module: str, record_id: int) -> AnyRecord:
    """A record that the user may see; 404 for all others (T7)."""
    if module not in RECORDS or record_id > MAX_ID:
        raise Http404
    return or_404(record_for, user, module, record_id)


def about_from(user: User, text: str) -> AnyRecord | None:
    """The record of `lead-7`; None for "", 404 for what is not there or may not be seen."""
    if not text:
        return None
    module, _dash, number = text[:40].partition("-")
    if not (number.isascii() and number.isdecimal()):
        raise Http404
    return record_seen(user, module, int(number))


def subject_for(user: User, record: AnyRecord | None) -> Subject | None:
    """The record as a link needs it."""
    return subject_of(user, record) if record else None
