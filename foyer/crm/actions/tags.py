"""Tags on records (E16)."""

from collections.abc import Iterable

from django.db import transaction

from foyer.crm.actions.storing import about, touch
from foyer.crm.models import Tag, Tagging
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import TagsChanged
from foyer.events.actions import record
from foyer.events.types import Happening
from foyer.lib.text import clean_line, folded
from foyer.team.models import User

MAX_TAG = 40


def set_tags(subject: AnyRecord, by: User, names: Iterable[str]) -> None:
    """Exactly these tags are on the record afterwards; new words become tags. The record gets another version."""
    with transaction.atomic():
        if happenings := put_tags(subject, by, names):
            touch(subject)
            record(*happenings)


def put_tags(subject: AnyRecord, by: User, names: Iterable[str]) -> list[Happening]:
    """The same for a caller that writes record and events itself; no event when nothing changed."""
    tags = tags_named(names)
    before = {t.tag.folded: t for t in Tagging.objects.filter(actor=subject.actor_id).select_related("tag")}
    added, removed = tags.keys() - before.keys(), before.keys() - tags.keys()
    Tagging.objects.filter(pk__in=[before[key].pk for key in removed]).delete()
    Tagging.objects.bulk_create(Tagging(tag=tags[key], actor_id=subject.actor_id) for key in added)
    if not (added or removed):
        return []
    on, off = (tags[key].name for key in added), (before[key].tag.name for key in removed)
    facts = {"added": tuple(sorted(on)), "removed": tuple(sorted(off))}
    return [TagsChanged(**about(subject, by), module=module_name(subject), **facts)]


def tags_named(names: Iterable[str]) -> dict[str, Tag]:
    """The tags of these words by their folded form; words that are none yet become tags."""
    wanted = {folded(name): name for name in (clean_line(each, MAX_TAG) for each in names) if folded(name)}
    Tag.objects.bulk_create((Tag(name=name, folded=key) for key, name in wanted.items()), ignore_conflicts=True)
    return {tag.folded: tag for tag in Tag.objects.filter(folded__in=wanted)}
