"""What the pages of duplicates show: pairs, progress, and finding the other one by its name."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest

from foyer.crm.access import modules_seen, visible
from foyer.crm.actions.hunting import SEARCHED
from foyer.crm.duplicates import Typed, matches_of
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.naming import Naming, called
from foyer.crm.pairs import hunt_of, pairs_page
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.merging.words import reason_word
from foyer.lib.phones import phone_for_people
from foyer.lib.text import folded
from foyer.team.rights import rights_of

MAX_TEXT = 120
FOUND = 10

Context = dict[str, Any]


def typed_in(given: Mapping[str, str]) -> Typed:
    """What stands in the form so far."""
    name = given.get("name", "") or f"{given.get('first_name', '')} {given.get('last_name', '')}"
    return Typed(
        name=name.strip()[:MAX_TEXT],
        company=given.get("company", "")[:MAX_TEXT],
        emails=_parts(given.get("emails", "")),
        phones=_parts(given.get("phones", "")),
    )


def duplicates_context(request: HttpRequest) -> Context:
    """The pairs of a module that the user may see, and how far a search is."""
    user = signed_in(request)
    modules = modules_seen(user, SEARCHED)
    wanted = request.GET.get("module", "") or (modules[0] if modules else "")
    module: ModuleName | None = next((one for one in modules if one == wanted), None)
    if module is None:
        raise Http404
    hunt = hunt_of(module)
    page = pairs_page(module, user, request.GET.get("after", "")[:40])
    return {
        "module": module,
        "modules": [MODULES[one] for one in modules],
        "hunt": hunt,
        "runs": hunt is not None and hunt.ended_at is None,
        "pairs": page.items,
        "next_cursor": page.next_cursor,
        "is_first": not request.GET.get("after"),
        "reason_word": reason_word,
        "phone_text": phone_for_people,
        "may_search": rights_of(user).may(module, "edit"),
        "may_merge": rights_of(user).may(module, "edit") and rights_of(user).may(module, "delete"),
    }


def looked_for(request: HttpRequest, kept: AnyRecord) -> Context:
    """The page that asks for the other one: those that may be the same, or those of a name."""
    user, module = signed_in(request), module_name(kept)
    search = request.GET.get("q", "")[:MAX_TEXT]
    if folded(search):
        rows: Any = called(user, module, visible(module, user)).select_related(*MODULES[module].related)
        naming = Naming(user, module)
        for word in folded(search).split():
            rows = rows.filter(sort_name__contains=word)
        others = rows.exclude(pk=kept.pk).order_by("sort_name", "pk")[:FOUND]
        found = [(row, naming.detail(row), "") for row in others]
    else:
        matches = [one for one in matches_of(kept, user) if one.module == module]
        found = [(one.record, one.detail, reason_word(one.reason)) for one in matches]
    return {"kept": kept, "module": module, "found": found, "search": search}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())[:5]
