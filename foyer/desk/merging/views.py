"""Hints while typing and beside a record, the list of pairs, comparing two and merging them (issue 3, 9; B1)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.crm.access import may
from foyer.crm.actions import merge_records, undo_merge
from foyer.crm.actions.hunting import SEARCHED, begin_hunt, dismiss_pair, take_pair_up
from foyer.crm.duplicates import matches_of, similar
from foyer.crm.fields.rights import shown_fields
from foyer.crm.models import Merge
from foyer.crm.modules import MODULES
from foyer.crm.pairs import hunt_of, pair_for
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.merging.compare import GONE, KEPT, comparison
from foyer.desk.merging.listing import duplicates_context, looked_for, typed_in
from foyer.desk.merging.words import reason_word
from foyer.desk.records.reading import record_seen
from foyer.lib.text import id_from
from foyer.team.rights import rights_of
from foyer.team.types import Refusal


@require_safe
def similar_records(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """Who may be meant by what is typed in the form of a new record."""
    user = signed_in(request)
    if not rights_of(user).may(module, "create"):
        raise PermissionDenied
    found = similar(module, user, typed_in(request.GET))
    return render(request, "desk/merging/similar.jinja", {"matches": found, "reason_word": reason_word})


@require_safe
def matches(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Who may be the same as this record: the box beside it (lead.html)."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    context = {"subject": subject, "module": module, "matches": matches_of(subject, user), "reason_word": reason_word}
    return render(request, "desk/merging/matches.jinja", context)


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that a search found."""
    return render(request, "desk/merging/duplicates.jinja", duplicates_context(request))


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Looks through a whole module again, in the background."""
    module = request.POST.get("module", "")
    if module not in SEARCHED:
        raise Http404
    begin_hunt(module, signed_in(request))
    return redirect(f"{reverse('duplicates')}?module={module}")


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the search is; when it has ended, the page comes anew."""
    context = duplicates_context(request)
    hunt = hunt_of(context["module"])
    if hunt is None:
        raise Http404
    response = render(request, "desk/merging/progress.jinja", context)
    if hunt.ended_at is not None:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """The two side by side, and merging them. Without `with` one looks for the other."""
    kept, user = record_seen(request, module, record_id), signed_in(request)
    if not (may(user, "edit", kept) and rights_of(user).may(module, "delete")) or kept.gone:
        raise PermissionDenied
    with_id = id_from((request.POST if request.method == "POST" else request.GET).get("with", ""))
    if with_id is None:
        return render(request, "desk/merging/choose.jinja", looked_for(request, kept))
    kept, gone = or_404(pair_for, user, module, record_id, with_id)
    if request.method == "POST":
        try:
            done = merge_records(kept, gone, user, _choices(request, module))
            undo = reverse("merge_undoing", args=[module, kept.pk]) + f"?merge={done.pk}"
            messages.success(request, _("Merged with %(name)s") % {"name": gone.name or _("No name")}, extra_tags=undo)
            return redirect(module, record_id=kept.pk)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    context = {"module": module, "plural": MODULES[module].plural, "page": comparison(kept, gone, user)}
    return render(request, "desk/merging/merge.jinja", context)


@require_POST
def undoing(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Makes two of one again."""
    record_seen(request, module, record_id)
    wanted = request.GET.get("merge", "") or request.POST.get("merge", "")
    done = get_object_or_404(Merge, pk=id_from(wanted), module=module, kept=record_id)
    try:
        undo_merge(done, signed_in(request))
        messages.success(request, _("They are two records again."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)


@require_POST
def apart(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """These two are not the same; and back again."""
    user, other = signed_in(request), id_from(request.POST.get("with", "") or request.GET.get("with", ""))
    if other is None:
        raise Http404
    or_404(pair_for, user, module, record_id, other)
    if "undo" in request.GET:
        take_pair_up(module, record_id, other, user)
    else:
        dismiss_pair(module, record_id, other, user)
        undo = reverse("apart", args=[module, record_id]) + f"?with={other}&undo=1"
        messages.success(request, _("Noted: these are two."), extra_tags=undo)
    return redirect(f"{reverse('duplicates')}?module={module}")


def _choices(request: HttpRequest, module: ModuleName) -> dict[str, str]:
    """The chosen side of each field; what is no field of the module is not read."""
    keys = shown_fields(signed_in(request), module)
    given = {key: request.POST.get(f"v_{key}", "") for key in keys}
    return {key: side for key, side in given.items() if side in {KEPT, GONE}}
