"""Who is nudged about what (F7, F89, F100-F103, F161-F163, D9, D17); nudges name things and tell nothing of them."""

import datetime as dt

import pytest

from foyer.conversations.actions import (
    accept_conversation,
    decline_invitation,
    end_conversation,
    hand_over,
    receive_message,
    send_message,
)
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Message
from foyer.conversations.offering import offer_on
from foyer.crm.actions import create_person, write_note
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.identity.actions import claim
from foyer.lib import clock
from foyer.portals.actions import change_portal, disable_portal
from foyer.team.actions import set_availability
from tests.conversations.conftest import begin, chat, shop, vera
from tests.conversations.test_invitations import invite
from tests.crm.people import deal
from tests.desk.house import visit

__all__ = ["chat", "shop", "vera"]


@pytest.fixture
def told(monkeypatch, anna, boris):
    """What is published, as (topic, message); what happened before is over."""
    found = []

    class Ear:
        def publish(self, topic, message):
            found.append((topic, message))

    monkeypatch.setattr("foyer.notifications.nudges.bus", Ear)
    return found


def react(told, *, to=None) -> list[tuple[str, dict]]:
    """Reacts to what happened; what was told about it, of one kind if one is asked for."""
    told.clear()
    while react_to_pending():
        pass
    return [(topic, message) for topic, message in told if to is None or message["t"] == to]


def of_portal(shop, message: dict) -> list[tuple[str, dict]]:
    return [(f"portal:{shop.pk}", message)]


def test_a_new_chat_rings_on_its_portal(told, shop, chat):
    assert react(told, to="ring") == of_portal(shop, {"t": "ring", "id": chat.pk})


def test_an_invitation_rings_for_nobody_and_its_answer_is_told_to_who_wrote(told, shop, vera, boris):
    made = invite(shop, vera, boris)
    assert react(told, to="ring") == []
    receive_message(made.pk, "Yes", "v-1")
    answered = react(told)
    assert (f"user:{boris.pk}", {"t": "answered", "id": made.pk}) in answered
    assert [message for _, message in answered if message["t"] == "ring"] == []


def test_who_gets_a_chat_from_a_colleague_hears_of_it_and_who_takes_one_over_does_not(told, chat, anna, boris):
    accept_conversation(chat.pk, boris)
    react(told)
    hand_over(chat.pk, anna, boris)
    assert (f"user:{anna.pk}", {"t": "handed", "id": chat.pk}) in react(told)
    hand_over(chat.pk, boris, boris)
    assert react(told, to="handed") == []


def test_an_invitation_that_is_declined_is_seen_on_board_and_in_the_inbox(told, shop, vera, boris):
    made = invite(shop, vera, boris)
    react(told)
    decline_invitation(made.pk)
    assert {message["t"] for _, message in react(told)} >= {"inbox", "live", "conversation", "record"}


def test_a_chat_that_was_taken_before_the_bell_was_rung_does_not_ring(told, chat, anna):
    accept_conversation(chat.pk, anna)
    assert react(told, to="ring") == []


def test_a_queue_rings_for_one_then_for_the_next_and_at_last_for_all(told, shop, vera, anna, boris):
    """E12: nobody else hears it meanwhile."""
    for agent in (anna, boris):
        set_availability(agent, "online")
    change_portal(shop, anna, queue_mode="in_order")
    made = begin(shop, vera)
    ring, quiet = {"t": "ring", "id": made.pk}, {"t": "quiet", "id": made.pk}
    assert react(told, to="ring") == [(f"user:{anna.pk}", ring)]
    offer_on(clock.now() + dt.timedelta(seconds=30))
    assert [one for one in react(told) if one[1]["t"] in {"ring", "quiet"}] == [
        (f"user:{anna.pk}", quiet),
        (f"user:{boris.pk}", ring),
    ]
    offer_on(clock.now() + dt.timedelta(seconds=60))
    assert react(told, to="ring") == of_portal(shop, ring)


def test_it_rings_until_one_has_taken_it(told, shop, chat, anna):
    react(told)
    accept_conversation(chat.pk, anna)
    assert react(told, to="quiet") == of_portal(shop, {"t": "quiet", "id": chat.pk})


def test_it_rings_no_more_when_the_visitor_ends_it(told, shop, chat):
    react(told)
    end_conversation(chat.pk, "visitor")
    assert react(told, to="quiet") == of_portal(shop, {"t": "quiet", "id": chat.pk})


