"""An agent writes first: one agent, one visitor, and nothing is missed when there is no answer (E10, B7, R12, R13)."""

import datetime as dt

import pytest

from foyer.conversations.actions import (
    accept_conversation,
    decline_invitation,
    end_conversation,
    end_unanswered_invitations,
    invite_visitor,
    receive_message,
    send_message,
)
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.queries import going_on, inbox_counts, number_of_chats, open_conversations, waiting_for
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, AlreadyTalking, NothingSaid
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from foyer.team.queries import forget_organisation
from tests.conversations.conftest import begin
from tests.team.at_once import at_once
from tests.team.people import found_house, hire, open_shop


def invite(shop, actor, agent, text="Hello, can I help you?", client_id="i-1"):
    return invite_visitor(
        portal_id=shop.pk,
        actor_id=actor.pk,
        agent=agent,
        text=text,
        client_id=client_id,
        page_url="https://shop.example/alder",
        page_title="Alder bench",
        language="de",
    )


@pytest.fixture
def invitation(shop, vera, boris):
    return invite(shop, vera, boris)


def kinds(actor) -> list[str]:
    return list(Event.objects.filter(actor=actor).order_by("id").values_list("kind", flat=True))


def later(**time) -> dt.datetime:
    return clock.now() + dt.timedelta(**time)


def test_an_invitation_is_the_agents_and_waits_for_the_visitor(invitation, vera, boris):
    assert (invitation.state, invitation.agent, invitation.waiting_since) == (State.INVITED, boris, None)
    [line] = Message.objects.filter(conversation=invitation)
    assert (line.kind, line.author, line.text) == ("agent", boris, "Hello, can I help you?")
    assert kinds(vera) == ["VisitorInvited", "MessageSent"]


def test_it_stands_under_mine_and_rings_for_nobody(invitation, anna, boris):
    assert going_on(boris, "mine") == [invitation]
    assert (inbox_counts(boris)["mine"], inbox_counts(anna)["mine"]) == (1, 0)
    assert waiting_for(anna) == []


def test_the_visitors_answer_makes_a_chat_of_it(invitation, vera, boris):
    receive_message(invitation.pk, "Yes, is it oiled?", "v-1", "Vera")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.agent, invitation.visitor_name) == (State.OPEN, boris, "Vera")
    assert (invitation.request_text, invitation.accepted_at is not None) == ("Yes, is it oiled?", True)
    assert kinds(vera)[2:] == ["ConversationStarted", "ConversationAccepted", "MessageSent"]


def test_the_same_answer_sent_twice_is_one(invitation):
    first = receive_message(invitation.pk, "Yes", "v-1")
    assert receive_message(invitation.pk, "Yes", "v-1").pk == first.pk
    assert Event.objects.filter(kind="ConversationStarted").count() == 1


def test_an_empty_answer_is_none(invitation):
    with pytest.raises(NothingSaid):
        receive_message(invitation.pk, "\u202e", "v-1")
    invitation.refresh_from_db()
    assert invitation.state == State.INVITED


@pytest.mark.parametrize("text", ["", "  ", "\x00\x00", "\u202e"])
def test_nothing_said_is_no_invitation(shop, vera, boris, text):
    with pytest.raises(NothingSaid):
        invite(shop, vera, boris, text)
    assert not Conversation.objects.exists()


def test_who_is_talked_to_is_not_invited_again_and_the_other_hears_by_whom(invitation, shop, vera, anna):
    with pytest.raises(AlreadyTalking) as talking:
        invite(shop, vera, anna, client_id="i-2")
    assert talking.value.conversation_id == invitation.pk


def test_who_waits_is_not_invited(shop, vera, boris):
    chat = begin(shop, vera)
    with pytest.raises(AlreadyTalking) as talking:
        invite(shop, vera, boris)
    assert talking.value.conversation_id == chat.pk


def test_the_same_invitation_sent_twice_is_one(invitation, shop, vera, boris):
    assert invite(shop, vera, boris).pk == invitation.pk
    assert Message.objects.count() == 1


