"""What the views of a record answer with: contexts, and fragment or redirect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foyer.crm.handles import described
from foyer.crm.modules import AnyRecord, module_name
from foyer.desk.access import signed_in
from foyer.desk.activities.rights import may_create
from foyer.desk.records.details import details_of
from foyer.desk.records.feed import Wanted, feed_page, filters_of
from foyer.desk.records.head import head_of
from foyer.desk.records.reading import record_seen
from foyer.desk.records.record import record_of
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.identity.queries import actors_of

Context = dict[str, Any]


def page_context(request: HttpRequest, subject: AnyRecord) -> Context:
    """The whole record page."""
    feed = feed_context(request, subject)
    return {"record": record_of(request, subject), "filters": filters_of(signed_in(request)), **feed}


def feed_context(request: HttpRequest, subject: AnyRecord) -> Context:
    """A part of the feed, as the address asks."""
    names = ("kind", "who", "before", "until", "last_day")
    wanted = Wanted(**{name: request.GET.get(name, "")[:40] for name in names})
    portal = chosen_portal(request)
    portals = frozenset([portal.pk] if portal else [each.pk for each in portals_seen(request)])
    page = feed_page(subject, signed_in(request), portals, wanted)
    may_plan = may_create(signed_in(request)) and not subject.gone
    return {
        "feed": page,
        "wanted": wanted,
        "subject": subject,
        "module": module_name(subject),
        "may_plan": may_plan,
    }


def head_context(request: HttpRequest, subject: AnyRecord) -> Context:
    """Only the head."""
    actors = actors_of(subject.actor_id)
    known = described(subject.actor_id, actors)
    return {"head": head_of(signed_in(request), subject, actors, known)}


def answer(
    request: HttpRequest, subject: AnyRecord, fragment: str, context: Context, *, stay: bool = False
) -> HttpResponse:
    """The fragment for htmx; otherwise the record page, or the fragment on a page of its own when one must stay."""
    if request.headers.get("HX-Request"):
        return render(request, fragment, context)
    if stay:
        return render(request, "desk/records/alone.jinja", {**context, "fragment": fragment})
    return redirect(module_name(subject), record_id=subject.pk)


def changed(request: HttpRequest, subject: AnyRecord) -> HttpResponse:
    """Head and details as they are now, with what there is to say."""
    fresh = record_seen(request, module_name(subject), subject.pk)
    context = {**head_context(request, fresh), "details": details_of(fresh, signed_in(request))}
    context |= {"subject": fresh, "module": module_name(fresh), "is_fragment": True}
    return answer(request, fresh, "desk/records/changed.jinja", context)
