"""A web chat makes a lead, and tells a visitor nothing that is not his own (F4-F6, F28, F40, D4, T1, T4, T5, R12)."""

import datetime as dt
import json

import pytest

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import Rejected, start_form
from foyer.channels.webchat.models import ChatSession
from foyer.conversations.actions import accept_conversation, receive_message, send_message
from foyer.conversations.models import Conversation, Message
from foyer.crm.models import Contact, Lead
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.identity.models import Claim, Level
from foyer.identity.queries import actors_of, identifiers_of
from foyer.lib import clock
from foyer.portals.models import AssignTo, PushAs
from foyer.team.actions import deactivate_user
from foyer.visits.models import Action, Visit
from tests.desk.house import visit as make_visit
from tests.team.at_once import at_once

VERA, ATTACKER = "vera-browser-0123456789", "other-browser-0123456789"


def form(**fields):
    typed = {"id": "client-id-0001", "name": "Vera Lindqvist", "email": "vera@lindqvist.example", "text": "Hello"}
    return start_form(typed | fields, "en")


def begin(shop, browser=VERA, **fields):
    secret, session = chat.start(shop.pk, browser, form(**fields))
    while react_to_pending():
        pass
    return secret, session


def test_name_and_email_make_a_lead_of_the_portal_with_its_source(shop):
    begin(shop)
    lead = Lead.objects.get()
    assert (lead.first_name, lead.last_name, lead.source, lead.portal) == ("Vera", "Lindqvist", "chat", shop)
    assert [known.value for known in identifiers_of(lead.actor) if known.kind == "email"] == ["vera@lindqvist.example"]


def test_the_browser_and_the_lead_are_one_person(shop):
    _, session = begin(shop)
    actor_id = Conversation.objects.get(pk=session.conversation_id).actor_id
    assert actor_id in actors_of(Lead.objects.get().actor_id)


def test_a_name_alone_makes_no_record(shop):
    begin(shop, email="")
    assert not Lead.objects.exists()


def test_the_portal_may_want_contacts(shop):
    shop.push_as = PushAs.CONTACT
    shop.save()
    begin(shop)
    assert (Contact.objects.count(), Lead.objects.count()) == (1, 0)


def test_a_second_chat_of_the_same_person_makes_no_second_lead(shop):
    begin(shop)
    begin(shop, id="client-id-0002")
    begin(shop, browser=ATTACKER, id="client-id-0003")
    assert Lead.objects.count() == 1


def test_the_lead_belongs_to_whoever_takes_the_chat(shop, anna):
    _, session = begin(shop)
    assert Lead.objects.get().owner is None
    accept_conversation(session.conversation_id, anna)
    react_to_pending()
    assert Lead.objects.get().owner == anna


def test_or_to_the_user_whom_the_portal_names(shop, anna, boris):
    shop.assign_to, shop.assign_user = AssignTo.USER, boris
    shop.save()
    _, session = begin(shop)
    accept_conversation(session.conversation_id, anna)
    react_to_pending()
    assert Lead.objects.get().owner == boris


def test_a_lead_of_nobody_goes_to_the_user_whom_the_portal_names(shop, anna, boris):
    """F6: also when the setting came after the lead."""
    _, session = begin(shop)
    shop.assign_to, shop.assign_user = AssignTo.USER, boris
    shop.save()
    accept_conversation(session.conversation_id, anna)
    react_to_pending()
    assert Lead.objects.get().owner == boris


def test_nobody_who_has_left_gets_a_lead(shop, anna, boris):
    shop.assign_to, shop.assign_user = AssignTo.USER, boris
    shop.save()
    deactivate_user(boris, anna)
    _, session = begin(shop)
    accept_conversation(session.conversation_id, anna)
    react_to_pending()
    assert Lead.objects.get().owner is None


def test_one_browser_claims_five_times_an_hour(shop):
    """T36: whoever types one address after another is not all of these people."""
    for number in range(8):
        begin(shop, id=f"client-id-{number:04}", email=f"person{number}@lindqvist.example")
    assert Claim.objects.filter(way=Claim.Way.CHAT_FORM).count() == 5
    Event.objects.update(reacted_at=None)
    while react_to_pending():
        pass
    assert Claim.objects.filter(way=Claim.Way.CHAT_FORM).count() == 5


def test_after_an_hour_it_may_claim_again(shop):
    for number in range(5):
        begin(shop, id=f"client-id-{number:04}", email=f"person{number}@lindqvist.example")
    Claim.objects.update(at=clock.now() - dt.timedelta(minutes=61))
    begin(shop, id="client-id-0009", email="person9@lindqvist.example")
    assert Claim.objects.filter(way=Claim.Way.CHAT_FORM).count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_same_start_many_times_at_once_is_one_chat(shop, vera):
    """R9, R12: whichever answer arrives last holds the secret that opens it."""
    answers = at_once(lambda _n: chat.start(shop.pk, VERA, form()), range(12))
    assert len({session for _, session in answers}) == 1
    assert sum(chat.open_session(secret, shop.pk) is not None for secret, _ in answers) == 1
    assert Conversation.objects.count() == 1


