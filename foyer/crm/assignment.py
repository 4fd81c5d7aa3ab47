"""Who gets a new record that nobody owns: rules by source, pools in turn (F179, F236, E17)."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from foyer.crm.models import Pool, PoolMember, SourceRule
from foyer.crm.types import ModuleName
from foyer.lib import clock
from foyer.portals.models import AssignTo, Portal
from foyer.team.models import State, User


def owner_for(module: ModuleName, source: str, portal: Portal | None = None) -> User | None:
    """The user to whom a new record of this source goes; None when no rule says so.

    A rule for the source wins over the one for any other. Of a pool it is the next one's turn, and their turn is over.
    A portal whose setting names a user is nearer than any rule (F6).
    """
    return _owner(module, source, portal, take_from)


def next_owner(module: ModuleName, source: str, portal: Portal | None = None) -> User | None:
    """To whom it would go now; nothing changes."""
    return _owner(module, source, portal, next_of)


def _owner(
    module: ModuleName, source: str, portal: Portal | None, of_pool: Callable[[Pool], User | None]
) -> User | None:
    if portal is not None and portal.assign_to == AssignTo.USER and portal.assign_user and portal.assign_user.is_active:
        return portal.assign_user
    rules = SourceRule.objects.filter(module=module, source__in=["", source]).select_related("user", "pool")
    rule = rules.order_by("-source").first()
    if rule is None:
        return None
    if rule.pool is not None:
        return of_pool(rule.pool)
    return rule.user if rule.user and rule.user.is_active else None


def take_from(pool: Pool) -> User | None:
    """Whoever waits longest in the pool; they go last. Two at once get two different ones."""
    if not pool.is_active:
        return None
    with transaction.atomic():
        Pool.objects.select_for_update().get(pk=pool.pk)
        member = _next_of(pool)
        if member is None:
            return None
        member.waits_since = clock.now()
        member.save(update_fields=["waits_since"])
    return member.user


def next_of(pool: Pool) -> User | None:
    """Whose turn it is; nothing changes."""
    member = _next_of(pool) if pool.is_active else None
    return member.user if member else None


def _next_of(pool: Pool) -> PoolMember | None:
    """Who is offline or away is passed over; when all are, it is the one who waits longest (E17)."""
    waiting: QuerySet[PoolMember] = pool.members.filter(user__is_active=True).select_related("user")
    return waiting.filter(user__availability__state=State.ONLINE).first() or waiting.first()
