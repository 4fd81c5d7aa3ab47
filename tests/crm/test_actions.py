"""Making people from chats and by hand, and changing them (F4-F6, F28, F148-F153, F178-F186, D14; T1, T14, R9)."""

import pytest

from foyer.crm.actions import (
    add_identifier,
    change_owner,
    change_record,
    change_status,
    claim_of_visitor,
    create_person,
    create_record,
    describe_identifier,
    set_tags,
    take_identifier_off,
    undo_decision,
    update_person,
    write_note,
)
from foyer.crm.models import Contact, Lead, Note
from foyer.crm.queries import person_for_actor
from foyer.events.models import Event
from foyer.identity.actions import claim, undo
from foyer.identity.models import Actor, Claim, Decision, Level
from foyer.identity.queries import actors_of, assurance_of, identifiers_of
from foyer.team.actions import deactivate_user
from foyer.team.types import Refusal
from tests.crm.people import browser, contact, feed, lead

EMAIL, PHONE = "vera@x.example", "+4915112345678"


def typed(actor, value, event="chat:1", name="Vera Lang"):
    kind = "email" if "@" in value else "phone"
    return claim(actor, kind, value, event_ref=event, level=Level.TYPED, way="chat_form", name=name)


def test_a_chat_becomes_a_lead_with_source_owner_and_address(anna, boris, shop):
    """F4, F6, F28, F182."""
    vera = browser(shop)
    typed(vera, EMAIL)
    made = lead(source="chat", portal=shop, owner=boris, emails=[EMAIL], from_actor=vera, event_ref="chat:1")
    assert (made.name, made.source, made.owner, made.portal) == ("Vera Lang", "chat", boris, shop)
    assert actors_of(vera) == [vera.pk, made.actor_id]
    assert [(known.value, known.level) for known in identifiers_of(vera)] == [(EMAIL, Level.TYPED)]
    created = Event.objects.get(kind="LeadCreated")
    assert (created.subject_type, created.subject_id, created.data) == ("lead", made.pk, {"source": "chat"})


def test_a_portal_may_ask_for_contacts(shop):
    """F4."""
    assert isinstance(contact(from_actor=browser(shop)), Contact)
    assert Event.objects.filter(kind="ContactCreated").exists()


def test_a_second_chat_of_the_same_person_makes_nothing_new(shop):
    """R9, R12."""
    vera = browser(shop)
    first = lead(from_actor=vera, event_ref="chat:1")
    assert lead("Other Name", from_actor=vera, event_ref="chat:2") == first
    assert create_person("contact", from_actor=vera) == first
    assert (Lead.objects.count(), Contact.objects.count()) == (1, 0)


def test_the_story_of_document_002_is_one_record(shop):
    """F148-F153: form with a number, chat with number and e-mail, another channel with the e-mail."""
    made = lead(source="by_hand", phones=[PHONE])
    chat, other = browser(shop, 1), browser(shop, 2)
    typed(chat, PHONE)
    assert lead(from_actor=chat, emails=[EMAIL]) == made
    typed(chat, EMAIL)
    typed(other, EMAIL, "telegram:1")
    assert person_for_actor(other.pk) == made
    assert {known.value for known in identifiers_of(made.actor_id)} == {EMAIL, PHONE}
    assert Lead.objects.count() == 1


def test_typing_somebodys_address_changes_nothing_of_their_record(shop):
    """T1, B3: the agent sees the claim, the record stays as it was, and the claim stays unconfirmed."""
    victim = contact(emails=[EMAIL], company="ACME", level=Level.PROVEN)
    before = Contact.objects.values().get()
    mallory = browser(shop)
    typed(mallory, EMAIL, name="Mallory")
    lead("Mallory", from_actor=mallory, emails=[EMAIL])
    assert Contact.objects.values().get() == before
    assert Actor.objects.get(pk=victim.actor_id).name == "Kim Noll"
    assert assurance_of(mallory.pk, {victim.actor_id}) == Level.TYPED


def test_two_leads_with_one_number_are_one_person_and_two_contacts_are_not(db):
    assert len(actors_of(lead("A B", phones=[PHONE]).actor_id)) == 1
    assert len(actors_of(lead("A C", phones=[PHONE]).actor_id)) == 2
    contact("D E", emails=[EMAIL])
    assert len(actors_of(contact("D F", emails=[EMAIL]).actor_id)) == 1


@pytest.mark.parametrize("facts", [{"emails": [EMAIL]}, {"phones": [PHONE]}, {"last_name": "Lang"}])
def test_a_name_an_address_or_a_number_alone_is_enough(db, facts):
    """D14."""
    assert create_person("lead", **facts).pk


def test_what_is_no_address_is_left_out(db):
    made = lead(emails=["nonsense", EMAIL], phones=["call me"])
    assert [known.value for known in identifiers_of(made.actor_id)] == [EMAIL]


def test_changes_are_told_field_by_field(boris):
    """E16: who, from, to."""
    made = lead()
    update_person(made, boris, company=" ACME ", last_name="Lang", city="Bonn")
    told = Event.objects.filter(kind="FieldChanged").order_by("pk")
    assert [(event.data["field"], event.data["old"], event.data["new"]) for event in told] == [
        ("company", "", "ACME"),
        ("city", "", "Bonn"),
    ]
    assert {event.user for event in told} == {boris}


