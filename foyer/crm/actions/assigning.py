"""Pools and rules of assignment: what administrators set (F179, F236, E17)."""

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.models import Pool, PoolMember, SourceRule
from foyer.crm.modules import RECORDS
from foyer.crm.types import ModuleName, PoolChanged
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NAME = 80
MAX_SOURCE = 40


def create_pool(by: User, name: str) -> Pool:
    """An empty pool."""
    require_administrator(by)
    with transaction.atomic():
        pool = Pool.objects.create(name=_name(name))
        _changed(pool, by)
    return pool


def rename_pool(pool: Pool, by: User, name: str) -> Pool:
    """Another name."""
    return _set(pool, by, name=_name(name))


def switch_pool(pool: Pool, by: User, is_active: bool) -> Pool:
    """A pool that is off gives nothing to anybody; its members keep their places."""
    return _set(pool, by, is_active=is_active)


def add_member(pool: Pool, by: User, user: User) -> PoolMember:
    """One more member, who goes last (E17). Adding twice is adding once."""
    require_administrator(by)
    if not user.is_active:
        raise Refusal(_("This user has left. Choose somebody else."))
    with transaction.atomic():
        Pool.objects.select_for_update().get(pk=pool.pk)
        member, is_new = PoolMember.objects.get_or_create(pool=pool, user=user, defaults={"waits_since": clock.now()})
        if is_new:
            _changed(pool, by)
    return member


def remove_member(pool: Pool, by: User, user: User) -> None:
    """Takes a user out of the pool."""
    require_administrator(by)
    with transaction.atomic():
        removed, _rows = PoolMember.objects.filter(pool=pool, user=user).delete()
        if removed:
            _changed(pool, by)


def set_rule(
    by: User, module: ModuleName, source: str, *, user: User | None = None, pool: Pool | None = None
) -> SourceRule | None:
    """New records of the source go to a user or to a pool; to neither takes the rule off. "" is any other source."""
    require_administrator(by)
    if module not in RECORDS or (user and pool):
        raise Refusal(_("Choose a user or a pool."))
    with transaction.atomic():
        named = clean_line(source, MAX_SOURCE)
        if user is None and pool is None:
            SourceRule.objects.filter(module=module, source=named).delete()
            rule = None
        else:
            rule, _new = SourceRule.objects.update_or_create(
                module=module, source=named, defaults={"user": user, "pool": pool}
            )
        record(PoolChanged(subject_id=rule.pk if rule else 0, user_id=by.pk, what="rule"))
    return rule


def _set(pool: Pool, by: User, **values: object) -> Pool:
    require_administrator(by)
    with transaction.atomic():
        for name, value in values.items():
            setattr(pool, name, value)
        pool.save(update_fields=list(values))
        _changed(pool, by)
    return pool


def _changed(pool: Pool, by: User) -> None:
    record(PoolChanged(subject_id=pool.pk, user_id=by.pk, what="pool"))


def _name(name: str) -> str:
    cleaned = clean_line(name, MAX_NAME)
    if not cleaned:
        raise Refusal(_("Give the pool a name."))
    return cleaned
