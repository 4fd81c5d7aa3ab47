"""The content of files that were sent in chats, for those who see the conversation (E13, T7, T17)."""

from typing import Annotated

from django.conf import settings
from django.http import FileResponse, HttpRequest
from ninja import Path, Router

from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id
from foyer.conversations.files import file_of
from foyer.conversations.models import ChatFile
from foyer.conversations.queries import conversation_for
from foyer.lib.sealed import sealed_file
from foyer.lib.storage import kept_path

router = Router(tags=["conversations"])
BYTES = "application/octet-stream"
DESCRIBED = {"responses": {200: {"content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}}}


@router.get("/{conversation_id}/files/{file_id}", summary="A file of a conversation", openapi_extra=DESCRIBED)
def conversation_file(
    request: HttpRequest, conversation_id: Annotated[Id, Path()], file_id: Annotated[Id, Path()]
) -> FileResponse:
    """The content, of notes too. Whatever it is, it comes as bytes to be saved; the message tells its type."""
    file = file_of(conversation_for(caller(request), conversation_id).pk, file_id, with_notes=True)
    path = kept_path(settings.FILES, file.stored)
    if path is None:
        raise ChatFile.DoesNotExist
    return sealed_file(path, BYTES, file.name, as_attachment=True)
