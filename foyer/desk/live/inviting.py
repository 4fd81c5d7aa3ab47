"""An agent writes first: what stands in the way, what is suggested, and in which language (E10, B7)."""

import dataclasses
import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.conversations.queries import GOES_ON, IS_CHAT
from foyer.desk.access import signed_in
from foyer.desk.live.board import visitors_with
from foyer.desk.live.cards import Here
from foyer.desk.shell import formats
from foyer.desk.shell.context import portals_seen
from foyer.lib.tokens import new_secret
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import may_change
from foyer.presence.board import Visitor, board
from foyer.team.models import State as Status
from foyer.team.models import User
from foyer.team.queries import availability_of
from foyer.visits.models import Visit
from foyer.visits.queries import visits_of

MAX_CLIENT_ID = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no chat can be started with this visitor now, and where to go instead."""

    text: str
    url: str = ""
    link: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Composer:
    """The first line to a visitor. `refused_at` is when an invitation of this visit ended without an answer."""

    visit: Visit
    visitor: Visitor | None
    here: Here | None
    obstacle: Obstacle | None
    text: str
    language: str
    is_online: bool
    refused_at: dt.datetime | None
    has_declined: bool
    client_id: str
    error: str = ""

    @property
    def name(self) -> str:
        """Who it is, as on the board."""
        return self.here.name if self.here else _("Visitor")


def composer_of(request: HttpRequest, visit_id: int, text: str = "", error: str = "") -> Composer:
    """What the dialog shows. 404 alike for what never was and what may not be seen (T7)."""
    user, visitor = signed_in(request), _visitor(request, visit_id)
    visit = _visit(user, visit_id, visitor)
    here = visitors_with(user, [visitor])[0] if visitor else None
    last = _refused(visit)
    return Composer(
        visit=visit,
        visitor=visitor,
        here=here,
        obstacle=_obstacle(user, visit, visitor),
        text=text or greeting(user, visit.language),
        language=_foreign(visit.language),
        is_online=availability_of(user).state == Status.ONLINE,
        refused_at=(last.declined_at or last.invited_at) if last else None,
        has_declined=last is not None and last.declined_at is not None,
        client_id=new_secret()[:MAX_CLIENT_ID],
        error=error,
    )


def greeting(user: User, language: str) -> str:
    """Suggested words in the visitor's language. They never name the visitor: who it is has proved nothing (T1)."""
    spoken = dict(settings.LANGUAGES)
    short = language.lower().partition("-")[0]
    with translation.override(short if short in spoken else settings.LANGUAGE_CODE):
        return _("Hello, I am %(name)s. Can I help you?") % {"name": user.first_name}


def _visitor(request: HttpRequest, visit_id: int) -> Visitor | None:
    found = board.visitor(visit_id)
    seen = {portal.pk for portal in portals_seen(request)}
    return found if found and found.portal_id in seen else None


def _visit(user: User, visit_id: int, visitor: Visitor | None) -> Visit:
    """Who is on the board may be seen by all of the portal; of who has left, only those hear who may see visits."""
    visits = Visit.objects.select_related("portal") if visitor else visits_of(user)
    found = visits.filter(pk=visit_id).first()
    if found is None:
        raise Http404
    return found


def _foreign(language: str) -> str:
    """The visitor's language when it is not the reader's own."""
    own = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return formats.language(language) if language and language.lower().partition("-")[0] != own else ""


def _refused(visit: Visit) -> Conversation | None:
    """The last invitation of this visit that nobody answered, when it is over."""
    asked = Conversation.objects.filter(actor_id=visit.actor_id, state=State.ENDED, started_at__gte=visit.started)
    return asked.exclude(IS_CHAT).order_by("-pk").first()


def _obstacle(user: User, visit: Visit, visitor: Visitor | None) -> Obstacle | None:
    chat = Conversation.objects.filter(GOES_ON, actor_id=visit.actor_id).select_related("agent").order_by("pk").first()
    if chat is not None:
        address = reverse("conversation", kwargs={"conversation_id": chat.pk})
        return Obstacle(_talking(user, chat), address, _("Open chat"))
    if visitor is None:
        return Obstacle(_("This visitor has left the website."))
    if not EmbedCode.objects.filter(portal=visit.portal_id, show_chat_icon=True).exists():
        return _no_icon(user, visit.portal)
    if visitor.has_no_chat:
        return Obstacle(_("The page that this visitor looks at shows no chat."))
    return None


def _talking(user: User, chat: Conversation) -> str:
    if chat.state == State.WAITING:
        return _("This visitor wrote first and waits for an answer.")
    is_mine, agent = chat.agent_id == user.pk, {"agent": chat.agent.name if chat.agent else _("Somebody")}
    if chat.state == State.OPEN:
        return (
            _("You are in chat with this visitor.") if is_mine else _("%(agent)s is in chat with this visitor.") % agent
        )
    if chat.declined_at:
        mine, theirs = (
            _("You invited this visitor, who declined."),
            _("%(agent)s invited this visitor, who declined."),
        )
    else:
        mine = _("You invited this visitor. There is no answer yet.")
        theirs = _("%(agent)s invited this visitor. There is no answer yet.")
    return mine if is_mine else theirs % agent


def _no_icon(user: User, portal: Portal) -> Obstacle:
    text = _("The chat icon of %(portal)s is off, so its visitors have no chat.") % {"portal": portal.name}
    if may_change(user, portal):
        return Obstacle(text, reverse("portal_setup", kwargs={"portal_id": portal.pk}), _("Portal settings"))
    return Obstacle(f"{text} {_('An administrator can switch it on.')}")
