"""What an agent wrote first reaches the browser that is meant, once, and no other (E10, B7, T1, T5, T7, R12)."""

import pytest

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import Rejected, introduction
from foyer.channels.webchat.invited import refill_invitations
from foyer.channels.webchat.models import ChatSession
from foyer.conversations.actions import (
    decline_invitation,
    end_conversation,
    end_unanswered_invitations,
    receive_message,
    send_message,
)
from foyer.conversations.models import Conversation, Message
from foyer.crm.queries import person_of
from foyer.events.dispatch import react_to_pending
from foyer.presence.invitations import invitations
from foyer.visits.models import Action, Visit
from tests.channels.test_webchat import ATTACKER, VERA, form
from tests.conversations.test_invitations import invite, later
from tests.desk.house import visit as make_visit
from tests.team.at_once import at_once

HOME, ELSEWHERE = "203.0.113.99", "198.51.100.7"
ASKED = "ask-for-it-0001"


@pytest.fixture
def invitation(shop, vera, boris):
    make_visit(shop, vera, minutes_ago=1, ip="203.0.113.7")
    made = invite(shop, vera, boris)
    react()
    yield made
    invitations.replace([])


def react():
    while react_to_pending():
        pass


def fetched(shop, browser=VERA, ip=HOME, asked=ASKED):
    told = chat.fetch_invitation(shop.pk, browser, ip, asked)
    refill_invitations()
    return told


def words(shop, secret) -> list[str]:
    _, lines, _ = chat.snapshot(chat.open_session(secret, shop.pk), 0)
    return [line["text"] for line in lines]


def test_the_browser_that_is_meant_reads_it_and_answers(shop, invitation, boris):
    secret, session = fetched(shop)
    assert words(shop, secret) == ["Hello, can I help you?"]
    chat.send(session, "Yes, is it oiled?", "v-1")
    send_message(invitation.pk, boris, "It is.", "a-2")
    assert words(shop, secret) == ["Hello, can I help you?", "Yes, is it oiled?", "It is."]


def test_it_says_who_wrote_and_that_it_waits_for_him(shop, invitation):
    _, session = fetched(shop)
    state, _, _ = chat.snapshot(session, 0)
    assert (state["state"], state["invited"], state["agent"], state["missed"]) == ("invited", True, "Boris", False)


def test_the_same_question_again_is_the_same_with_a_new_secret(shop, invitation):
    first, session = fetched(shop)
    second, again = fetched(shop)
    assert (first != second, session) == (True, again)
    assert chat.open_session(first, shop.pk) is None


@pytest.mark.parametrize(
    ("browser", "ip"),
    [
        (ATTACKER, HOME),
        (VERA, ELSEWHERE),
        (VERA, ""),
        (VERA, "2001:db8::1"),
        ("%", HOME),
        ("", HOME),
        (VERA[:-1], HOME),
    ],
)
def test_no_other_browser_or_network_is_told_anything(shop, invitation, browser, ip):
    assert invitations.find(shop.pk, browser, ip) is None
    with pytest.raises(Rejected, match="gone"):
        fetched(shop, browser, ip)
    assert not ChatSession.objects.exists()


def test_no_other_portal_is_told_either(shop, invitation):
    with pytest.raises(Rejected, match="gone"):
        chat.fetch_invitation(shop.pk + 1, VERA, HOME, ASKED)


def test_who_copied_the_browsers_name_and_comes_second_gets_nothing(shop, invitation):
    """T5: one browser has it; what is said afterwards is for its secret alone."""
    secret, _ = fetched(shop)
    with pytest.raises(Rejected, match="gone"):
        fetched(shop, asked="mallory-asks-001")
    with pytest.raises(Rejected, match="gone"):
        chat.fetch_invitation(shop.pk, VERA, HOME, "mallory-asks-001")
    assert chat.open_session("A" * 32, shop.pk) is None
    assert words(shop, secret)


def test_a_start_under_a_copied_name_never_opens_what_was_fetched(shop, invitation):
    fetched(shop)
    _, session = chat.start(shop.pk, VERA, form(id="mallory-start-01"), HOME)
    assert session.conversation_id != invitation.pk


def test_who_writes_before_he_saw_it_has_answered(shop, invitation, boris):
    secret, session = chat.start(shop.pk, VERA, form(), HOME)
    invitation.refresh_from_db()
    assert (session.conversation_id, invitation.state, invitation.agent) == (invitation.pk, "open", boris)
    assert words(shop, secret) == ["Hello, can I help you?", "Hello"]
    assert (invitation.visitor_name, Conversation.objects.count()) == ("Vera Lindqvist", 1)


def test_from_another_network_he_begins_a_chat_of_his_own(shop, invitation):
    secret, session = chat.start(shop.pk, VERA, form(), ELSEWHERE)
    assert session.conversation_id != invitation.pk
    assert words(shop, secret) == ["Hello"]