def test_the_visit_shows_the_chat_and_who_attended(shop, vera, anna):
    made = make_visit(shop, vera, minutes_ago=1)
    _, session = begin(shop)
    accept_conversation(session.conversation_id, anna)
    react_to_pending()
    assert Visit.objects.get(pk=made.pk).attended_by == anna
    assert Action.objects.filter(visit=made, type="chat").count() == 1


def test_what_is_typed_is_a_claim_of_the_lowest_level(shop):
    begin(shop)
    assert set(Claim.objects.exclude(identifier__kind="record").values_list("level", flat=True)) == {Level.TYPED}


def test_reacting_twice_changes_nothing_more(shop):
    begin(shop)
    Event.objects.update(reacted_at=None)
    react_to_pending()
    assert (Lead.objects.count(), Claim.objects.filter(identifier__kind="email").count()) == (1, 2)


def test_only_the_hash_of_the_secret_is_kept(shop):
    secret, session = begin(shop)
    assert secret not in str(ChatSession.objects.values())
    assert chat.open_session(secret, shop.pk) == session


@pytest.mark.parametrize("token", ["", "x", "\x00", "a" * 500, "' OR 1=1 --"])
def test_a_wrong_secret_opens_nothing(shop, token):
    begin(shop)
    assert chat.open_session(token, shop.pk) is None


def test_a_secret_opens_nothing_on_another_portal(shop):
    secret, _ = begin(shop)
    assert chat.open_session(secret, shop.pk + 1) is None


def test_the_same_start_again_is_the_same_chat_with_a_new_secret(shop):
    first, session = begin(shop)
    again, same = chat.start(shop.pk, VERA, form())
    assert same == session
    assert chat.open_session(first, shop.pk) is None
    assert chat.open_session(again, shop.pk) == session


def test_a_start_of_another_browser_with_the_same_id_is_another_chat(shop):
    _, session = begin(shop)
    assert chat.start(shop.pk, ATTACKER, form())[1] != session


def test_typing_somebody_elses_address_shows_nothing_of_them(shop, anna):
    """T1: the victim has said 20 things; whoever types the victim's e-mail and phone reads none of them."""
    _, victim = begin(shop, phone="+46 70 174 06 21")
    canaries = [f"canary-{number}" for number in range(20)]
    for number, canary in enumerate(canaries):
        receive_message(victim.conversation_id, canary, f"c-{number}")
    send_message(victim.conversation_id, anna, "canary of Anna", "a-1")
    before = Lead.objects.values().get()
    secret, attacker = begin(shop, browser=ATTACKER, id="client-id-0666", name="Mallory", phone="+46 70 174 06 21")
    told = json.dumps([secret, *chat.snapshot(attacker, 0), chat.send(attacker, "who am I", "m-1")])
    assert "canary" not in told
    assert Lead.objects.exclude(pk=before["id"]).count() == 0
    changed = {key for key, value in Lead.objects.values().get().items() if value != before[key]}
    assert changed <= {"owner_id", "changed_at", "version"}


def test_known_and_unknown_addresses_get_the_same_answer(shop):
    """T4: same frames, same size."""
    begin(shop)
    known = _shape(chat.start(shop.pk, ATTACKER, form(id="client-id-0007")))
    unknown = _shape(
        chat.start(shop.pk, "third-browser-0123456789", form(id="client-id-0008", email="nora@lindqvist.example"))
    )
    assert known == unknown


def _shape(started) -> tuple[int, list[str]]:
    secret, session = started
    state, lines, _ = chat.snapshot(session, 0)
    return len(secret), sorted([*state, *lines[0]])


def test_notes_are_in_no_frame(shop, anna):
    _, session = begin(shop)
    send_message(session.conversation_id, anna, "internal canary", "n-1", Message.Kind.NOTE)
    assert "internal canary" not in json.dumps(chat.snapshot(session, 0))


def test_a_visitor_sees_first_names_only(shop, anna):
    _, session = begin(shop)
    send_message(session.conversation_id, anna, "Hello", "a-1")
    told = json.dumps(chat.snapshot(session, 0))
    assert anna.first_name in told
    assert anna.email not in told
    assert anna.name not in told


def test_a_line_after_the_end_is_refused_with_a_word(shop):
    _, session = begin(shop)
    chat.end(session)
    with pytest.raises(Rejected, match="ended"):
        chat.send(session, "hello?", "c-2")
