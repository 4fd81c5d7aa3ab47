"""Notes in place: reading, changing, taking away; who was named, and whom one can name (F32, E16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.crm.actions.notes import change_note, delete_note, may_change_note, restore_note, see_mentions
from foyer.crm.attached import note_for
from foyer.crm.mentions import mentioned_names
from foyer.crm.models import Note
from foyer.desk.access import or_404, signed_in
from foyer.desk.activities.answers import told
from foyer.desk.notes.mentions import mention_shown
from foyer.desk.notes.shown import note_shown
from foyer.lib.text import folded
from foyer.team.queries import active_users
from foyer.team.types import Refusal

OFFERED = 6
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """A note as it is shown; `?edit=1` as a form, and saving it."""
    user = signed_in(request)
    found = or_404(note_for, user, note_id)
    if request.method == "POST":
        version, text = request.POST.get("version", ""), request.POST.get("text", "")
        number = int(version) if version.isdecimal() and version.isascii() and len(version) < 9 else None
        try:
            found = change_note(found, user, text, version=number)
        except Refusal as refusal:
            context = {"note": found, "text": text, "sentence": refusal.sentence}
            return _fragment(request, "form", context)
    if request.method != "POST" and "edit" in request.GET and may_change_note(user, found):
        return _fragment(request, "form", {"note": found, "text": found.text, "sentence": ""})
    return _shown(request, found)


@require_POST
def deletion(request: HttpRequest, note_id: int) -> HttpResponse:
    """Takes a note away, or brings it back."""
    user = signed_in(request)
    found = or_404(note_for, user, note_id)
    if request.POST.get("deleted") == "0":
        restore_note(found, user)
        return told(request, _("The note is back"), events=("foyer:record",))
    delete_note(found, user)
    return told(
        request, _("The note was deleted"), undo=request.path, fields={"deleted": "0"}, events=("foyer:record",)
    )


@get_or_post
def mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Opens the record where the user was named; POST only says that they have seen it."""
    user = signed_in(request)
    named = or_404(mention_shown, user, mention_id)
    see_mentions(user, named.id)
    if request.method == "POST":
        return told(request, _("Seen"))
    return redirect(f"{named.subject.address}?kind=notes")


@require_safe
def popup(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Where the user was named, as it pops up."""
    named = or_404(mention_shown, signed_in(request), mention_id)
    return render(request, "desk/notes/popup.jinja", {"named": named})


@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Colleagues whose name begins as was typed behind an @."""
    begin = folded(request.GET.get("q", "")[:80].replace("\x00", ""))
    found = [user for user in active_users() if any(part.startswith(begin) for part in _parts(user.name))]
    return render(request, "desk/notes/colleagues.jinja", {"found": found[:OFFERED]})


def _parts(name: str) -> list[str]:
    whole = folded(name)
    return [whole, *whole.split()]


def _shown(request: HttpRequest, found: Note) -> HttpResponse:
    names = mentioned_names([found]).get(found.pk, [])
    return _fragment(request, "shown", {"note": note_shown(signed_in(request), found, names)})


def _fragment(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, f"desk/notes/{name}.jinja", context)
    return render(request, "desk/notes/alone.jinja", {**context, "inside": name})
