"""Notes and files of visits that go, by somebody, by age or with a person: they go along (F30, F32, F33, B20)."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from foyer.crm.models import Attachment, Note
from foyer.events.models import Event
from foyer.lib.storage import drop


def contents_of(visit_ids: Collection[int]) -> list[str]:
    """Under which names the files of these visits lie in the data folder."""
    return list(Attachment.objects.filter(visit__in=visit_ids).values_list("stored", flat=True))


def forget_attached(visit_ids: Collection[int]) -> None:
    """Takes notes, files and what they said before away for good. Inside a transaction."""
    _forget("note", Note.objects.filter(visit__in=visit_ids))
    _forget("file", Attachment.objects.filter(visit__in=visit_ids))


def forget_contents(stored: Collection[str]) -> None:
    """Takes what files hold off the disk, for good."""
    for name in stored:
        drop(settings.FILES, name)


def _forget(subject_type: str, rows: "QuerySet[Any]") -> None:
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        Event.objects.filter(subject_type=subject_type, subject_id__in=ids).delete()
        rows.filter(pk__in=ids).delete()