def test_a_new_name_is_the_actors_too(boris):
    made = update_person(lead(), boris, first_name="Wera")
    assert Actor.objects.get(pk=made.actor_id).name == "Wera Lang"


def test_changing_nothing_tells_nothing(boris):
    made = lead()
    update_person(made, boris, first_name="Vera")
    change_status(made, boris, "new")
    change_owner(made, boris, None)
    assert not Event.objects.filter(kind__in=["FieldChanged", "StatusChanged", "OwnerChanged"]).exists()


@pytest.mark.parametrize("field", ["owner", "status", "source", "actor", "actor_id", "id", "created_at", "pk"])
def test_other_fields_cannot_be_set_in_passing(boris, field):
    """T14."""
    with pytest.raises(TypeError):
        update_person(lead(), boris, **{field: "1"})


def test_status_goes_on_for_leads_only(boris):
    made = lead()
    change_status(made, boris, "qualified")
    assert Event.objects.get(kind="StatusChanged").data == {"module": "lead", "old": "new", "new": "qualified"}
    with pytest.raises(Refusal, match="nonsense"):
        change_status(made, boris, "nonsense")
    with pytest.raises(Refusal):
        change_status(contact(), boris, "new")


def test_a_record_is_given_to_somebody_who_is_still_here(anna, boris):
    """F179."""
    made = change_owner(lead(), anna, boris)
    assert Lead.objects.get().owner == boris
    assert Event.objects.get(kind="OwnerChanged").data == {"module": "lead", "old": None, "new": boris.pk}
    deactivate_user(boris, anna)
    with pytest.raises(Refusal):
        change_owner(made, anna, boris)


def test_a_note_stands_in_the_feed(boris):
    """F164."""
    made = lead()
    note = write_note(made, boris, "Call\x00 back on Monday")
    assert Note.objects.get().text == "Call back on Monday"
    told = feed(made)[0]
    assert (told.kind, told.subject_id, told.data) == ("NoteWritten", note.pk, {"module": "lead", "record": made.pk})
    with pytest.raises(Refusal):
        write_note(made, boris, "  ")


def test_a_colleague_adds_a_number(boris):
    """F186: confirmed, because a colleague typed it."""
    made = lead()
    add_identifier(made, boris, "phone", "0151 12345678", region="DE")
    assert [(known.value, known.is_confirmed) for known in identifiers_of(made.actor_id)] == [(PHONE, True)]
    with pytest.raises(Refusal):
        add_identifier(made, boris, "phone", "call me")


def test_a_wrong_number_is_taken_off_and_brought_back(boris, shop):
    """D18, F151."""
    made = lead(phones=[PHONE])
    stranger = browser(shop)
    typed(stranger, PHONE)
    decision = take_identifier_off(made, boris, identifiers_of(made.actor_id)[0].id)
    assert person_for_actor(stranger.pk) is None
    assert Event.objects.get(kind="IdentifierTakenOff").data["value"] == PHONE
    undo(Decision.objects.get(pk=decision.pk), boris)
    assert person_for_actor(stranger.pk) == made
    assert Claim.objects.filter(retracted_at=None).count() == 2


def test_tags_addresses_and_numbers_make_another_version(boris):
    """Who looked before has to look again."""
    made = create_record("lead", boris, {"last_name": "Lang", "tags": ["fair"], "emails": [EMAIL]})
    versions = [made.version]
    for act in (
        lambda: set_tags(made, boris, ["fair", "oak"]),
        lambda: change_record(made, boris, {"tags": ["oak"]}),
        lambda: change_record(made, boris, {"phones": [PHONE]}),
        lambda: add_identifier(made, boris, "email", "v@y.example"),
        lambda: describe_identifier(made, boris, identifiers_of(made.actor_id)[0].id, label="work"),
        lambda: undo_decision(made, boris, take_identifier_off(made, boris, identifiers_of(made.actor_id)[0].id)),
    ):
        act()
        versions.append(Lead.objects.get().version)
    assert versions == [1, 2, 3, 4, 5, 6, 8]


def test_the_same_tags_and_addresses_again_are_no_change(boris):
    made = create_record("lead", boris, {"last_name": "Lang", "tags": ["fair"]})
    change_record(made, boris, {"emails": [EMAIL]})
    for values in ({"tags": ["Fair"]}, {"emails": [EMAIL]}, {"city": ""}):
        change_record(made, boris, values)
    assert (Lead.objects.get().version, made.version) == (2, 2)


def test_what_a_visitor_gives_later_is_told_once_and_only_when_it_is_new(shop):
    """R9: the reaction may run twice."""
    vera = browser(shop)
    made = lead(from_actor=vera, emails=[EMAIL])
    for value, ref in ((EMAIL, "chat:1"), ("v@y.example", "chat:2"), ("v@y.example", "chat:2")):
        claim_of_visitor(vera, "email", value, event_ref=ref, level=Level.TYPED, way="chat_form")
    told = Event.objects.get(kind="IdentifierShown")
    assert (told.actor_id, told.user, told.data["value"]) == (made.actor_id, None, "v@y.example")
    assert Lead.objects.get().version == 1


def test_who_has_no_record_tells_of_nothing(shop):
    claim_of_visitor(browser(shop), "email", EMAIL, event_ref="chat:1", level=Level.TYPED, way="chat_form")
    assert not Event.objects.filter(kind="IdentifierShown").exists()
