"""What a user finds: only what they may see (T7, F229)."""

from foyer.crm.access import Owners, sight_of, visible
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.lib.search.find import Hit, Sight, find
from foyer.team.models import User
from foyer.team.rights import rights_of

LIMIT = 20


def found_records(user: User, query: str, limit: int = LIMIT) -> list[Hit]:
    """The best hits among the records the user sees. What the index says is checked against the records themselves."""
    hits = find(query, [_sight(user, module, owners) for module, owners in sight_of(user)], limit)
    there = {
        (module, ref)
        for module in {hit.kind for hit in hits}
        for ref in visible(_module(module), user)
        .filter(pk__in=[hit.ref for hit in hits if hit.kind == module])
        .values_list("pk", flat=True)
    }
    return [hit for hit in hits if (hit.kind, hit.ref) in there]


def _sight(user: User, module: ModuleName, owners: Owners | None) -> Sight:
    hidden = any(rights_of(user).field(module, key) == "hidden" for key in ("emails", "phones"))
    return Sight(module, owners, reach=not hidden)


def _module(name: str) -> ModuleName:
    return next(module for module in MODULES if module == name)
