"""Putting files on records and visits, and taking them off (F33, E16, T17)."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may, may_add_to_visits
from foyer.crm.actions.storing import About
from foyer.crm.activity_types import FileAttached, FileDeleted, FileRestored
from foyer.crm.models import Attachment
from foyer.crm.modules import AnyRecord
from foyer.crm.types import VisitRef
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.filenames import file_name
from foyer.lib.media import PICTURES, media_type_of, write_preview
from foyer.lib.storage import PREVIEW, TooBig, drop, keep
from foyer.team.models import User
from foyer.team.types import Refusal

MEGABYTE = 1_000_000


def attach_file(subject: AnyRecord, by: User, name: str, pieces: Iterable[bytes]) -> Attachment:
    """A file on the record. It is on disk before the row says that it is there; what a crash leaves is only a file.

    Raises PermissionDenied, or Refusal with a sentence when it is empty or too large.
    """
    if not may(by, "edit", subject):
        raise PermissionDenied
    return _attach(Attachment(actor_id=subject.actor_id), by, name, pieces)


def attach_visit_file(visit: VisitRef, by: User, name: str, pieces: Iterable[bytes]) -> Attachment:
    """The same on a visit, by who may create there (F30, F33)."""
    if not may_add_to_visits(by):
        raise PermissionDenied
    return _attach(Attachment(actor_id=visit.actor_id, visit_id=visit.id), by, name, pieces)


def delete_file(found: Attachment, by: User) -> None:
    """Off the record; `restore_file` brings it back, so the content stays."""
    _require(found, by)
    with transaction.atomic():
        if Attachment.objects.filter(pk=found.pk, gone_at=None).update(gone_at=clock.now()):
            record(FileDeleted(**_facts(found, by), name=found.name, visit=found.visit_id))


def restore_file(found: Attachment, by: User) -> None:
    """Back on its record."""
    _require(found, by)
    with transaction.atomic():
        if Attachment.objects.filter(pk=found.pk).exclude(gone_at=None).update(gone_at=None):
            record(FileRestored(**_facts(found, by), name=found.name))


def may_delete_file(user: User, found: Attachment) -> bool:
    """Whoever put it there takes it off, administrators all."""
    return user.is_active and (user.is_administrator or found.uploaded_by_id == user.pk)


def _attach(made: Attachment, by: User, name: str, pieces: Iterable[bytes]) -> Attachment:
    made.uploaded_by = by
    made.name = file_name(name)
    made.stored, made.size = _kept(made.name, pieces)
    try:
        made.media_type = media_type_of(settings.FILES / made.stored)
        if made.media_type in PICTURES:
            write_preview(settings.FILES / made.stored, settings.FILES / (made.stored + PREVIEW))
        with transaction.atomic():
            made.save()
            record(FileAttached(**_facts(made, by), name=made.name, visit=made.visit_id))
    except BaseException:
        drop(settings.FILES, made.stored)
        raise
    return made


def _facts(found: Attachment, by: User) -> About:
    portal_id = found.visit.portal_id if found.visit else None
    return {"subject_id": found.pk, "actor_id": found.actor_id, "portal_id": portal_id, "user_id": by.pk}


def _kept(name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
    try:
        stored, size = keep(pieces, settings.FILES, settings.MAX_FILE_MB * MEGABYTE)
    except TooBig as error:
        words = {"name": name, "most": settings.MAX_FILE_MB}
        raise Refusal(_("%(name)s is too large: at most %(most)s MB.") % words) from error
    if not size:
        drop(settings.FILES, stored)
        raise Refusal(_("%(name)s is empty.") % {"name": name})
    return stored, size


def _require(found: Attachment, by: User) -> None:
    if not may_delete_file(by, found):
        raise PermissionDenied
