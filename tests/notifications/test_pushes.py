"""Of what users hear on their devices, who hears it, what a locked screen shows (E32, B17, F138, F161, F184)."""

import datetime as dt

import pytest

from foyer.channels.forms.actions import create_form
from foyer.conversations.actions import (
    accept_conversation,
    end_conversation,
    hand_over,
    receive_message,
    send_message,
)
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Message
from foyer.conversations.snoozing import bring_due_back, snooze, take_up
from foyer.crm.actions import create_person, write_note
from foyer.crm.actions.activities import create_activity, remind_owners
from foyer.events.dispatch import react_to_pending
from foyer.lib import clock
from foyer.notifications.actions import add_device, choose_ways
from foyer.notifications.kinds import KINDS
from foyer.notifications.models import Delivery
from foyer.portals.actions import change_portal
from foyer.team.actions import leave, set_availability
from foyer.team.models import NO_WINDOW
from tests.channels.forms.sent import submission
from tests.conversations.conftest import begin
from tests.conversations.test_invitations import invite
from tests.notifications.test_delivering import opened, react
from tests.team.people import hire

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = {kind.key: kind.ways for kind in KINDS}


@pytest.fixture
def told(service, browser, device):
    """What Boris's phone shows since the last time it was looked at."""

    def look() -> list[dict]:
        react()
        found = opened(service, browser)
        service.taken.clear()
        return found

    return look


def titles(found: list[dict]) -> list[str]:
    return [each["title"] for each in found]


def test_a_chat_rings_on_the_phone_of_who_is_online(told, boris, shop, vera):
    set_availability(boris, "online")
    begin(shop, vera)
    assert titles(told()) == ["A visitor waits for an answer"]


def test_a_chat_rings_on_the_phone_of_who_is_away_for_having_no_page_open(told, boris, shop, vera):
    set_availability(boris, "online")
    leave([boris.pk], NO_WINDOW)
    begin(shop, vera)
    assert len(told()) == 1


@pytest.mark.parametrize("state", ["away", "offline", "invisible"])
def test_a_chat_rings_on_no_phone_of_who_wants_none(told, boris, shop, vera, state):
    set_availability(boris, state)
    begin(shop, vera)
    assert told() == []


def test_a_chat_that_is_offered_to_one_rings_on_no_others_phone(told, boris, anna, shop, vera):
    change_portal(shop, anna, queue_mode="in_order")
    for user in (anna, boris):
        set_availability(user, "online")
    chat = begin(shop, vera)
    found = told()
    chat.refresh_from_db()
    assert len(found) == (chat.offered_to_id == boris.pk)


def test_a_chat_of_a_shop_that_is_not_theirs_rings_on_no_phone(service, anna, shop, vera):
    stranger, theirs = hire("Carla Costa"), service.browser("carla")
    add_device(stranger, theirs.subscription, "Phone")
    set_availability(stranger, "online")
    begin(shop, vera)
    react()
    assert service.taken == []


def test_a_locked_screen_shows_nothing_of_the_visitor_unless_one_wants_it(told, boris, shop, vera):
    set_availability(boris, "online")
    begin(shop, vera)
    assert "Vera" not in str(shown := told())
    assert "Alder" not in str(shown)
    choose_ways(boris, EVERYTHING, shows_words=True)
    begin(shop, vera, client_id="again")
    assert [(each["title"], each["body"]) for each in told()] == [
        ("Vera Lindqvist · A visitor waits for an answer", "Can the Alder bench stay outside?")
    ]


def test_it_speaks_the_users_language(told, boris, shop, vera):
    boris.language = "de"
    boris.save()
    set_availability(boris, "online")
    begin(shop, vera)
    assert [(each["title"], each["language"]) for each in told()] == [("Ein Besucher wartet auf Antwort", "de")]


def test_what_one_does_not_want_is_not_pushed(told, boris, shop, vera):
    choose_ways(boris, EVERYTHING | {"ring": ["sound"]}, shows_words=False)
    set_availability(boris, "online")
    begin(shop, vera)
    assert told() == []


def test_a_line_in_ones_own_chat_is_pushed_and_leads_there(told, boris, chat):
    told()
    accept_conversation(chat.pk, boris)
    receive_message(chat.pk, "Are you there?", "v-2")
    found = told()
    assert titles(found) == ["2 new messages"]
    assert (found[0]["url"], found[0]["tag"]) == (f"/inbox/{chat.pk}/", f"conversation-{chat.pk}")


