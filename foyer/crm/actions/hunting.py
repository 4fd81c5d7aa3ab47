"""Looking for pairs that may be one, in the background, and saying that two are not (issue 3, 9)."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet

from foyer.crm.access import require
from foyer.crm.blocks import Found, Known, by_identifier, by_name
from foyer.crm.models import Account, Contact, Hunt, Lead, Pair
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName, PairDismissed, PairTakenUp
from foyer.events.actions import record
from foyer.identity.models import Claim, Identifier
from foyer.lib import clock
from foyer.lib.jobs import enqueue, job
from foyer.lib.text import folded
from foyer.team.models import User

SEARCHED: tuple[ModuleName, ...] = ("lead", "contact", "account")
MAX_PAIRS = 20_000
STALE = dt.timedelta(minutes=10)
STEP = 5_000
_COMPANY: dict[str, str] = {"lead": "company", "contact": "account__name", "account": "city"}


def begin_hunt(module: ModuleName, by: User) -> Hunt:
    """Looks through the whole module once more; while one search runs there is no second one."""
    require(by, "edit", module)
    if module not in SEARCHED:
        raise PermissionDenied
    with transaction.atomic():
        hunt, is_new = Hunt.objects.select_for_update().get_or_create(module=module)
        runs = hunt.ended_at is None and clock.now() - hunt.began_at < STALE
        if is_new or not runs:
            hunt.began_at, hunt.ended_at, hunt.done = clock.now(), None, 0
            hunt.total = MODULES[module].model._default_manager.filter(gone_at=None).count()
            hunt.save()
            enqueue(find_pairs, module)
    return hunt


@job
def find_pairs(module: ModuleName) -> None:
    """The job: finds the pairs of a module, and keeps what somebody said is not one."""
    found: dict[tuple[int, int], Found] = {}
    for pair in (*by_identifier(_shown(module)), *by_name(_counted(module))):
        key = (pair.left, pair.right)
        if key not in found or found[key].score < pair.score:
            found[key] = pair
    best = sorted(found.values(), key=lambda pair: (-pair.score, pair.left, pair.right))[:MAX_PAIRS]
    rows = [Pair(module=module, left=p.left, right=p.right, reason=p.reason, score=p.score) for p in best]
    with transaction.atomic():
        Pair.objects.filter(module=module, dismissed_at=None).delete()
        Pair.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        Hunt.objects.filter(module=module).update(ended_at=clock.now(), done=F("total"))


def dismiss_pair(module: ModuleName, left: int, right: int, by: User) -> Pair:
    """These two are not the same, also when they are found again. The caller has seen to it that the user sees both."""
    require(by, "edit", module)
    first, second = sorted((left, right))
    with transaction.atomic():
        pair, _new = Pair.objects.get_or_create(
            module=module, left=first, right=second, defaults={"reason": Pair.Reason.LIKENESS, "score": 0}
        )
        if pair.dismissed_at is None:
            pair.dismissed_at, pair.dismissed_by = clock.now(), by
            pair.save(update_fields=["dismissed_at", "dismissed_by"])
            record(PairDismissed(subject_id=first, user_id=by.pk, module=module, other=second))
    return pair


def take_pair_up(module: ModuleName, left: int, right: int, by: User) -> None:
    """They may be the same after all. Said by hand only, such a pair is forgotten."""
    require(by, "edit", module)
    first, second = sorted((left, right))
    with transaction.atomic():
        pairs = Pair.objects.filter(module=module, left=first, right=second)
        pairs.filter(score=0).delete()
        pairs.update(dismissed_at=None, dismissed_by=None)
        record(PairTakenUp(subject_id=first, user_id=by.pk, module=module, other=second))


def _shown(module: ModuleName) -> Iterable[tuple[int, str, int]]:
    """Who shows which address or number; those that join nobody (info@, our own) say nothing here either."""
    claims: QuerySet[Claim] = Claim.objects.filter(
        retracted_at=None,
        identifier__kind__in=[Identifier.Kind.EMAIL, Identifier.Kind.PHONE],
        identifier__standing=Identifier.Standing.NORMAL,
        **{f"actor__{module}__isnull": False, f"actor__{module}__gone_at": None},
    )
    return claims.values_list("identifier_id", "identifier__kind", f"actor__{module}__pk").iterator(STEP)


def _counted(module: ModuleName) -> Iterable[Known]:
    models: dict[str, type[Lead] | type[Contact] | type[Account]] = {
        "lead": Lead,
        "contact": Contact,
        "account": Account,
    }
    rows = models[module]._default_manager.filter(gone_at=None).order_by("pk")
    for number, (pk, name, company) in enumerate(rows.values_list("pk", "sort_name", _COMPANY[module]).iterator(STEP)):
        if number % STEP == STEP - 1:
            Hunt.objects.filter(module=module).update(done=number)
        yield Known(pk, name, folded(company or ""))
