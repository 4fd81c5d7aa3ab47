"""Who is nudged about activities, mentions and files (E16)."""

import pytest

from foyer.crm.actions import write_note
from foyer.crm.actions.activities import create_activity, finish_activity, remind_owners
from foyer.crm.actions.notes import delete_note, see_mentions
from foyer.crm.models import Mention
from foyer.events.dispatch import react_to_pending
from foyer.lib import clock
from tests.crm.people import lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    found = []

    class Ear:
        def publish(self, topic, message):
            found.append((topic, message))

    monkeypatch.setattr("foyer.notifications.work.bus", Ear)
    return found


def react(told, kind: str) -> list[tuple[str, dict]]:
    told.clear()
    while react_to_pending():
        pass
    return [(topic, message) for topic, message in told if message["t"] == kind]


def test_the_owner_is_reminded_and_nobody_else(told, anna, boris):
    made = create_activity(anna, {"subject": "Call", "owner": boris.pk, "remind_at": clock.now()})
    remind_owners(clock.now())
    assert react(told, "reminder") == [(f"user:{boris.pk}", {"t": "reminder", "id": made.pk})]


def test_what_is_done_before_the_reminder_is_told_reminds_nobody(told, boris):
    made = create_activity(boris, {"subject": "Call", "remind_at": clock.now()})
    remind_owners(clock.now())
    finish_activity(made, boris)
    assert react(told, "reminder") == []


def test_who_is_mentioned_hears_of_it_unless_they_have_seen_it(told, anna, boris, shop):
    write_note(lead(), anna, "@Boris look")
    mention = Mention.objects.get()
    assert react(told, "mention") == [(f"user:{boris.pk}", {"t": "mention", "id": mention.pk})]
    write_note(lead("Ole Berg"), anna, "@Boris look")
    see_mentions(boris, *Mention.objects.values_list("pk", flat=True))
    assert react(told, "mention") == []


def test_open_pages_are_told_that_activities_and_notes_changed(told, boris, shop):
    vera = lead()
    note = write_note(vera, boris, "x")
    react(told, "record")
    create_activity(boris, {"subject": "Call"}, vera)
    delete_note(note, boris)
    assert react(told, "activities") == [("records", {"t": "activities"})]
    assert [message for _topic, message in told if message["t"] == "record"] == [
        {"t": "record", "actor": vera.actor_id}
    ] * 2