def test_an_agent_may_write_more_and_no_colleague_takes_it(invitation, anna, boris):
    send_message(invitation.pk, boris, "The Alder bench is on sale.", "a-2")
    with pytest.raises(AlreadyTaken) as taken:
        accept_conversation(invitation.pk, anna)
    assert taken.value.winner_name == boris.name
    invitation.refresh_from_db()
    assert (invitation.state, invitation.last_seq) == (State.INVITED, 2)


def test_who_declined_once_is_told_once_and_may_still_answer(invitation, vera):
    decline_invitation(invitation.pk)
    decline_invitation(invitation.pk)
    assert kinds(vera).count("InvitationDeclined") == 1
    receive_message(invitation.pk, "Well, yes", "v-1")
    invitation.refresh_from_db()
    assert (invitation.state, invitation.declined_at is not None) == (State.OPEN, True)


def test_a_chat_cannot_be_declined(shop, vera):
    chat = begin(shop, vera)
    decline_invitation(chat.pk)
    assert Conversation.objects.get().declined_at is None


def test_who_left_gave_no_answer_and_nothing_is_missed(invitation, vera):
    assert end_unanswered_invitations(later(minutes=2), set()) == 0
    assert end_unanswered_invitations(later(minutes=4), {vera.pk}) == 0
    assert end_unanswered_invitations(later(minutes=4), set()) == 1
    invitation.refresh_from_db()
    assert (invitation.state, invitation.ended_by, invitation.missed_at) == (State.ENDED, "nobody", None)
    assert miss_waiting_conversations(later(hours=1)) == 0


def test_who_stays_silent_for_long_gave_no_answer_either(invitation, vera):
    assert end_unanswered_invitations(later(minutes=16), {vera.pk}) == 1


def test_a_chat_is_never_ended_for_want_of_an_answer(invitation, shop):
    receive_message(invitation.pk, "Yes", "v-1")
    begin(shop, browser_actor(shop.pk, "nils-browser-0123456789"))
    assert end_unanswered_invitations(later(days=1), set()) == 0


def test_after_the_end_nothing_can_be_answered(invitation):
    end_unanswered_invitations(later(hours=1), set())
    with pytest.raises(AlreadyEnded):
        receive_message(invitation.pk, "Now I am here", "v-1")


def test_the_agent_takes_it_back_and_another_may_invite(invitation, shop, vera, anna, boris):
    end_conversation(invitation.pk, "agent", boris)
    assert invite(shop, vera, anna, client_id="i-2").pk != invitation.pk


def test_an_invitation_counts_as_a_chat_once_it_is_answered(invitation, vera):
    assert number_of_chats([vera.pk]) == 0
    assert open_conversations([vera.pk]) == {vera.pk: invitation}
    receive_message(invitation.pk, "Yes", "v-1")
    assert number_of_chats([vera.pk]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_agents_who_invite_at_once_one_wins():
    anna = found_house()
    agents = [hire(f"Agent{number} Smith") for number in range(20)]
    shop = open_shop(anna, users=agents)
    vera = browser_actor(shop.pk, "vera-browser-0123456789")
    results = at_once(lambda agent: invite(shop, vera, agent, client_id=f"i-{agent.pk}"), agents)
    [won] = [result for result in results if isinstance(result, Conversation)]
    assert {str(result) for result in results if result is not won} == {str(won.pk)}
    assert Message.objects.count() == 1
    forget_organisation()


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_end_at_once_leave_a_chat_or_an_end():
    """R14: whichever comes first, the states only go on."""
    anna = found_house()
    shop = open_shop(anna, users=[anna])
    chat = invite(shop, browser_actor(shop.pk, "vera-browser-0123456789"), anna)
    acts = [
        lambda: receive_message(chat.pk, "Yes", "v-1"),
        lambda: end_unanswered_invitations(later(hours=1), set()),
    ] * 3
    at_once(lambda act: act(), acts)
    chat.refresh_from_db()
    said = list(chat.messages.order_by("seq").values_list("kind", flat=True))
    assert (chat.state, said) in [("open", ["agent", "visitor"]), ("ended", ["agent", "system"])]
    forget_organisation()
