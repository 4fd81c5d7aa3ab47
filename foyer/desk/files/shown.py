"""Files as a record or a visit lists them."""

import dataclasses
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.conversations.models import Message
from foyer.crm.access import may_add_to_visits
from foyer.crm.actions.files import may_delete_file
from foyer.crm.activities import subjects_of
from foyer.crm.attached import files_of, files_of_visit
from foyer.crm.models import Attachment
from foyer.desk.shell import formats
from foyer.lib.media import PDF
from foyer.lib.storage import PREVIEW, kept_path
from foyer.team.models import User
from foyer.visits.models import Visit

KILO, MEGA = 1_000, 1_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class ShownFile:
    """One file. `look`: how it can be looked at without taking it: picture, pdf, or not at all."""

    file: Attachment
    size: str
    icon: str
    look: str
    may_delete: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ChatFileShown:
    """A file that is a line of a conversation; `picture_url` is empty for what cannot be looked at."""

    name: str
    size: str
    url: str
    picture_url: str
    width: int
    height: int


def chat_file_shown(message: Message) -> ChatFileShown | None:
    """The file of a line that was read together with it; None for words."""
    if not hasattr(message, "file"):
        return None
    file, place = message.file, {"conversation_id": message.conversation_id, "file_id": message.file.pk}
    picture_url = reverse("chat_file_preview", kwargs=place) if file.is_picture else ""
    url = reverse("chat_file", kwargs=place)
    return ChatFileShown(file.name, size_words(file.size), url, picture_url, file.width, file.height)


def files_shown(user: User, own: int, actor_ids: Collection[int]) -> list[ShownFile]:
    """The files of these actors: of the record that is open, and of others of the same person that are seen (T7)."""
    found = files_of(actor_ids)
    seen = {own} | subjects_of(user, {each.actor_id for each in found} - {own}).keys()
    return [file_shown(user, each) for each in found if each.actor_id in seen]


def visit_files(user: User, visit: Visit) -> dict[str, Any]:
    """What the list of a visit's files needs (F33); one query."""
    return {
        "files": [file_shown(user, each) for each in files_of_visit(visit.pk)],
        "path": reverse("files_of_visit", kwargs={"visit_id": visit.pk}),
        "actor_id": visit.actor_id,
        "may_attach": may_add_to_visits(user),
        "limit_mb": settings.MAX_FILE_MB,
    }


def file_shown(user: User, found: Attachment) -> ShownFile:
    """One of them."""
    look = ""
    if kept_path(settings.FILES, found.stored + PREVIEW):
        look = "picture"
    elif found.media_type == PDF:
        look = "pdf"
    icon = "photo" if found.media_type.startswith("image/") else "file-text"
    return ShownFile(found, size_words(found.size), icon, look, may_delete_file(user, found))


def size_words(size: int) -> str:
    """Bytes as people say them: "240 kB", "1.2 MB"."""
    if size < MEGA:
        return _("%(size)s kB") % {"size": formats.number(max(1, round(size / KILO)))}
    return _("%(size)s MB") % {"size": formats.number(size / MEGA)}
