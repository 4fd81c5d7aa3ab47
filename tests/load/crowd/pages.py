"""Which pages are measured, as whom, and how many queries each costs: asked inside the installation, as JSON."""

import importlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.crm.cursor import Cursor
from foyer.crm.feeds import events_of, feed_actors, feed_cursor
from foyer.crm.fields.rights import shown_fields
from foyer.crm.lists.order import order_by
from foyer.crm.lists.page import PAGE, Wanted, chosen
from foyer.crm.lists.shipped import VIEWS, Shipped
from foyer.crm.models import Account, Contact, Deal, Lead
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.records.table import KINDS
from foyer.desk.visits.streams import PERIODS
from foyer.events.models import Event
from foyer.team.models import User
from foyer.team.queries import today
from foyer.visits import queries as visits
from foyer.visits import views_table as visits_views
from foyer.visits.selection import narrowed
from tests.load.crowd import plan
from tests.load.crowd.staff import found

DEEP = 1_000
Page = tuple[str, str, str]
"""What it is, which page of it, its address."""


def told() -> None:
    """Prints one line of JSON for each page: who, what, page, address, cookie, queries."""
    staff = found()
    settings.ALLOWED_HOSTS = ["*"]
    for who, user in staff.clerks.items():
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        cookie = _session(user)
        for what, page, address in pages(user, everything=user == staff.anna):
            print(json.dumps([who, what, page, address, cookie, _queries(client, address)]), flush=True)


def pages(user: User, *, everything: bool) -> Iterator[Page]:
    """Lists for everybody; all the rest for who sees it all."""
    for module in MODULES:
        for view in VIEWS[module]:
            yield from _list(user, module, view)
    yield "deals: board", "", "/deals/board/"
    yield "deals: forecast", "", "/deals/forecast/"
    yield "activities: my day", "", "/activities/day/"
    for span in ("month", "week"):
        yield f"activities: calendar, {span}", "", f"/activities/calendar/?view={span}"
    yield "activities: calendar of all, month", "", "/activities/calendar/?owner=all"
    if everything:
        yield from _counts()
        yield from _records(user)
        yield from _others()
        yield from _visits(user)


def _list(user: User, module: ModuleName, view: Shipped) -> Iterator[Page]:
    name, address = f"{MODULES[module].plural}: {view.title}", f"/{MODULES[module].plural}/?view={view.key}"
    yield name, "1", address
    order = order_by(view.sort, shown_fields(user, module))
    assert order
    rows = order.sorted(chosen(user, module, Wanted(filters=view.filters)))
    page = min(DEEP, (rows.count() - 1) // PAGE + 1)
    if page > 1:
        place = order.place_of(rows[(page - 1) * PAGE - 1])
        yield name, f"{page:,}", f"{address}&cursor={place.text()}"


def _counts() -> Iterator[Page]:
    for module in MODULES.values():
        yield f"{module.plural}: counts of the tabs", "", f"/{module.plural}/counts/"


def _records(user: User) -> Iterator[Page]:
    """The first account is the biggest; contacts from the middle on have a browser."""
    samples: tuple[tuple[str, Any, int], ...] = (
        ("lead", Lead, plan.LEADS // 2 + 2),
        ("contact", Contact, plan.CONTACTS // 2 + 3),
        ("account", Account, plan.ACCOUNTS // 2),
        ("deal", Deal, plan.DEALS // 2),
        (f"contact, feed of {plan.LONG_FEED:,}", Contact, plan.LONG_CONTACT),
        (f"account, {plan.BIG_CONTACTS:,} contacts, {plan.BIG_DEALS:,} deals", Account, 1),
    )
    for name, model, pk in samples:
        record = model.objects.get(pk=pk)
        address = f"/{model.__name__.lower()}s/{pk}/"
        yield name, "", address
        events = events_of(feed_actors(record, user).actors, KINDS[""], limit=200)
        if events:
            yield f"{name}: feed", "2", f"{address}feed/?before={feed_cursor(events[min(len(events), 30) - 1])}"
    longest = feed_actors(Contact.objects.get(pk=plan.LONG_CONTACT), user).actors
    event = Event.objects.filter(actor__in=longest).order_by("-at", "-pk")[plan.LONG_FEED // 2]
    yield "contact, longest feed: feed", "middle", f"/contacts/{plan.LONG_CONTACT}/feed/?before={feed_cursor(event)}"
    yield "contact, longest feed: changes", "1", f"/contacts/{plan.LONG_CONTACT}/feed/?kind=changes"


def _others() -> Iterator[Page]:
    for words in ("b", "ber", "berg", "barba", "vera barbaberg", "person42", "4930200", "furnitrue"):
        yield f"palette: {words}", "", f"/find/?q={quote_plus(words)}"
    for view in ("mine", "unassigned", "team", "missed"):
        yield f"inbox: {view}", "1", f"/inbox/?view={view}"
    yield "live", "", "/live/"


def _visits(user: User) -> Iterator[Page]:
    """Every view, its first, second and thousandth page, and whatever else counts visits."""
    for view in visits_views.VIEWS:
        address, field = f"/visits/?view={view.name}", "rank" if view.is_top else "started"
        yield f"visits: {view.name}", "1", address
        rows = narrowed(view, visits.visits_of(user).select_related(None), today()).order_by(f"-{field}", "-pk")
        last = (rows.count() - 1) // visits.PAGE
        for page in sorted({min(2, last), min(DEEP, last)} - {0, -1}):
            before = rows[page * visits.PAGE - 1]
            place = f"{before.rank}-{before.pk}" if view.is_top else Cursor(before.started, before.pk).text()
            yield f"visits: {view.name}", f"{page + 1:,}", f"{address}&before={place}"
    yield "visits: counts of the tabs", "", "/visits/counts/"
    for days in PERIODS:
        yield f"visits: CRM view, {days} days", "", f"/visits/crm/?days={days}"
    yield "visit", "", f"/visits/{plan.VISITS // 2}/"
    for days in (7, 90):
        yield f"reports: {days} days", "", f"/reports/?days={days}"


def _session(user: User) -> str:
    store = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(captured)