def test_a_missed_chat_changes_list_and_board(told, chat):
    react(told)
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=2))
    assert {"inbox", "live", "conversation"} <= {message["t"] for _, message in react(told)}


def test_a_line_names_conversation_and_number_and_never_its_text(told, chat, shop):
    react(told)
    receive_message(chat.pk, "my secret words", "c-2")
    nudges = react(told)
    assert (f"portal:{shop.pk}", {"t": "conversation", "id": chat.pk, "seq": 2}) in nudges
    assert "secret" not in str(nudges)


def test_lines_of_one_moment_are_one_nudge_for_each_chat_and_one_for_the_list(told, chat, shop):
    react(told)
    for number in range(3):
        receive_message(chat.pk, "hello?", f"c-{number}")
    about = {"t": "conversation", "id": chat.pk, "seq": 4}
    assert react(told) == [(f"portal:{shop.pk}", {"t": "inbox"}), (f"portal:{shop.pk}", about)]


def test_a_note_reaches_colleagues(told, chat, anna, shop):
    react(told)
    send_message(chat.pk, anna, "internal", "n-1", Message.Kind.NOTE)
    assert react(told, to="conversation") == of_portal(shop, {"t": "conversation", "id": chat.pk, "seq": 2})


def test_a_line_does_not_draw_the_board_anew(told, chat):
    react(told)
    receive_message(chat.pk, "hello?", "c-2")
    assert react(told, to="live") == []


def an_unknown(_vera):
    return None


def a_lead(vera):
    create_person("lead", last_name="Lindqvist", from_actor=vera)


def a_contact(vera):
    create_person("contact", last_name="Lindqvist", from_actor=vera)


def a_potential(vera):
    deal(create_person("contact", last_name="Lindqvist", from_actor=vera), "open")


def a_customer(vera):
    deal(create_person("contact", last_name="Lindqvist", from_actor=vera), "won")


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (an_unknown, "unknown"),
        (a_lead, "lead"),
        (a_contact, "contact"),
        (a_potential, "potential"),
        (a_customer, "customer"),
    ],
)
def test_a_visit_pops_up_by_kind_of_visitor(told, shop, vera, made, kind):
    made(vera)
    react(told)
    begun = visit(shop, vera)
    assert react(told, to="visitor") == of_portal(shop, {"t": "visitor", "id": begun.pk, "kind": kind})


def test_no_pop_up_where_the_portal_wants_none(told, shop, vera, anna):
    change_portal(shop, anna, notify_visitors=False)
    visit(shop, vera)
    assert react(told, to="visitor") == []


def test_no_pop_up_of_a_portal_that_is_switched_off(told, shop, vera, anna):
    disable_portal(shop, anna)
    visit(shop, vera)
    assert react(told, to="visitor") == []


def test_a_visit_turns_dots_green(told, shop, vera):
    visit(shop, vera)
    assert react(told, to="presence") == of_portal(shop, {"t": "presence"})


def test_what_is_noted_on_a_record_shows_in_its_feed(told, anna, vera):
    lead = create_person("lead", last_name="Lindqvist", from_actor=vera)
    react(told)
    write_note(lead, anna, "Likes oak")
    assert react(told) == [("records", {"t": "record", "actor": lead.actor_id})]


def test_a_join_draws_the_record_anew(told, vera):
    lead = create_person("lead", last_name="Lindqvist", emails=["vera@lindqvist.example"])
    react(told)
    claim(vera, "email", "vera@lindqvist.example", event_ref="chat:1", level=1, way="chat_form")
    assert {message["actor"] for _, message in react(told, to="record")} & {lead.actor_id, vera.pk}


def test_ones_status_changes_in_ones_own_windows(told, anna):
    react(told)
    set_availability(anna, "away")
    assert (f"user:{anna.pk}", {"t": "availability"}) in react(told)


def test_another_shop_hears_nothing(told, shop, vera, chat):
    begin(shop, vera, client_id="other")
    visit(shop, vera)
    assert {topic for topic, _ in react(told) if topic.startswith("portal:")} == {f"portal:{shop.pk}"}


def test_nudging_twice_does_no_harm(told, chat, anna):
    """Reactions may run again after a crash: a chat that is taken by then doesn't ring once more (R4)."""
    react(told)
    accept_conversation(chat.pk, anna)
    Event.objects.update(reacted_at=None)
    assert react(told, to="ring") == []
