"""Files in a conversation: sending one, taking one, looking at a picture (E13, T7, T17)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.conversations.actions import send_message
from foyer.conversations.files import file_of, keep_file, said_with
from foyer.conversations.models import ChatFile, Message
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, FileRefused, NothingSaid
from foyer.desk.access import or_404, signed_in
from foyer.desk.files.views import sent_file
from foyer.desk.inbox.page import found
from foyer.desk.inbox.talk import MAX_CLIENT_ID
from foyer.lib.storage import PREVIEW

MEGABYTE = 1_000_000
PLAIN = "text/plain; charset=utf-8"
CONFLICT, REFUSED = 409, 422


@require_POST
def sending(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A file as a line, or as a note of colleagues; the same client id again is the same line (R11)."""
    chat, user, sent = found(request, conversation_id), signed_in(request), request.FILES.get("file")
    if sent is None:
        return _refused(_("Choose a file first."))
    kind = Message.Kind.NOTE if request.POST.get("kind") == Message.Kind.NOTE else Message.Kind.AGENT
    client_id = request.POST.get("client_id", "")[:MAX_CLIENT_ID]
    try:
        kept = keep_file(sent.name or "", sent.chunks(), settings.MAX_FILE_MB * MEGABYTE)
        said_with(kept, lambda: send_message(chat.pk, user, kept.name, client_id, kind, kept))
    except FileRefused as refused:
        return _refused(refusal_words(refused.code, sent.name or ""))
    except (AlreadyEnded, AlreadyTaken, NothingSaid):
        return _refused(_("Not sent: the chat is over or somebody else has it."), CONFLICT)
    if not request.headers.get("HX-Request"):
        return redirect("conversation", conversation_id=chat.pk)
    return HttpResponse()


@require_safe
def download(request: HttpRequest, conversation_id: int, file_id: int) -> HttpResponseBase:
    """The file, to be saved: never shown by the browser."""
    file = _file(request, conversation_id, file_id)
    return sent_file(file.stored, file.media_type, file.name, as_attachment=True)


@require_safe
def preview(request: HttpRequest, conversation_id: int, file_id: int) -> HttpResponseBase:
    """A picture that was made anew when it came: small, or whole."""
    file = _file(request, conversation_id, file_id)
    if not file.is_picture:
        raise Http404
    return sent_file(file.stored + ("" if "whole" in request.GET else PREVIEW), file.media_type, file.name)


def refusal_words(code: str, name: str) -> str:
    """Why a file is not taken, and what to do."""
    sentences = {
        "file_empty": _("%(name)s is empty."),
        "file_large": _("%(name)s is too large: at most %(most)s MB."),
        "file_kind": _("Files like %(name)s are not sent in chats. Pack it into a ZIP file."),
        "file_broken": _("%(name)s cannot be read as a picture, or has too many pixels."),
    }
    return sentences[code] % {"name": name, "most": settings.MAX_FILE_MB}


def _file(request: HttpRequest, conversation_id: int, file_id: int) -> ChatFile:
    chat = found(request, conversation_id)
    return or_404(_one, chat.pk, file_id)


def _one(conversation_id: int, file_id: int) -> ChatFile:
    return file_of(conversation_id, file_id, with_notes=True)


def _refused(sentence: str, status: int = REFUSED) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type=PLAIN)
