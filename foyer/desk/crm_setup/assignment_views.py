"""Setup > CRM > Assignment: pools, and which source goes to whom (F179, F236, E17)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions.assigning import add_member, create_pool, remove_member, rename_pool, set_rule, switch_pool
from foyer.crm.assignment import next_of
from foyer.crm.choices import options_of
from foyer.crm.models import Pool, Source, SourceRule
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import module_or_404, number
from foyer.desk.setup.changing import changed
from foyer.team.models import User
from foyer.team.queries import active_users

ASSIGNED: tuple[ModuleName, ...] = ("lead", "contact", "account", "deal")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest) -> HttpResponse:
    """Pools with whose turn it is, and the rules by source."""
    if request.method == "POST":
        name = request.POST.get("name", "")
        return changed(request, lambda: create_pool(signed_in(request), name), "assignment")
    chosen = next((name for name in ASSIGNED if name == request.GET.get("module")), ASSIGNED[0])
    pools = list(Pool.objects.prefetch_related("members__user").order_by("name", "pk"))
    context = {
        "pools": [(pool, [member.user for member in pool.members.all()], next_of(pool)) for pool in pools],
        "everybody": list(active_users()),
        "tabs": [
            {"text": MODULES[name].title, "url": f"?module={name}#rules", "on": name == chosen} for name in ASSIGNED
        ],
        "module": MODULES[chosen],
        "rules": _rules(chosen),
    }
    return render(request, "desk/crm_setup/assignment.jinja", context)


@administrators_only
@require_POST
def pool(request: HttpRequest, pool_id: int) -> HttpResponse:
    """Sets name and members; who comes new goes last."""
    found, user = get_object_or_404(Pool, pk=pool_id), signed_in(request)
    wanted = {number(text) for text in request.POST.getlist("members")}
    there = set(found.members.values_list("user", flat=True))

    def verb() -> None:
        rename_pool(found, user, request.POST.get("name", ""))
        for member in User.objects.filter(pk__in=there - wanted):
            remove_member(found, user, member)
        for member in User.objects.filter(pk__in=wanted - there):
            add_member(found, user, member)

    return changed(request, verb, "assignment")


@administrators_only
@require_POST
def pool_state(request: HttpRequest, pool_id: int) -> HttpResponse:
    """Switches a pool on or off; its members keep their places."""
    found, is_active = get_object_or_404(Pool, pk=pool_id), request.POST.get("active") == "yes"
    return changed(request, lambda: switch_pool(found, signed_in(request), is_active), "assignment")


@administrators_only
@require_POST
def source_rules(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """Sets the rules of a module: `rule.SOURCE` is `user:7`, `pool:3`, or nothing; without a source, any other."""
    module_or_404(module)
    user = signed_in(request)
    chosen = {source: _who(request.POST.get(f"rule.{source}", "")) for source, _word in _sources()}

    def verb() -> None:
        for source, who in chosen.items():
            set_rule(user, module, source, **who)

    return changed(request, verb, "assignment")


def _who(text: str) -> dict[str, Any]:
    kind, _colon, pk = text.partition(":")
    if kind == "pool":
        return {"pool": get_object_or_404(Pool, pk=number(pk))}
    return {"user": get_object_or_404(active_users(), pk=number(pk))} if kind == "user" else {}


def _rules(module: ModuleName) -> list[tuple[str, str, str]]:
    """Each source with its word and who gets its records."""
    rules = {rule.source: rule for rule in SourceRule.objects.filter(module=module)}
    found = []
    for key, word in _sources():
        rule = rules.get(key)
        found.append(
            (key, word, "" if rule is None else f"pool:{rule.pool_id}" if rule.pool_id else f"user:{rule.user_id}")
        )
    return found


def _sources() -> list[tuple[str, str]]:
    """What records come from, and last any other source. Who makes one by hand owns it."""
    return [*((one.key, one.label) for one in options_of("source") if one.key != Source.BY_HAND), ("", "")]
