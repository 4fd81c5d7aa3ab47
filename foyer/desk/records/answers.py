"""What the views of a record answer with: contexts, and fragment or redirect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foyer.crm.models import Contact, Lead
from foyer.crm.queries import module_of
from foyer.desk.records.feed import Wanted, feed_page
from foyer.desk.records.record import record_of
from foyer.desk.shell.context import chosen_portal, portals_seen

Context = dict[str, Any]


def page_context(request: HttpRequest, person: Lead | Contact) -> Context:
    """The whole record page."""
    return {"record": record_of(request, person), **feed_context(request, person)}


def feed_context(request: HttpRequest, person: Lead | Contact) -> Context:
    """A part of the feed, as the address asks."""
    names = ("kind", "before", "until", "last_day")
    wanted = Wanted(**{name: request.GET.get(name, "")[:40] for name in names})
    portal = chosen_portal(request)
    portals = frozenset([portal.pk] if portal else [each.pk for each in portals_seen(request)])
    page = feed_page(person, portals, wanted)
    return {"feed": page, "wanted": wanted, "person": person, "module": module_of(person)}


def answer(
    request: HttpRequest, person: Lead | Contact, fragment: str, context: Context, *, stay: bool = False
) -> HttpResponse:
    """The fragment for htmx; otherwise the record page, or the fragment on a page of its own when one must stay."""
    if request.headers.get("HX-Request"):
        return render(request, fragment, context)
    if stay:
        return render(request, "desk/records/alone.jinja", {**context, "fragment": fragment})
    return redirect(module_of(person), record_id=person.pk)
