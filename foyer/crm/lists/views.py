"""Saved views: keeping what a list shows, for oneself or for others (E16)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foyer.crm.conditions import where
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import BadValue
from foyer.crm.models import PinnedView, View
from foyer.crm.types import ModuleName
from foyer.events.kept import kept, new_edition
from foyer.lib.text import clean_line
from foyer.team.models import User
from foyer.team.queries import mates_of
from foyer.team.types import Refusal

MAX_NAME = 80
MAX_VIEWS = 200
MAX_COLUMNS = 30


def views_of(user: User, module: ModuleName) -> QuerySet[View]:
    """The saved views that a user sees: their own, those of their teams where shared so, and those for everybody."""
    of_mates = Q(shared=View.Shared.TEAM, owner__in=mates_of(user.pk))
    return _views(module, Q(owner=user) | Q(shared=View.Shared.EVERYBODY) | of_mates)


def view_for(user: User, module: ModuleName, view_id: int) -> View:
    """One of them; DoesNotExist alike for what is not there and what may not be seen (T7)."""
    return views_of(user, module).get(pk=view_id)


def may_change(user: User, view: View) -> bool:
    """Whose view it is, and administrators."""
    return user.is_administrator or view.owner_id == user.pk


def save_view(
    user: User,
    module: ModuleName,
    name: str,
    *,
    filters: Mapping[str, Any],
    columns: Sequence[str],
    sort: str,
    shared: str = View.Shared.NOBODY,
    view: View | None = None,
) -> View:
    """Keeps a view, new or in place of `view`. Refusal when something is missing or cannot be read."""
    if view is not None and not may_change(user, view):
        raise PermissionDenied
    words = clean_line(name, MAX_NAME)
    if not words:
        raise Refusal(_("Give the view a name."))
    if view is None and View.objects.filter(owner=user).count() >= MAX_VIEWS:
        raise Refusal(_("You have %(most)s views already. Delete one first.") % {"most": MAX_VIEWS})
    _check(filters, module, user)
    saved = view or View(module=module, owner=user)
    saved.name, saved.filters, saved.sort = words, dict(filters), sort[:60]
    saved.columns = [key for key in columns if key in fields_of(module)][:MAX_COLUMNS]
    saved.shared = View.Shared(shared)
    with transaction.atomic():
        is_new = saved.pk is None
        saved.save()
        new_edition()
        if is_new:
            pin_view(user, module, str(saved.pk), on=True)
    return saved


def delete_view(user: User, view: View) -> None:
    """Takes a view away, from everybody who saw it."""
    if not may_change(user, view):
        raise PermissionDenied
    with transaction.atomic():
        PinnedView.objects.filter(module=view.module, view=str(view.pk)).delete()
        view.delete()
        new_edition()


def pin_view(user: User, module: ModuleName, key: str, *, on: bool) -> None:
    """Puts a view among the user's tabs, at the end, or takes it off."""
    pins = PinnedView.objects.filter(user=user, module=module)
    with transaction.atomic():
        if on:
            PinnedView.objects.get_or_create(user=user, module=module, view=key, defaults={"position": pins.count()})
        else:
            pins.filter(view=key).delete()
        new_edition()


@kept
def views_and_tabs(user: User, module: ModuleName) -> tuple[list[View], list[View]]:
    """The saved views that a user sees, and those of them among their tabs, in their order; kept in memory.

    Most lists have no view of a team: what teams see is only asked where there is one (P5).
    """
    seen = list(_views(module, Q(owner=user) | ~Q(shared=View.Shared.NOBODY)))
    if any(view.shared == View.Shared.TEAM and view.owner_id != user.pk for view in seen):
        seen = list(views_of(user, module))
    pins = PinnedView.objects.filter(user=user, module=module) if seen else ()
    by_key = {str(view.pk): view for view in seen}
    return seen, [by_key[pin.view] for pin in pins if pin.view in by_key]


def _views(module: ModuleName, which: Q) -> QuerySet[View]:
    return View.objects.filter(which, module=module).select_related("owner").order_by("name", "pk")


def _check(filters: Mapping[str, Any], module: ModuleName, user: User) -> None:
    try:
        where(dict(filters), module, user, lambda name: shown_fields(user, name))
    except BadValue as error:
        raise Refusal(str(error)) from error
