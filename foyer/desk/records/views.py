"""Leads and contacts: lists and record page. `module` in every path says which of the two."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.conversations.queries import conversation_for
from foyer.crm.actions import change_owner, change_status, update_person, write_note
from foyer.crm.models import Lead
from foyer.crm.queries import person_for
from foyer.crm.types import Module
from foyer.desk.access import or_404, signed_in
from foyer.desk.records.answers import answer, feed_context, page_context
from foyer.desk.records.forms import DetailsForm, NewPersonForm
from foyer.desk.records.record import head_of, may_assign
from foyer.desk.records.transcripts import transcripts_of
from foyer.identity.queries import actors_of
from foyer.team.queries import active_users
from foyer.team.types import Refusal

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def new(request: HttpRequest, module: Module) -> HttpResponse:
    """A record by hand (D14)."""
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(module, record_id=form.save(module, signed_in(request)).pk)
    return render(request, "desk/records/new.jinja", {"form": form, "module": module})


@require_safe
def record(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """The record page."""
    person = or_404(person_for, signed_in(request), module, record_id)
    return render(request, "desk/records/lead.jinja", page_context(request, person))


@require_safe
def head(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """The head again, when presence changed (D20)."""
    person = or_404(person_for, signed_in(request), module, record_id)
    found = head_of(signed_in(request), person, actors_of(person.actor_id))
    return render(request, "desk/records/head.jinja", {"head": found})


@require_safe
def feed(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """A part of the feed (F176)."""
    person = or_404(person_for, signed_in(request), module, record_id)
    return render(request, "desk/records/feed.jinja", feed_context(request, person))


@require_POST
def notes(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """Writes a note; what was typed is kept when it is refused."""
    person = or_404(person_for, signed_in(request), module, record_id)
    try:
        write_note(person, signed_in(request), request.POST.get("text", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return answer(request, person, "desk/records/written.jinja", feed_context(request, person))


@require_POST
def status(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """How far a lead is."""
    person, wanted = or_404(person_for, signed_in(request), module, record_id), request.POST.get("status", "")
    if not isinstance(person, Lead):
        raise Http404
    if wanted not in Lead.Status.values:
        raise BadRequest
    change_status(person, signed_in(request), wanted)
    return _head_again(request, module, record_id)


@require_POST
def owner(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """Gives the record to somebody; those who may not are told nothing more than that."""
    user, wanted = signed_in(request), request.POST.get("owner", "")
    person = or_404(person_for, user, module, record_id)
    if not may_assign(user, person):
        raise Http404
    chosen = get_object_or_404(active_users(), pk=int(wanted)) if wanted.isdecimal() else None
    change_owner(person, user, chosen)
    return _head_again(request, module, record_id)


@get_or_post
def details(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """The form that changes details in place, and saving it."""
    person = or_404(person_for, signed_in(request), module, record_id)
    kept = {field: getattr(person, field) for field in DetailsForm.base_fields}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_bound and form.is_valid():
        update_person(person, signed_in(request), **form.cleaned_data)
        messages.success(request, _("Saved"))
        return answer(request, person, "desk/records/details_saved.jinja", page_context(request, person))
    return answer(
        request,
        person,
        "desk/records/details_form.jinja",
        {"form": form, "person": person, "module": module},
        stay=True,
    )


@require_safe
def transcript(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The lines of a chat, opened in place (F173, F174)."""
    chat = or_404(conversation_for, signed_in(request), conversation_id)
    return render(request, "desk/records/lines.jinja", {"chat": transcripts_of([chat])[0]})


def _head_again(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    messages.success(request, _("Saved"))
    fresh = person_for(signed_in(request), module, record_id)
    found = head_of(signed_in(request), fresh, actors_of(fresh.actor_id))
    return answer(request, fresh, "desk/records/head.jinja", {"head": found, "is_fragment": True})
