"""Files as lines of a conversation: what is taken, and that it is on disk before the line says so (E13, T17)."""

from collections.abc import Callable, Collection, Iterable

from django.conf import settings

from foyer.conversations.models import ChatFile, Message
from foyer.conversations.types import FileRefused, KeptFile
from foyer.lib.filenames import file_name, with_ending
from foyer.lib.media import PICTURES, UNKNOWN, media_type_of, size_of, write_preview
from foyer.lib.storage import PREVIEW, TooBig, drop, keep, sync_file, sync_folder

MEGABYTE = 1_000_000
VISITOR_FILE_MB = 10
VISITOR_FILES = 20
VISITOR_BYTES = 50 * MEGABYTE
"""What visitors may send: a file, and in one conversation."""
PICTURE_SIDE, PREVIEW_SIDE = 2400, 640
WEBP = "image/webp"
TEXT = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ENDINGS = {
    "application/pdf": ("pdf",),
    "application/zip": ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"),
    f"{_OFFICE}wordprocessingml.document": ("docx",),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{_OFFICE}presentationml.presentation": ("pptx",),
    f"{_OPEN}text": ("odt",),
    f"{_OPEN}spreadsheet": ("ods",),
    f"{_OPEN}presentation": ("odp",),
    "image/heic": ("heic", "heif"),
    "audio/mpeg": ("mp3",),
    "audio/ogg": ("ogg", "oga"),
    "audio/x-wav": ("wav",),
    "audio/m4a": ("m4a",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov",),
    "video/webm": ("webm",),
}
"""What else than pictures is taken, by its content, and how it may be called."""
TEXT_ENDINGS = ("txt", "csv", "log", "md")
"""Plain text has no mark in its content: it is what it is called, and nobody shows it as anything else."""


def largest_of_visitors() -> int:
    """Bytes."""
    return min(settings.MAX_FILE_MB, VISITOR_FILE_MB) * MEGABYTE


def keep_file(name: str, pieces: Iterable[bytes], limit: int) -> KeptFile:
    """On disk, looked at, and a picture made anew without what cameras write into it. Raises FileRefused."""
    try:
        stored, size = keep(pieces, settings.FILES, limit)
    except TooBig:
        raise FileRefused("file_large") from None
    try:
        return _looked_at(file_name(name), stored, size)
    except BaseException:
        drop(settings.FILES, stored)
        raise


def said_with(kept: KeptFile, say: Callable[[], Message]) -> Message:
    """The line of a kept file. When nothing was said with it, or the same was said before, its content goes (R11)."""
    try:
        message = say()
    except BaseException:
        drop(settings.FILES, kept.stored)
        raise
    if ChatFile.objects.filter(message=message).values_list("stored", flat=True).first() != kept.stored:
        drop(settings.FILES, kept.stored)
    return message


def require_room(conversation_id: int, size: int) -> None:
    """Raises FileRefused when the visitor has sent as much as one conversation takes."""
    sent = ChatFile.objects.filter(message__conversation=conversation_id, message__kind=Message.Kind.VISITOR)
    sizes = list(sent.values_list("size", flat=True)[:VISITOR_FILES])
    if len(sizes) >= VISITOR_FILES or sum(sizes) + size > VISITOR_BYTES:
        raise FileRefused("file_many")


def file_of(conversation_id: int, file_id: int, *, with_notes: bool) -> ChatFile:
    """A file of this conversation and of no other; ChatFile.DoesNotExist alike for what is hidden or not there (T7)."""
    found = ChatFile.objects.filter(message__conversation=conversation_id)
    if not with_notes:
        found = found.exclude(message__kind=Message.Kind.NOTE)
    return found.get(pk=file_id)


def forget_files(conversation_ids: Collection[int]) -> None:
    """Content and rows of all files of these conversations, for good (B20). Inside a transaction."""
    found = ChatFile.objects.filter(message__conversation__in=conversation_ids)
    for stored in found.values_list("stored", flat=True):
        drop(settings.FILES, stored)
    found.delete()


def _looked_at(name: str, stored: str, size: int) -> KeptFile:
    if not size:
        raise FileRefused("file_empty")
    path = settings.FILES / stored
    media_type = media_type_of(path)
    if media_type in PICTURES:
        return _picture(name, stored)
    if media_type == UNKNOWN and _is_text(name, path.read_bytes()):
        return KeptFile(name=name, media_type=TEXT, size=size, stored=stored)
    if media_type not in ENDINGS:
        raise FileRefused("file_kind")
    return KeptFile(name=with_ending(name, ENDINGS[media_type]), media_type=media_type, size=size, stored=stored)


def _picture(name: str, stored: str) -> KeptFile:
    """The one that came is thrown away: what is kept was written here, whatever else the other one was."""
    path, anew = settings.FILES / stored, settings.FILES / (stored + PREVIEW)
    if not write_preview(path, anew, PICTURE_SIDE):
        raise FileRefused("file_broken")
    anew.replace(path)
    write_preview(path, anew, PREVIEW_SIDE)
    for written in (path, anew):
        sync_file(written)
    sync_folder(settings.FILES)
    width, height = size_of(anew)
    begin = name.rpartition(".")[0] or name
    return KeptFile(
        name=file_name(f"{begin}.webp"),
        media_type=WEBP,
        size=path.stat().st_size,
        stored=stored,
        width=width,
        height=height,
    )


def _is_text(name: str, content: bytes) -> bool:
    if name.rpartition(".")[2].lower() not in TEXT_ENDINGS or b"\0" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
