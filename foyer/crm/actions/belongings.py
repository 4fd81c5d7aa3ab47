"""Copying what hangs on one record to another, so that it can be taken back exactly (B1)."""

from collections.abc import Iterable

from foyer.crm.models import Handle, Tagging
from foyer.crm.modules import AnyRecord


def copy_tags(source: AnyRecord, heir: AnyRecord) -> list[int]:
    """The heir gets the tags that it has not; returns their ids."""
    had = Tagging.objects.filter(actor=heir.actor_id).values("tag")
    missing = Tagging.objects.filter(actor=source.actor_id).exclude(tag__in=had)
    tags = list(missing.order_by("tag").values_list("tag", flat=True))
    Tagging.objects.bulk_create(Tagging(tag_id=tag, actor_id=heir.actor_id) for tag in tags)
    return tags


def drop_tags(heir: AnyRecord, tags: Iterable[int]) -> None:
    """Takes copied tags off again."""
    Tagging.objects.filter(actor=heir.actor_id, tag__in=list(tags)).delete()


def copy_handles(source: AnyRecord, heir: AnyRecord) -> list[int]:
    """What is known of addresses and numbers; the heir's first of a kind stays the first. Returns identifier ids."""
    own = list(Handle.objects.filter(actor=heir.actor_id).select_related("identifier"))
    had = {handle.identifier_id for handle in own}
    firsts = {handle.identifier.kind for handle in own if handle.is_primary}
    copies = [
        Handle(
            actor_id=heir.actor_id,
            identifier_id=handle.identifier_id,
            label=handle.label,
            is_primary=handle.is_primary and handle.identifier.kind not in firsts,
        )
        for handle in Handle.objects.filter(actor=source.actor_id).select_related("identifier")
        if handle.identifier_id not in had
    ]
    Handle.objects.bulk_create(copies)
    return [copy.identifier_id for copy in copies]


def drop_handles(heir: AnyRecord, source: AnyRecord, identifiers: Iterable[int]) -> None:
    """Takes copies away that are still as they were copied; what somebody has changed since stays."""
    as_copied = {h.identifier_id: h for h in Handle.objects.filter(actor=source.actor_id)}
    for handle in Handle.objects.filter(actor=heir.actor_id, identifier__in=list(identifiers)):
        same = as_copied.get(handle.identifier_id)
        if same is not None and same.label == handle.label:
            handle.delete()
