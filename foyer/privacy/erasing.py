"""Erasing a person: step by step, each in short transactions, so that it can be interrupted and goes on (B20, T40)."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foyer.conversations.files import forget_files
from foyer.crm.models import Contact, Deal, Handle, Lead, Pair, Run
from foyer.crm.modules import MODULES
from foyer.crm.runs.engine import GOING
from foyer.crm.runs.files import file_of
from foyer.crm.types import ModuleName
from foyer.events.actions import record
from foyer.events.models import Event
from foyer.identity.join import take_turn
from foyer.identity.models import Actor, Claim, Identifier, Profile
from foyer.lib import clock
from foyer.lib.jobs import enqueue, job
from foyer.lib.search.documents import load
from foyer.lib.search.forgetting import compact, forget_words
from foyer.lib.search.index import drop as drop_from_index
from foyer.lib.search.words import words_in
from foyer.lib.sqlite.overwriting import empty_log, empty_log_of, overwrite_deleted
from foyer.lib.storage import drop
from foyer.presence.board import board
from foyer.privacy.models import Erasure
from foyer.privacy.person import Belongings, belongings_of, counts, may_handle
from foyer.privacy.retention import delete_visits
from foyer.privacy.scrubbing import scrub
from foyer.privacy.types import PersonErased, RecordErased
from foyer.team.models import User
from foyer.team.types import Refusal
from foyer.visits.reports.rollup import roll_up_stale
from foyer.visits.seen import forget_names

BATCH = 200
JOURNAL = "journal.sqlite3"


def ask_erasure(subject: Lead | Contact, by: User, typed: str) -> Erasure:
    """Begins to erase the person of a record. Refusal unless the name was typed; PermissionDenied for others."""
    if not may_handle(by, subject):
        raise PermissionDenied
    if typed.strip().casefold() != (subject.name or str(subject.pk)).casefold():
        raise Refusal(_("This is not the name. Type it as it stands above; nothing was erased."))
    theirs = belongings_of(subject)
    with transaction.atomic():
        made = Erasure.objects.create(
            user=by, plan=dataclasses.asdict(theirs), counts=counts(theirs.rows()), steps=len(STEPS)
        )
        enqueue(erase, made.pk)
    return made


@job
def erase(erasure_id: int) -> None:
    """The job: the steps that are left."""
    erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.ended_at:
        return
    overwrite_deleted()
    theirs = Belongings(**erasure.plan)
    for number, step in enumerate(STEPS[erasure.done :], start=erasure.done + 1):
        while step(theirs):
            continue
        Erasure.objects.filter(pk=erasure_id).update(done=number)
    with transaction.atomic():
        Erasure.objects.filter(pk=erasure_id).update(plan={}, ended_at=clock.now())
        record(PersonErased(subject_id=erasure_id, user_id=erasure.user_id))
    empty_log()
    empty_log_of(Path(settings.DATA_FOLDER) / JOURNAL)


@transaction.atomic
def _visits(theirs: Belongings) -> int:
    found = list(theirs.rows()["visits"].values_list("pk", flat=True)[:BATCH])
    for visit_id in found:
        board.leave(visit_id)
    delete_visits(found)
    return len(found)


def _tallies(_theirs: Belongings) -> int:
    """Reports name pages and sources, which may name the person: their days are counted anew."""
    return roll_up_stale()


@transaction.atomic
def _chats(theirs: Belongings) -> int:
    rows = theirs.rows()
    found = list(rows["chats"].values_list("pk", flat=True)[:BATCH])
    forget_files(found)
    rows["messages"].filter(conversation__in=found).delete()
    rows["chat_sessions"].filter(conversation__in=found).delete()
    rows["chats"].filter(pk__in=found).delete()
    record(*(RecordErased(subject_id=pk, module="conversation") for pk in found))
    return len(found)


@transaction.atomic
def _written(theirs: Belongings) -> int:
    """Forms, notes, activities, tags; what is deleted but could be restored, too."""
    rows = theirs.rows()
    record(*(RecordErased(subject_id=row.pk, module="activity") for row in rows["activities"]))
    for name in ("forms", "mails", "notes", "activities", "tags"):
        rows[name].delete()
    return 0


def _files(theirs: Belongings) -> int:
    """First the content, then the row: after a crash it is looked for again."""
    for found in theirs.rows()["files"]:
        drop(settings.FILES, found.stored)
    theirs.rows()["files"].delete()
    return 0


def _sheets(_theirs: Belongings) -> int:
    """Files of imports and exports hold whole lists; they would go after a week, and go now."""
    for run in Run.objects.exclude(stored="").exclude(state__in=GOING):
        file_of(run).unlink(missing_ok=True)
        Run.objects.filter(pk=run.pk).update(stored="", file_name="")
    return 0


@transaction.atomic
def _index(theirs: Belongings) -> int:
    """The words of records and chats as they are, and as they were when their fields were changed."""
    rows = theirs.rows()
    told: list[str] = [str(event.data) for event in rows["history"]]
    indexed = {"activity": _ids(rows["activities"]), "conversation": _ids(rows["chats"])}
    for kind, refs in [*indexed.items(), *_refs(theirs).items()]:
        told += [str(document) for document in load(kind, refs)]
        drop_from_index(kind, refs)
    for module, refs in _refs(theirs).items():
        told += [str(row) for row in MODULES[module].model._default_manager.filter(pk__in=refs).values()]
    told += [str(row) for row in rows["activities"].values()]
    forget_words(words_in(" ".join([*told, *theirs.names])))
    return 0


@transaction.atomic
def _history(theirs: Belongings) -> int:
    rows = theirs.rows()
    for name in ("merges", "conversions", "decisions"):
        rows[name].delete()
    rows["imports"].update(before={}, message="")
    Pair.objects.filter(theirs.of_records("left") | theirs.of_records("right")).delete()
    found = list(rows["history"].values_list("pk", flat=True)[:BATCH])
    Event.objects.filter(pk__in=found).delete()
    return len(found)


@transaction.atomic
def _records(theirs: Belongings) -> int:
    """The records, who they are, and their addresses where nobody else has them."""
    take_turn()
    Lead.objects.filter(pk__in=theirs.leads).delete()
    Deal.objects.filter(pk__in=theirs.deals).delete()
    Contact.objects.filter(pk__in=theirs.contacts).delete()
    own = [f"{kind}:{ref}" for kind, refs in _refs(theirs).items() for ref in refs]
    Claim.objects.filter(identifier__kind=Identifier.Kind.RECORD, identifier__value__in=own).delete()
    shown = list(Identifier.objects.filter(claims__actor__in=theirs.actors).values_list("pk", flat=True))
    profiles = list(Actor.objects.filter(pk__in=theirs.actors).values_list("profile_id", flat=True))
    Handle.objects.filter(actor__in=theirs.actors).delete()
    Actor.objects.filter(pk__in=theirs.actors).delete()
    unknown = Identifier.objects.filter(pk__in=shown) | Identifier.objects.filter(kind="record", value__in=own)
    unknown.exclude(claims__isnull=False).delete()
    Profile.objects.filter(pk__in=profiles, actors=None).delete()
    record(*(RecordErased(subject_id=ref, module=kind) for kind, refs in _refs(theirs).items() for ref in refs))
    return 0


@transaction.atomic
def _elsewhere(theirs: Belongings) -> int:
    """What the machine noted about others, and answers that the API keeps for a day."""
    scrub(theirs.names)
    forget_names(theirs.names)
    apps.get_model("api.Answer")._default_manager.all().delete()
    return 0


def _pages(_theirs: Belongings) -> int:
    compact()
    return 0


STEPS: tuple[Callable[[Belongings], int], ...] = (
    _index,
    _visits,
    _tallies,
    _chats,
    _written,
    _files,
    _sheets,
    _history,
    _records,
    _elsewhere,
    _pages,
)
"""In this order; each is called until it returns 0."""


def _ids(found: QuerySet[Any]) -> list[int]:
    return list(found.values_list("pk", flat=True))


def _refs(theirs: Belongings) -> dict[ModuleName, list[int]]:
    return {"lead": theirs.leads, "contact": theirs.contacts, "deal": theirs.deals}