def test_of_lines_of_one_moment_the_phone_rings_once_for_each_chat(told, boris, chat):
    accept_conversation(chat.pk, boris)
    told()
    for number in range(3):
        receive_message(chat.pk, "Is it oiled?", f"c-{number}")
    assert len(told()) == 1


def test_twenty_lines_are_reacted_to_with_as_many_questions_as_one(boris, chat, django_assert_num_queries):
    accept_conversation(chat.pk, boris)
    react()
    for count in (1, 20):
        for number in range(count):
            receive_message(chat.pk, "Is it oiled?", f"c-{count}-{number}")
        with django_assert_num_queries(6):
            react_to_pending()


def test_lines_of_others_chats_and_ones_own_are_not_pushed(told, boris, anna, chat):
    told()
    accept_conversation(chat.pk, anna)
    receive_message(chat.pk, "Are you there?", "v-2")
    send_message(chat.pk, anna, "Yes", "a-1")
    assert told() == []


def test_the_answer_to_an_invitation_is_pushed_to_who_wrote_first(told, boris, shop, vera):
    made = invite(shop, vera, boris)
    told()
    receive_message(made.pk, "Yes, please", "v-1")
    assert len(told()) == 1


def test_a_chat_that_is_handed_over_is_pushed_to_who_has_it_now(told, boris, anna, chat):
    told()
    accept_conversation(chat.pk, anna)
    hand_over(chat.pk, boris, anna)
    assert titles(told()) == ["A chat is yours now"]


def test_a_missed_chat_is_pushed_to_the_owner_or_else_to_all(told, boris, anna, chat, vera):
    told()
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=5))
    assert titles(told()) == ["A chat was missed"]
    end_conversation(chat.pk, "visitor")
    other = begin(chat.portal, vera, client_id="other")
    create_person("lead", last_name="Lindqvist", from_actor=vera, owner=anna)
    told()
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=5))
    assert told() == []
    assert other.pk


def test_who_is_named_in_a_note_or_notified_as_sales_is_told(told, boris, anna, vera):
    lead = create_person("lead", last_name="Lindqvist", from_actor=vera)
    told()
    write_note(lead, anna, "@Boris call her")
    assert titles(told()) == [f"{anna.name} names you in a note"]
    write_note(lead, anna, "She wants ten", tell=boris)
    assert titles(told()) == [f"{anna.name} notifies you"]


def test_who_is_named_in_a_note_of_a_chat_is_told(told, boris, anna, chat):
    told()
    send_message(chat.pk, anna, "@Boris do we have it in oak?", "n-1", Message.Kind.NOTE)
    assert titles(told()) == ["A colleague names you in a chat"]


def test_what_is_due_is_pushed_to_whose_it_is(told, boris):
    create_activity(boris, {"subject": "Call Vera", "remind_at": clock.now()})
    remind_owners(clock.now())
    assert [(each["title"], each["body"]) for each in told()] == [("An activity is due", "")]


def test_a_form_is_pushed_to_who_wants_that(told, boris, anna, shop):
    form = create_form(anna, "Contact", shop)
    form.notify.add(boris)
    submission(form, "Vera")
    assert told() == []
    choose_ways(boris, EVERYTHING, shows_words=False)
    submission(form, "Ole")
    assert [(each["title"], each["body"]) for each in told()] == [("A form was sent", "Contact")]


def test_nothing_that_a_visitor_said_stays_in_the_log(told, boris, shop, vera):
    choose_ways(boris, EVERYTHING, shows_words=True)
    set_availability(boris, "online")
    begin(shop, vera, text="my secret words")
    told()
    assert "secret" not in str(list(Delivery.objects.values()))


def test_a_snoozed_chat_that_is_back_is_told_to_its_agent_alone(told, boris, shop, vera):
    """As reminders are; not what one takes up oneself, nor what is over meanwhile."""
    talk = accept_conversation(begin(shop, vera).pk, boris)
    told()
    soon = clock.now() + dt.timedelta(hours=1)
    snooze(talk.pk, boris, soon)
    bring_due_back(soon)
    assert titles(told()) == ["A chat that you snoozed is back"]
    snooze(talk.pk, boris, soon)
    take_up(talk.pk, boris)
    assert told() == []
    snooze(talk.pk, boris, soon)
    bring_due_back(soon)
    end_conversation(talk.pk, "agent", boris)
    assert told() == []
