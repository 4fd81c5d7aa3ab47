"""An event is written with the change and reacted to after it, once, and again when it failed (R4, R19)."""

import contextlib
import dataclasses
from typing import ClassVar

import pytest
from django.db import transaction

from foyer.events import reactions
from foyer.events.actions import record
from foyer.events.dispatch import MAX_ATTEMPTS, react_to_pending
from foyer.events.models import Event
from foyer.events.reactions import reacts_to, reacts_to_many
from foyer.events.types import Happening

pytestmark = pytest.mark.django_db


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BellRang(Happening):
    subject_type: ClassVar[str] = "bell"
    loud: bool = False


@pytest.fixture
def heard():
    bells: list[int] = []
    reacts_to(BellRang)(lambda event: bells.append(event.subject_id))
    yield bells
    reactions._reactions.pop("BellRang")


def test_an_event_keeps_its_kind_subject_and_own_data():
    (event,) = record(BellRang(subject_id=7, loud=True))
    assert (event.kind, event.subject_type, event.subject_id, event.data) == ("BellRang", "bell", 7, {"loud": True})


def test_reactions_follow_in_order_and_once(heard):
    record(BellRang(subject_id=1), BellRang(subject_id=2))
    assert react_to_pending() == 2
    assert react_to_pending() == 0
    assert heard == [1, 2]


def test_an_event_of_a_change_that_failed_never_happened(heard):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        record(BellRang(subject_id=1))
        raise ZeroDivisionError
    react_to_pending()
    assert heard == []


def test_a_poisoned_event_is_tried_five_times_and_holds_up_nobody(heard):
    reacts_to(BellRang)(lambda event: 1 / (event.subject_id - 13))
    record(BellRang(subject_id=13), BellRang(subject_id=14))
    for _ in range(MAX_ATTEMPTS + 2):
        react_to_pending()
    assert heard.count(13) == MAX_ATTEMPTS
    assert heard.count(14) == 1
    assert Event.objects.get(subject_id=13).attempts == MAX_ATTEMPTS


@pytest.fixture
def heard_together():
    groups: list[list[int]] = []

    @reacts_to_many(BellRang)
    def hear(events):
        _ = [1 / (event.subject_id - 13) for event in events]
        groups.append([event.subject_id for event in events])

    yield groups
    reactions._group_reactions.pop("BellRang")


def test_many_events_of_a_kind_are_reacted_to_together(heard_together):
    record(BellRang(subject_id=1), BellRang(subject_id=2))
    react_to_pending()
    assert heard_together == [[1, 2]]


def test_a_poisoned_event_holds_up_nobody_of_its_group(heard_together):
    record(BellRang(subject_id=12), BellRang(subject_id=13), BellRang(subject_id=14))
    for _ in range(MAX_ATTEMPTS + 2):
        react_to_pending()
    assert heard_together == [[12], [14]]
    assert Event.objects.get(subject_id=13).attempts == MAX_ATTEMPTS


def test_what_failed_alone_is_not_told_in_the_group(heard, heard_together):
    reacts_to(BellRang)(lambda event: 1 / (event.subject_id - 7))
    record(BellRang(subject_id=7), BellRang(subject_id=8))
    react_to_pending()
    assert heard_together == [[8]]
