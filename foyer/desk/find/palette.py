"""What the palette shows: hits, screens to go to and acts to do, by what was typed."""

import dataclasses

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation
from foyer.conversations.search import chats_part, seen_chats
from foyer.crm.modules import MODULES
from foyer.crm.search.queries import LIMIT, records_part, seen_records
from foyer.desk.access import signed_in
from foyer.desk.shell.context import shell_of
from foyer.desk.shell.formats import date
from foyer.lib.search.find import find_each
from foyer.lib.search.sights import Hit
from foyer.lib.text import folded
from foyer.team.rights import rights_of

MAX_QUERY = 100
CHATS = 5
ICONS = {
    "lead": "user-plus",
    "contact": "address-book",
    "account": "building",
    "deal": "layout-kanban",
    "activity": "checklist",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of the palette: a link. `face` is the name of a person, who has a face instead of an icon."""

    text: str
    about: str
    url: str
    icon: str
    face: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Palette:
    """Lines under their heads; `query` is what was typed."""

    query: str
    groups: list[tuple[str, list[Line]]]

    @property
    def is_empty(self) -> bool:
        """Nothing fits."""
        return not any(lines for _head, lines in self.groups)


def palette(request: HttpRequest) -> Palette:
    """Records first, then screens and acts whose name holds what was typed."""
    query = request.GET.get("q", "").replace("\x00", "")[:MAX_QUERY].strip()
    user, wanted = signed_in(request), folded(query)
    records, chats = find_each(query, [records_part(user, query), chats_part(user, CHATS)])
    groups = [
        (_("Records"), [line for line in map(_hit, seen_records(user, query, records)[:LIMIT]) if line]),
        (_("Chats"), [_chat(chat) for chat in seen_chats(user, chats)]),
        (_("Go to"), _places(request, wanted)),
        (_("Do"), _acts(request, wanted)),
    ]
    return Palette(query, [(head, lines) for head, lines in groups if lines])


def _chat(chat: Conversation) -> Line:
    about = f"{date(chat.started_at)} · {chat.request_text}" if chat.request_text else date(chat.started_at)
    return Line(chat.visitor_name or _("Visitor"), about, reverse("conversation", args=[chat.pk]), "message-circle")


def _hit(hit: Hit) -> Line | None:
    try:
        url = _address(hit)
    except NoReverseMatch:
        return None
    module = next(each for name, each in MODULES.items() if name == hit.kind)
    about = f"{module.one} · {hit.about}" if hit.about else str(module.one)
    face = hit.title if hit.kind in {"lead", "contact"} else ""
    return Line(hit.title or _("No name"), about, url, ICONS[hit.kind], face)


def _address(hit: Hit) -> str:
    if hit.kind == "activity":
        return f"{reverse('activities')}{hit.ref}/"
    return reverse(hit.kind, args=[hit.ref])


def _places(request: HttpRequest, wanted: str) -> list[Line]:
    return [
        Line(item.label, "", item.url, item.icon) for item in shell_of(request).nav if wanted in folded(str(item.label))
    ]


def _acts(request: HttpRequest, wanted: str) -> list[Line]:
    """What can be made here."""
    rights = rights_of(signed_in(request))
    made = {
        "lead": _("Create lead"),
        "contact": _("Create contact"),
        "account": _("Create account"),
        "deal": _("Create deal"),
    }
    return [
        Line(text, "", f"/{module}s/new/", "plus")
        for module, text in made.items()
        if rights.may(module, "create") and wanted in folded(text)
    ]
