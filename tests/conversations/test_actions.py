"""Lines have no gaps, each is said once, states only go on (F157-F167, D17, R9-R14)."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foyer.conversations.actions import (
    accept_conversation,
    end_conversation,
    receive_message,
    send_message,
)
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.queries import ringing_for
from foyer.conversations.seen import mark_read
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, NothingSaid
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from foyer.team.queries import forget_organisation
from tests.conversations.conftest import begin
from tests.team.at_once import at_once
from tests.team.people import found_house, hire, open_shop


def seqs(chat) -> list[int]:
    return list(Message.objects.filter(conversation=chat).order_by("seq").values_list("seq", flat=True))


def test_a_chat_begins_with_the_visitors_words_and_waits(chat):
    assert (chat.state, chat.request_text, chat.last_seq) == (State.WAITING, "Can the Alder bench stay outside?", 1)
    assert chat.waiting_since is not None


def test_the_same_line_sent_twice_is_one_line(chat):
    first = receive_message(chat.pk, "Hello?", "c-1")
    assert receive_message(chat.pk, "Hello?", "c-1").pk == first.pk
    assert seqs(chat) == [1, 2]


@pytest.mark.parametrize("text", ["", "  ", "\x00\x00", "\u202e"])
def test_nothing_said_is_no_line(chat, text):
    with pytest.raises(NothingSaid):
        receive_message(chat.pk, text, "c-1")
    assert seqs(chat) == [1]


def test_nul_surrogates_and_bidi_never_reach_the_database(chat):
    assert receive_message(chat.pk, "a\x00b\ud800c\u202ed", "c-1").text == "abcd"


def test_whoever_accepts_first_has_it_and_the_other_hears_who(chat, anna, boris):
    accept_conversation(chat.pk, anna)
    with pytest.raises(AlreadyTaken) as taken:
        accept_conversation(chat.pk, boris)
    assert taken.value.winner_name == anna.name


def test_accepting_again_what_is_mine_changes_nothing(chat, anna):
    version = accept_conversation(chat.pk, anna).version
    assert accept_conversation(chat.pk, anna).version == version


def test_an_answer_takes_a_waiting_chat_and_ends_the_waiting(chat, anna):
    send_message(chat.pk, anna, "Yes, it is oiled oak.", "a-1")
    chat.refresh_from_db()
    assert (chat.state, chat.agent, chat.waiting_since) == (State.OPEN, anna, None)


def test_nothing_is_said_after_the_end_but_notes(chat, anna):
    accept_conversation(chat.pk, anna)
    end_conversation(chat.pk, "agent", anna)
    with pytest.raises(AlreadyEnded):
        receive_message(chat.pk, "One more thing", "c-9")
    with pytest.raises(AlreadyEnded):
        send_message(chat.pk, anna, "Bye", "a-9")
    assert send_message(chat.pk, anna, "Was friendly.", "n-1", Message.Kind.NOTE).kind == "note"


def test_a_line_that_was_stored_before_the_end_is_still_acknowledged_after_it(chat, anna):
    stored = receive_message(chat.pk, "Thanks", "c-2")
    end_conversation(chat.pk, "visitor")
    assert receive_message(chat.pk, "Thanks", "c-2").pk == stored.pk


def test_ending_twice_is_ending_once(chat, anna):
    end_conversation(chat.pk, "agent", anna)
    end_conversation(chat.pk, "visitor")
    chat.refresh_from_db()
    assert (chat.ended_by, Message.objects.filter(conversation=chat, kind="system").count()) == ("agent", 1)


def test_a_chat_is_missed_after_a_minute_once_and_can_still_be_taken(chat, anna):
    now = clock.now()
    assert miss_waiting_conversations(now + dt.timedelta(seconds=59)) == 0
    assert miss_waiting_conversations(now + dt.timedelta(seconds=61)) == 1
    assert miss_waiting_conversations(now + dt.timedelta(seconds=99)) == 0
    assert accept_conversation(chat.pk, anna).state == State.OPEN


def test_read_marks_only_go_on_and_never_past_the_last_line(chat):
    receive_message(chat.pk, "Two", "c-2")
    assert mark_read(chat.pk, "agent", 2)
    assert not mark_read(chat.pk, "agent", 1)
    assert not mark_read(chat.pk, "agent", 99)


def test_each_line_is_an_event_of_the_actor(chat, vera):
    receive_message(chat.pk, "Hello?", "c-1")
    kinds = Event.objects.filter(actor=vera).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["ConversationStarted", "MessageSent", "MessageSent"]


@pytest.mark.django_db(transaction=True)
def test_of_many_agents_who_accept_at_once_one_wins():
    anna = found_house()
    agents = [hire(f"Agent{number} Smith") for number in range(50)]
    shop = open_shop(anna, users=agents)
    chat = begin(shop, browser_actor(shop.pk, "vera-browser-0123456789"))
    results = at_once(lambda agent: accept_conversation(chat.pk, agent), agents)
    [won] = [result for result in results if isinstance(result, Conversation)]
    assert {str(result) for result in results if result is not won} == {won.agent.name}
    assert Message.objects.filter(conversation=chat, kind="system").count() == 1
    forget_organisation()


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_fifty_agents_who_race_for_two_hundred_chats_each_chat_has_one(monkeypatch):
    """R13: each accepts, like the pill, the first that nobody was faster with."""
    monkeypatch.setattr("foyer.lib.sqlite.base.PATIENCE_S", 60.0)  # whoever waits longer is told so: another test's
    anna = found_house()
    agents = [hire(f"Agent{number} Smith") for number in range(50)]
    shop = open_shop(anna, users=agents)
    chats = [begin(shop, browser_actor(shop.pk, f"browser-{n:014d}")) for n in range(200)]
    each = at_once(lambda agent: [take_one(agent) for _turn in range(4)], agents, threads=50)
    won = [chat for chats_of_one in each for chat in chats_of_one]
    assert sorted(chat.pk for chat in won) == sorted(chat.pk for chat in chats)
    accepted = Event.objects.filter(kind="ConversationAccepted").values_list("subject_id", "user_id")
    assert sorted(accepted) == sorted((chat.pk, chat.agent_id) for chat in won)
    assert Conversation.objects.filter(state=State.OPEN, version=2, last_seq=2).count() == 200
    assert Message.objects.filter(kind="system", text="joined").count() == 200
    forget_organisation()


def take_one(agent):
    """The chat that the agent gets."""
    while ringing := ringing_for(agent):
        for chat in ringing:
            with suppress(AlreadyTaken):
                return accept_conversation(chat.pk, agent)
    raise AssertionError("none was left")


@pytest.mark.django_db(transaction=True)
def test_a_chat_that_is_taken_and_ended_at_once_is_over_with_one_line_of_each():
    """R14: whichever comes first, the states only go on."""
    anna = found_house()
    shop = open_shop(anna, users=[anna])
    chat = begin(shop, browser_actor(shop.pk, "vera-browser-0123456789"))
    acts = [lambda: accept_conversation(chat.pk, anna), lambda: end_conversation(chat.pk, "visitor")] * 4
    at_once(lambda act: act(), acts)
    chat.refresh_from_db()
    told = list(chat.messages.filter(kind="system").order_by("seq").values_list("text", flat=True))
    assert (chat.state, told) in [("ended", ["joined", "ended_by_visitor"]), ("ended", ["ended_by_visitor"])]
    forget_organisation()


@pytest.mark.django_db(transaction=True)
def test_lines_sent_at_once_get_numbers_without_gaps_and_each_once():
    anna = found_house()
    shop = open_shop(anna, users=[anna])
    chat = begin(shop, browser_actor(shop.pk, "vera-browser-0123456789"))
    results = at_once(lambda n: receive_message(chat.pk, f"line {n % 6}", f"c-{n % 6}"), range(12))
    assert [(r.text, r.seq) for r in results[:6]] == [(r.text, r.seq) for r in results[6:]]
    assert seqs(chat) == list(range(1, 8))
    forget_organisation()


class AnyOrder(TestCase):
    """Whatever both sides do, in any order and repeated, the log stays whole (R11)."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from(["visitor", "agent", "note", "accept", "end"]), st.integers(0, 4)), max_size=14
        )
    )
    def test_the_log_has_no_gap_and_no_double(self, steps):
        anna = found_house() if not hasattr(self, "anna") else self.anna
        shop = open_shop(anna, f"Shop {id(steps)}", users=[anna])
        chat = begin(shop, browser_actor(shop.pk, "vera-browser-0123456789"))
        for what, number in steps:
            try:
                _do(what, number, chat, anna)
            except AlreadyEnded:
                continue
        found = list(Message.objects.filter(conversation=chat).order_by("seq"))
        assert [line.seq for line in found] == list(range(1, len(found) + 1))
        ids = [line.client_id for line in found if line.client_id]
        assert len(ids) == len(set(ids))
        said_after_end = [line for line in found if line.kind in {"visitor", "agent"} and line.seq > _end_of(found)]
        assert not said_after_end
        forget_organisation()


def _do(what, number, chat, anna):
    if what == "visitor":
        receive_message(chat.pk, "words", f"v-{number}")
    elif what in {"agent", "note"}:
        send_message(chat.pk, anna, "words", f"{what}-{number}", what)
    elif what == "accept":
        accept_conversation(chat.pk, anna)
    else:
        end_conversation(chat.pk, "agent", anna)


def _end_of(found) -> int:
    return next((line.seq for line in found if line.text.startswith("ended_by")), len(found) + 1)
