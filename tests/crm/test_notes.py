"""Notes and whom they name (F21, F32, E16)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import Conflict, write_note
from foyer.crm.actions.notes import change_note, delete_note, restore_note, see_mentions
from foyer.crm.activities import unseen_mentions
from foyer.crm.mentions import mentioned_names, named_in
from foyer.crm.models import Mention, Note
from foyer.events.models import Event
from foyer.team.actions import create_user
from foyer.team.models import Role
from foyer.team.types import Refusal
from tests.crm.people import contact, deal, lead
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(shop):
    return lead()


def mentioned() -> list[str]:
    return sorted(Mention.objects.values_list("user__name", flat=True))


@pytest.mark.parametrize(
    "text",
    [
        "@Boris Brandt look",
        "look @boris",
        "(@BORIS BRANDT)",
        "**@Boris**, please",
        "@Boris's offer",
        "one\n@Boris\ntwo",
    ],
)
def test_a_colleague_is_named_by_at(anna, boris, text):
    assert named_in(text) == [boris]


@pytest.mark.parametrize("text", ["Boris", "mail@boris.example", "@Borislav", "@@Boris", "@", "@ Boris", "@Vera Lang"])
def test_what_only_looks_like_it_names_nobody(anna, boris, text):
    assert named_in(text) == []


def test_a_first_name_that_two_have_names_nobody_but_the_whole_name_does(anna, boris):
    other = create_user("zander@foyer.test", "Boris Zander", None, Role.AGENT)
    assert named_in("@Boris look") == []
    assert named_in("@Boris Zander look") == [other]


def test_the_longest_name_is_meant(anna, boris):
    long = hire("Annabell Albers")
    assert named_in("@Annabell Albers and @anna") == [long, anna]
    assert named_in("@Annabell, @anna") == [long, anna]


def test_who_left_is_not_named_any_more_and_stays_in_old_notes(anna, boris, vera):
    note = write_note(vera, anna, "@Boris look")
    boris.is_active = False
    boris.save()
    assert named_in("@Boris Brandt") == []
    assert mentioned_names([note]) == {note.pk: ["Boris Brandt"]}


def test_who_is_named_hears_of_it_until_they_looked(anna, boris, vera):
    write_note(vera, anna, "@Boris and @Anna, look")
    told = Event.objects.get(kind="ColleagueMentioned")
    assert (mentioned(), told.data["mentioned"], told.actor_id) == (["Boris Brandt"], boris.pk, vera.actor_id)
    assert [mention.note.text for mention in unseen_mentions(boris)] == ["@Boris and @Anna, look"]
    see_mentions(anna, told.data["mention"])
    assert len(unseen_mentions(boris)) == 1
    see_mentions(boris, told.data["mention"])
    assert unseen_mentions(boris) == []


def test_a_changed_note_tells_only_who_is_new_in_it(anna, boris, vera):
    carla = hire("Carla Cohn")
    note = write_note(vera, anna, "@Boris look")
    change_note(note, anna, "@Boris and @Carla, look")
    assert [event.data["mentioned"] for event in Event.objects.filter(kind="ColleagueMentioned").order_by("pk")] == [
        boris.pk,
        carla.pk,
    ]
    change_note(note, anna, "@Carla, look")
    assert mentioned() == ["Carla Cohn"]


def test_a_change_keeps_what_was_said(anna, vera):
    note = change_note(write_note(vera, anna, "8 % is fine"), anna, "6 % is fine", version=1)
    assert (note.text, note.version, note.changed_at is None) == ("6 % is fine", 2, False)
    assert Event.objects.get(kind="NoteChanged").data == {"was": "8 % is fine"}


def test_nothing_is_no_note_and_an_old_look_is_none(anna, vera):
    note = write_note(vera, anna, "one")
    with pytest.raises(Refusal):
        change_note(note, anna, " \x00 ")
    change_note(note, anna, "two")
    with pytest.raises(Conflict):
        change_note(note, anna, "three", version=1)


def test_a_note_goes_and_comes_back(anna, boris, vera):
    note = write_note(vera, anna, "@Boris")
    for _time in range(2):
        delete_note(note, anna)
    assert unseen_mentions(boris) == []
    restore_note(note, anna)
    assert Note.objects.get().gone_at is None
    assert Event.objects.filter(kind__in=["NoteDeleted", "NoteRestored"]).count() == 2


def test_only_author_and_administrators_change_a_note(anna, boris, vera):
    theirs, own = write_note(vera, anna, "one"), write_note(vera, boris, "two")
    for act in (delete_note, restore_note, lambda note, by: change_note(note, by, "x")):
        with pytest.raises(PermissionDenied):
            act(theirs, boris)
        act(own, boris)
        act(own, anna)


def test_notes_stand_on_deals_and_accounts_too(anna, vera):
    sale = deal(contact(), "open")
    assert write_note(sale, anna, "Call").actor_id == sale.actor_id
    assert Event.objects.get(kind="NoteWritten").data == {"module": "deal", "record": sale.pk}
