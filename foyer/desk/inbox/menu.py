"""What the menu of a conversation offers: joining a colleague, tags, a block against its visitor (E13)."""

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.conversations.blocking import block_visitor, unblock_visitor
from foyer.conversations.helping import join_conversation, leave_conversation
from foyer.conversations.models import Conversation
from foyer.conversations.tagging import tag_conversation
from foyer.conversations.types import AlreadyEnded
from foyer.crm.queries import person_of
from foyer.desk.access import signed_in
from foyer.desk.inbox.listing import name_of
from foyer.desk.inbox.page import asking, found, to_write
from foyer.portals.models import KeptAddress
from foyer.team.models import User
from foyer.visits.queries import visits_of


@require_POST
def joining(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Answers beside the agent who has the chat; `leave` goes out again."""
    chat, user = found(request, conversation_id), signed_in(request)
    if "leave" in request.POST:
        leave_conversation(chat.pk, user)
        return redirect("conversation", conversation_id=chat.pk)
    try:
        join_conversation(chat.pk, user)
    except AlreadyEnded:
        toasts.error(request, _("This chat is over."))
        return redirect("conversation", conversation_id=chat.pk)
    return to_write(chat.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Asks for the tags of a conversation, and puts them on it."""
    chat = found(request, conversation_id)
    if request.method != "POST":
        names = ", ".join(chat.tags.order_by("name").values_list("name", flat=True))
        return asking(request, "tags", _("Tags"), chat, names=names)
    tag_conversation(chat.pk, signed_in(request), request.POST.get("tags", "")[:2000].split(","))
    return redirect("conversation", conversation_id=chat.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def blocking(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Asks before the visitor may chat no more, and does it; `off` lets him chat again."""
    chat, user = found(request, conversation_id), signed_in(request)
    address = _address_of(user, chat)
    if request.method != "POST":
        name = name_of(chat, person_of(chat.actor_id))
        return asking(request, "block", _("Block the visitor"), chat, name=name, address=address)
    if "off" in request.POST:
        unblock_visitor(chat.pk, user)
        toasts.success(request, _("The visitor may chat again."))
    else:
        block_visitor(chat.pk, user, request.POST.get("reason", ""), address if "address" in request.POST else "")
        toasts.success(request, _("The visitor is blocked."))
    return redirect("conversation", conversation_id=chat.pk)


def _address_of(user: User, chat: Conversation) -> str:
    """The address of the latest visit, where the portal keeps whole ones."""
    if chat.portal.kept_address != KeptAddress.WHOLE:
        return ""
    visits = visits_of(user).filter(actor=chat.actor_id).order_by("-started", "-pk")
    return visits.values_list("ip", flat=True).first() or ""
