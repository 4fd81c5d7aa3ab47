"""Which records a list shows: fields by value, a tree of conditions, words, a time since, in any order (E2, E3)."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field as Constrained

from foyer.api.v1.paging import DEFAULT_LIMIT, MAX_LIMIT, Id, Moment, Nothing, Within, optional
from foyer.api.v1.records.bodies import MAX_NAME, json_value
from foyer.api.v1.records.keyset import CURSOR_PATTERN, NEWEST, order_of
from foyer.api.v1.records.telling import with_related
from foyer.api.v1.records.writing import NO_SUCH_FIELD, plain
from foyer.api.v1.refusals import Unreadable
from foyer.crm.access import visible
from foyer.crm.conditions import HELD, LISTED, TIMES, compared, where
from foyer.crm.fields.kinds import read
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import NUMERIC, BadValue, Field, Kind
from foyer.crm.modules import MODULES
from foyer.crm.naming import hides_company
from foyer.crm.typed_words import with_words
from foyer.crm.types import ModuleName
from foyer.lib.emails import normalised_email
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_SEARCH = 100
MAX_FILTERS = 10_000
MAX_VALUE = 500
MAX_SORT = 50
Sort = Annotated[str, Constrained(max_length=MAX_SORT, pattern=r"^-?[a-z][a-z0-9_]*$")]


class RecordFilter(Within, Schema):
    """Which page of which records; `from` and `to` mean the creation. Any field is a parameter too."""

    cursor: Annotated[str, Constrained(pattern=CURSOR_PATTERN)] | Nothing = optional(
        description="next_cursor of the page before; left out: the first page."
    )
    limit: int = Constrained(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many rows.")
    sort: Sort = Constrained(NEWEST, description="A field, `-` before it for descending; also `name` and `id`.")
    q: Annotated[str, Constrained(max_length=MAX_SEARCH)] | Nothing = optional(
        description="Words in names and places, or an address or number."
    )
    filters: Annotated[str, Constrained(max_length=MAX_FILTERS)] | Nothing = optional(
        description='Conditions as JSON: {"all": [{"field": "status", "is": "any_of", "value": ["new"]}]}.'
    )
    changed_since: Moment | Nothing = optional(description="Changed at this time or later.")
    portal: Id | Nothing = optional(description="That came by this portal.")
    email: Annotated[str, Constrained(max_length=254)] | Nothing = optional(description="With this e-mail address.")


OWN = frozenset({"cursor", "limit", "sort", "q", "filters", "changed_since", "portal", "email", "from", "to"})
"""Parameters that are no fields."""
TIMES_ASKED: Mapping[str, str] = {"from": "created_at", "to": "created_at", "changed_since": "changed_at"}
"""Of these, the fields that they ask for."""
LATEST = "-id"
"""The order for who does not see when records were created."""


def listed(module: ModuleName, user: User, request: HttpRequest, asked: RecordFilter) -> tuple[list[Any], str | None]:
    """The rows of a page that the user sees, and the cursor of the next one. Raises Unreadable."""
    fields = shown_fields(user, module)
    _refuse_hidden_times(fields, request)
    rows = asked.within(visible(module, user), "created_at").filter(
        _by_fields(fields, request, user),
        _by_tree(module, user, asked.filters),
        with_words(module, asked.q or "", fields, user),
    )
    if asked.changed_since:
        rows = rows.filter(changed_at__gte=asked.changed_since)
    if asked.portal and module != "activity":
        rows = rows.filter(portal=asked.portal)
    if asked.email is not None:
        rows = rows.filter(_by_email(fields, asked.email, user))
    names = "" if module == "activity" or hides_company(user, module) else "sort_name"
    sort = asked.sort if "sort" in request.GET or "created_at" in fields else LATEST
    order = order_of(sort, fields, MODULES[module].model, names)
    return order.page(with_related(module, rows), asked.cursor, asked.limit)


def _refuse_hidden_times(fields: Mapping[str, Field], request: HttpRequest) -> None:
    """What is no field for the user is no way to ask for one either (T7)."""
    hidden = [name for name, key in TIMES_ASKED.items() if name in request.GET and key not in fields]
    if hidden:
        raise Unreadable(dict.fromkeys(hidden, NO_SUCH_FIELD))


def _by_fields(fields: Mapping[str, Field], request: HttpRequest, user: User) -> Q:
    """`?status=new&status=lost&city=Bonn`: each field has one of its values; no value means that it is empty."""
    found, errors = Q(), {}
    for key in [name for name in request.GET if name not in OWN]:
        field = fields.get(key)
        if field is None or not field.is_filterable:
            errors[key[:MAX_NAME]] = NO_SUCH_FIELD
            continue
        try:
            found &= _equals(field, request.GET.getlist(key), user)
        except BadValue as error:
            errors[key] = str(error)
    if errors:
        raise Unreadable(errors)
    return found


def _equals(field: Field, texts: list[str], user: User) -> Q:
    if any("\x00" in text or len(text) > MAX_VALUE for text in texts):
        raise BadValue("This value is too long, or no text.")
    if texts == [""]:
        return compared(field, "no" if field.kind == Kind.FLAG else "empty", None, user)
    if field.kind in LISTED:
        return compared(field, "any_of", [_listed(field, text) for text in texts], user)
    found = Q()
    for text in texts:
        found |= _equal(field, text, user)
    return found


def _equal(field: Field, text: str, user: User) -> Q:
    if field.kind == Kind.FLAG:
        return compared(field, "yes" if read(field, text) else "no", None, user)
    if field.kind in TIMES:
        return compared(field, "on", text, user)
    if field.kind in HELD:
        return compared(field, "is", read(field, [text])[0], user)
    return compared(field, "is", read(field, text) if field.kind in NUMERIC else text, user)


def _listed(field: Field, text: str) -> Any:
    """Pick lists know their values, users may be named by e-mail, stages by key."""
    value = plain(field, text)
    if field.kind in {Kind.CHOICE, Kind.MULTI}:
        read(field, text)
    return value


def _by_email(fields: Mapping[str, Field], email: str, user: User) -> Q:
    """As it was before every field was a parameter: what is no address finds nobody."""
    if "emails" not in fields:
        raise Unreadable({"email": NO_SUCH_FIELD})
    return compared(fields["emails"], "is", normalised_email(email) or "nobody", user)


def _by_tree(module: ModuleName, user: User, text: str | None) -> Q:
    if not text:
        return Q()
    try:
        return where(json_value(text, "filters"), module, user, _fields_for(user))
    except BadValue as error:
        raise Unreadable({"filters": str(error)}) from error


def _fields_for(user: User) -> Callable[[ModuleName], Mapping[str, Field]]:
    """The fields of any module that the user may filter by; read once each."""
    known: dict[ModuleName, Mapping[str, Field]] = {}

    def fields(module: ModuleName) -> Mapping[str, Field]:
        if module not in known:
            known[module] = shown_fields(user, module) if rights_of(user).may(module, "view") else {}
        return known[module]

    return fields
