"""When an identifier belongs to nobody because too many people show it (identity.md, 2)."""

from collections.abc import Sequence

from foyer.identity.graph import TOO_LARGE
from foyer.identity.join import MAX_ACTORS
from foyer.identity.models import Claim, Identifier
from foyer.lib.text import folded

MAX_NAMES = 5
"""An identifier shown under more different names than this is shared."""


def holders_and_names(identifier: Identifier | int) -> Sequence[tuple[int, str]]:
    """Which actors show the identifier, under which names; one query, and few rows because both have a limit."""
    claims = Claim.objects.filter(identifier=identifier, retracted_at=None).exclude(refused=TOO_LARGE)
    return list(claims.values_list("actor_id", "name").distinct()[: MAX_ACTORS * MAX_NAMES])


def has_too_many_names(holders: Sequence[tuple[int, str]]) -> bool:
    """Whether it is shared: names are compared without case and accents, and no name is no other name."""
    return len({folded(name) for _actor, name in holders if name}) > MAX_NAMES
