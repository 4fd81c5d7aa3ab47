"""A copy of everything that is kept of a person: readable by people, readable by programs, with the files (B20)."""

import dataclasses
import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foyer.conversations.models import ChatFile
from foyer.crm.models import Attachment, Contact, Lead, Mail
from foyer.events.actions import record
from foyer.identity.queries import profile_of
from foyer.lib import clock
from foyer.lib.storage import kept_path
from foyer.privacy.person import belongings_of, may_handle
from foyer.privacy.types import PersonExported
from foyer.team.models import User

INWARD = frozenset(
    """
    id actor record_actor version sort_name client_id stored reacted_at attempts key token token_hash nonce digest
    code_hash used_as sender page_key visitor_read_seq agent_read_seq last_seq
    """.split()  # noqa: SIM905  a column of words is read more easily
)
"""How Foyer works, and nothing about the person."""


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind, each as name and value; what is empty is left out."""

    key: str
    title: str
    rows: list[dict[str, Any]]


def export_person(subject: Lead | Contact, by: User, target: IO[bytes]) -> None:
    """Writes a ZIP with person.html, person.json and the files, and notes who took it. Raises PermissionDenied."""
    if not may_handle(by, subject):
        raise PermissionDenied
    found, told = sections(subject), {"name": subject.name, "at": clock.now()}
    rows = belongings_of(subject).rows()
    files = {"files": list(rows["files"]), "files of chats": list(rows["chat_files"])}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string("privacy/export.jinja", {**told, "sections": found})
        archive.writestr("person.html", page)
        archive.writestr("person.json", _json({**told, "sections": {one.key: one.rows for one in found}}))
        for folder, kept in files.items():
            _add_files(archive, folder, kept)
    record(PersonExported(subject_id=profile_of(subject.actor_id), actor_id=subject.actor_id, user_id=by.pk))


def sections(subject: Lead | Contact) -> list[Section]:
    """Everything by kind; a query for each kind, and one for the names of users."""
    words, users = titles(), dict(User.objects.values_list("pk", "name"))
    rows = belongings_of(subject).rows()
    told = {key: [_told(row, users) for row in found] for key, found in rows.items()}
    return [Section(key, words[key], told[key]) for key in rows if told[key]]


def _told(row: Model, users: dict[int, str]) -> dict[str, Any]:
    return {name: value for name, value in _values(row, users) if value not in (None, "", {}, [])}


def _values(row: Model, users: dict[int, str]) -> Iterable[tuple[str, Any]]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in INWARD:
            continue
        if isinstance(field, ForeignKey) and field.related_model is User:
            yield field.name, users.get(value, "")
        elif isinstance(row, Mail) and field.name == "run":
            yield from (("subject", row.run.plan["subject"]), ("text", row.run.plan["text"]))
        elif isinstance(field, ForeignKey) and field.name in {"identifier", "tag"}:
            yield field.name, str(getattr(row, field.name))
        else:
            yield field.name, value


def _add_files(archive: zipfile.ZipFile, folder: str, files: Iterable[Attachment | ChatFile]) -> None:
    for found in files:
        path = kept_path(settings.FILES, found.stored)
        if path:
            archive.write(path, f"{folder}/{found.pk} {found.name}")


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def titles() -> dict[str, str]:
    """What each kind is called."""
    return {
        "leads": _("Leads"),
        "contacts": _("Contacts"),
        "deals": _("Deals"),
        "identifiers": _("Addresses and numbers"),
        "claims": _("How they became known"),
        "visits": _("Visits"),
        "pages": _("Pages opened"),
        "visit_events": _("What pages told"),
        "chats": _("Chats"),
        "messages": _("Messages"),
        "chat_files": _("Files sent in chats"),
        "chat_sessions": _("Access to chats"),
        "chat_devices": _("Chats on another device"),
        "transcript_mails": _("Transcripts sent by mail"),
        "blocks": _("Blocks"),
        "forms": _("Forms sent, with consent"),
        "mails": _("Mails to many"),
        "notes": _("Notes"),
        "activities": _("Activities"),
        "files": _("Files"),
        "tags": _("Tags"),
        "history": _("What happened"),
        "decisions": _("Who is who"),
        "merges": _("Merges"),
        "conversions": _("Conversions"),
        "imports": _("Imports and mass changes"),
    }
