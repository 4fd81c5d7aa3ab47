"""What changes visits besides hits: their end, the chat in them, who attended, deleting."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.of_visits import contents_of, forget_attached, forget_contents
from foyer.events.actions import record, record_many
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal
from foyer.visits.models import Action, CustomEvent, Visit, chat_key
from foyer.visits.open_visits import GAP_MS
from foyer.visits.reports.rollup import mark_stale
from foyer.visits.types import VisitDeleted, VisitEnded

BATCH = 500


@transaction.atomic
def end_silent_visits(now: dt.datetime) -> int:
    """Ends visits without a sign of life for 30 minutes (D17); returns how many."""
    silent_since = now - dt.timedelta(milliseconds=GAP_MS)
    silent = list(Visit.objects.filter(is_open=True, ended__lt=silent_since).order_by("id")[:BATCH])
    Visit.objects.filter(pk__in=[visit.pk for visit in silent]).update(is_open=False)
    record(*(VisitEnded(subject_id=visit.pk, actor_id=visit.actor_id, portal_id=visit.portal_id) for visit in silent))
    return len(silent)


def note_chat(actor_id: int, title: str, url: str, at: dt.datetime) -> None:
    """Adds the chat to the actions of the visit in which it began (F69); doing it twice adds it once."""
    visit = visit_during(actor_id, at)
    if visit is None:
        return
    told = {"type": Action.Type.CHAT, "at": at, "title": title, "url": url}
    Action.objects.get_or_create(visit=visit, page_key=chat_key(at), defaults=told)


def set_attended_by(actor_id: int, at: dt.datetime, agent_id: int) -> None:
    """Names the agent who took the chat on the visit in which it began (D4, F40)."""
    visit = visit_during(actor_id, at)
    if visit is not None:
        Visit.objects.filter(pk=visit.pk).update(attended_by_id=agent_id)


def visit_during(actor_id: int, at: dt.datetime) -> Visit | None:
    """The actor's visit around a moment; a chat may begin before its first hit is folded."""
    gap = dt.timedelta(milliseconds=GAP_MS)
    candidates = Visit.objects.filter(actor_id=actor_id, started__lte=at + gap, ended__gte=at - gap)
    return candidates.order_by("-started").first()


def may_delete(user: User, visit: Visit) -> bool:
    """Whether the user's profile allows it (F30); hits still come in to a visit that goes on."""
    return rights_of(user).may("visit", "delete") and not visit.is_open


def require_deleting(by: User) -> None:
    """PermissionDenied when the user's profile does not allow it (F30)."""
    if not rights_of(by).may("visit", "delete"):
        raise PermissionDenied


@transaction.atomic
def delete_visit(visit: Visit, by: User) -> None:
    """Deletes a visit with all that was done in it, its notes and files, for good. The chats stay with the person."""
    if not delete_visits([visit.pk], by) and Visit.objects.filter(pk=visit.pk).exists():
        raise Refusal(_("The visit still goes on. It can be deleted half an hour after its end."))


@transaction.atomic
def delete_visits(visit_ids: Collection[int], by: User) -> set[int]:
    """The same for many; returns which were deleted: those that are over, because hits still come in to others."""
    require_deleting(by)
    over = Visit.objects.select_for_update().filter(pk__in=visit_ids, is_open=False)
    gone = list(over.values_list("pk", "actor_id", "portal_id"))
    ids = [pk for pk, *_rest in gone]
    stored = contents_of(ids)
    forget_visits(ids)
    transaction.on_commit(lambda: forget_contents(stored))
    record_many(
        [VisitDeleted(subject_id=pk, actor_id=actor, portal_id=portal, user_id=by.pk) for pk, actor, portal in gone],
        settled=False,
    )
    return set(ids)


def forget_visits(visit_ids: Collection[int]) -> None:
    """Takes visits away with all that was done in them, and the rows of notes and files. Inside a transaction."""
    mark_stale(Visit.objects.filter(pk__in=visit_ids).values_list("portal_id", "day"))
    forget_attached(visit_ids)
    Action.objects.filter(visit__in=visit_ids).delete()
    CustomEvent.objects.filter(visit__in=visit_ids).delete()
    Visit.objects.filter(pk__in=visit_ids).delete()