def test_where_addresses_are_not_kept_the_browsers_name_has_to_do(shop, vera, boris):
    make_visit(shop, vera, minutes_ago=1, ip="")
    invite(shop, vera, boris)
    react()
    assert invitations.find(shop.pk, VERA, ELSEWHERE)
    invitations.replace([])


@pytest.mark.parametrize(
    "over",
    [
        lambda made: end_conversation(made.pk, "agent", made.agent),
        lambda made: receive_message(made.pk, "Yes", "v-1"),
    ],
)
def test_what_is_over_or_answered_is_handed_out_no_more(shop, invitation, over):
    over(invitation)
    react()
    assert invitations.find(shop.pk, VERA, HOME) is None


def test_it_is_handed_out_after_a_restart_too(shop, invitation):
    invitations.replace([])
    refill_invitations()
    assert invitations.find(shop.pk, VERA, HOME) == invitation.pk


def test_the_number_of_queries_does_not_grow_with_the_invitations(shop, invitation, django_assert_num_queries):
    with django_assert_num_queries(2):
        refill_invitations()


def test_declined_it_is_still_his_to_answer(shop, invitation):
    _, session = fetched(shop)
    chat.decline(session)
    chat.send(session, "On second thoughts", "v-1")
    assert Message.objects.filter(kind="visitor").count() == 1


def test_an_answered_one_is_an_action_of_the_visit_and_attended(shop, invitation, boris):
    _, session = fetched(shop)
    chat.send(session, "Yes", "v-1")
    react()
    assert Action.objects.filter(type="chat").count() == 1
    assert Visit.objects.get().attended_by == boris


def test_one_that_nobody_answered_is_no_action(shop, invitation, boris):
    decline_invitation(invitation.pk)
    end_unanswered_invitations(later(hours=1), set())
    react()
    assert not Action.objects.filter(type="chat").exists()
    assert Visit.objects.get().attended_by is None


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_at_once_one_has_it(shop, vera, boris):
    make_visit(shop, vera, minutes_ago=1, ip="203.0.113.7")
    invite(shop, vera, boris)
    refill_invitations()
    asked = [f"ask-at-once-{number:04}" for number in range(12)]
    results = at_once(lambda each: chat.fetch_invitation(shop.pk, VERA, HOME, each), asked)
    assert len([each for each in results if not isinstance(each, Exception)]) == 1
    assert ChatSession.objects.count() == 1
    invitations.replace([])


def answered(shop):
    _, session = fetched(shop)
    chat.send(session, "Yes, is it oiled?", "v-1")
    react()
    return session


def nameless(shop, session) -> bool:
    return chat.snapshot(session, 0)[0]["nameless"]


def test_who_answered_is_asked_for_a_name_and_becomes_a_lead(shop, vera, invitation):
    """F28: there was no form before."""
    _, session = fetched(shop)
    assert not nameless(shop, session)
    chat.send(session, "Yes, is it oiled?", "v-1")
    assert nameless(shop, session)
    chat.introduce(session, introduction({"name": "Vera Lindqvist", "email": "vera@lindqvist.example"}))
    react()
    found = person_of(vera.pk)
    assert (found.module, found.name, nameless(shop, session)) == ("lead", "Vera Lindqvist", False)


def test_a_name_is_said_once(shop, vera, invitation):
    """Nobody takes another's place in a chat that goes on."""
    session = answered(shop)
    chat.introduce(session, introduction({"name": "Vera", "email": "vera@lindqvist.example"}))
    chat.introduce(session, introduction({"name": "Olga", "email": "olga@lindqvist.example"}))
    react()
    assert Conversation.objects.get(pk=invitation.pk).visitor_name == "Vera"
    assert ChatSession.objects.get().email == "vera@lindqvist.example"


def test_before_an_answer_and_after_the_end_no_name_is_taken(shop, invitation):
    _, session = fetched(shop)
    chat.introduce(session, introduction({"name": "Vera"}))
    chat.send(session, "Yes?", "v-1")
    end_conversation(invitation.pk, "visitor")
    chat.introduce(session, introduction({"name": "Vera"}))
    assert Conversation.objects.get(pk=invitation.pk).visitor_name == ""


@pytest.mark.parametrize(
    ("frame", "code"),
    [({}, "name_missing"), ({"name": "\u0000"}, "name_missing"), ({"name": "V", "email": "x@"}, "email_invalid")],
)
def test_an_introduction_that_is_none_is_refused_at_the_field(frame, code):
    with pytest.raises(Rejected) as rejected:
        introduction(frame)
    assert (rejected.value.code, rejected.value.field) == (code, code.partition("_")[0])
