"""Merging two records of a module by hand, and taking that back exactly (B1, E16, identity.md)."""

from collections.abc import Mapping
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may
from foyer.crm.actions.belongings import copy_handles, copy_tags, drop_handles, drop_tags
from foyer.crm.actions.merge_links import Moved, move_links, move_links_back
from foyer.crm.actions.merge_values import changes, put_values, still_so
from foyer.crm.actions.storing import about, locked, write
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.rights import writable_fields
from foyer.crm.models import Gone, Merge, Pair
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.types import MergeUndone, ModuleName, RecordsMerged
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Claim
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal


def merge_records(kept: AnyRecord, gone: AnyRecord, by: User, choices: Mapping[str, str] | None = None) -> Merge:
    """Makes one of two records: `gone` leaves the lists, `kept` has what both had.

    `choices` says by key of field whose value stays, `kept` or `gone`; without a choice the kept record's value stays,
    and where it has none the other's comes. Notes, visits, chats, activities and files stay where they are: the two
    actors become one person (idea 1). Raises PermissionDenied, or Refusal when one of them is in no list any more.
    """
    module, wanted = module_name(kept), dict(choices or {})
    if module_name(gone) != module or kept.pk == gone.pk:
        raise Refusal(_("Choose two different records of the same kind."))
    if not (may(by, "edit", kept) and may(by, "delete", gone)) or wanted.keys() - writable_fields(by, module).keys():
        raise PermissionDenied
    with transaction.atomic():
        take_turn()
        rows = {row.pk: locked(row) for row in sorted((kept, gone), key=lambda row: row.pk)}
        stays, goes = rows[kept.pk], rows[gone.pk]
        if stays.gone or goes.gone:
            raise Refusal(_("One of the two is in no list any more."))
        merge = Merge.objects.create(module=module, kept=stays.pk, gone=goes.pk, user=by)
        merge.before = _put_together(module, kept, stays, goes, wanted, merge, by)
        merge.save(update_fields=["before"])
        write(gone, goes, {"gone": Gone.MERGED.value, "gone_at": clock.now()})
        record(RecordsMerged(**about(stays, by), module=module, merge=merge.pk, gone=goes.pk, name=goes.name))
    return merge


def undo_merge(merge: Merge, by: User) -> None:
    """Makes two of one again: fields, links, tags and people as before. What has happened since stays where it is.

    Twice is once. The caller has seen to it that the user sees the kept record.
    """
    module = cast("ModuleName", merge.module)
    if not (rights_of(by).may(module, "edit") and rights_of(by).may(module, "delete")):
        raise PermissionDenied
    with transaction.atomic():
        take_turn()
        fresh = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if fresh.undone_at is not None:
            return
        stays, goes = (_row(module, pk) for pk in sorted((fresh.kept, fresh.gone)))
        stays, goes = (stays, goes) if stays.pk == fresh.kept else (goes, stays)
        if stays.gone == Gone.MERGED:
            raise Refusal(_("It was merged into another record since. Undo that first."))
        _part(fresh, module, stays, goes, by)
        Merge.objects.filter(pk=fresh.pk).update(undone_at=clock.now())
        merge.undone_at = clock.now()
        record(MergeUndone(**about(stays, by), module=module, merge=fresh.pk, gone=goes.pk, name=goes.name))


def _put_together(
    module: ModuleName,
    kept: AnyRecord,
    stays: AnyRecord,
    goes: AnyRecord,
    wanted: Mapping[str, str],
    merge: Merge,
    by: User,
) -> dict[str, object]:
    """Carries it out; returns what undoing needs."""
    changed = changes(stays, goes, fields_of(module), wanted)
    put_values(kept, stays, {column: new for column, (_old, new) in changed.items()})
    moved = move_links(module, goes.pk, stays.pk)
    tags, handles = copy_tags(goes, stays), copy_handles(goes, stays)
    claim = identity.link(goes.actor, stays.actor, f"merge:{merge.pk}", Claim.Way.AGENT, user=by)
    Pair.objects.filter(module=module, left__in=[stays.pk, goes.pk], right__in=[stays.pk, goes.pk]).delete()
    return {"changed": changed, "tags": tags, "handles": handles, "claim": claim.pk, **moved._asdict()}


def _part(merge: Merge, module: ModuleName, stays: AnyRecord, goes: AnyRecord, by: User) -> None:
    before = merge.before
    identity.unlink(Claim.objects.get(pk=before["claim"]), by)
    put_values(stays, stays, still_so(stays, before["changed"]))
    move_links_back(module, goes.pk, stays.pk, Moved(before["columns"], before["dropped"], before["custom"]))
    drop_tags(stays, before["tags"])
    drop_handles(stays, goes, before["handles"])
    if goes.gone == Gone.MERGED:
        write(goes, goes, {"gone": "", "gone_at": None})


def _row(module: ModuleName, pk: int) -> AnyRecord:
    return locked(cast("AnyRecord", MODULES[module].model(pk=pk)))
