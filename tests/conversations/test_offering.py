"""Chats are offered to one after the other, then to all; what is on disk says who is next (E12, B12, R12)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Conversation, Offer
from foyer.conversations.offering import offer, offer_on
from foyer.conversations.queries import ringing_for
from foyer.crm.actions import create_person
from foyer.events.models import Event
from foyer.identity.actions import claim
from foyer.identity.models import Claim, Level
from foyer.lib import clock
from foyer.portals.actions import change_portal
from foyer.team.actions import set_availability
from foyer.team.queries import forget_organisation
from tests.conversations.conftest import begin
from tests.desk.chats import browser
from tests.team.at_once import at_once
from tests.team.people import found_house, hire, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def mila(shop):
    mila = hire("Mila Sand")
    shop.users.add(mila)
    return mila


@pytest.fixture
def house(anna, boris, mila):
    """All three are online, Anna first."""
    for user in (anna, boris, mila):
        set_availability(user, "online")
    return anna, boris, mila


def queue(shop, anna, **settings):
    return change_portal(shop, anna, **({"queue_mode": "in_order", "offer_s": 20} | settings))


def after(seconds: float) -> dt.datetime:
    return clock.now() + dt.timedelta(seconds=seconds)


def offered(chat):
    chat.refresh_from_db()
    return chat.offered_to


def test_without_a_queue_a_chat_rings_for_all(house, chat, django_assert_num_queries):
    assert chat.offered_to is None
    assert [ringing_for(user) for user in house] == [[chat]] * 3
    with django_assert_num_queries(1):
        assert offer_on(after(60)) == 0


def test_it_rings_for_the_one_whose_turn_it_is_and_goes_on_to_the_next(house, shop, vera):
    anna, boris, mila = house
    queue(shop, anna)
    chat = begin(shop, vera)
    assert [ringing_for(user) for user in house] == [[chat], [], []]
    assert (offer_on(after(19)), offered(chat)) == (0, anna)
    assert (offer_on(after(21)), offered(chat)) == (1, boris)
    assert (offer_on(after(42)), offered(chat)) == (1, mila)
    assert (offer_on(after(63)), offered(chat)) == (1, None)
    assert [ringing_for(user) for user in house] == [[chat]] * 3
    assert offer_on(after(600)) == 0


def test_the_next_chat_is_offered_to_the_next_agent(house, shop):
    anna, boris, mila = house
    queue(shop, anna)
    chats = [begin(shop, browser(shop, number)) for number in range(4)]
    assert [chat.offered_to for chat in chats] == [anna, boris, mila, anna]


@pytest.mark.parametrize("state", ["away", "invisible", "offline"])
def test_who_goes_is_passed_over_at_once(house, shop, vera, state):
    """B16."""
    anna, boris, _mila = house
    queue(shop, anna)
    chat = begin(shop, vera)
    set_availability(anna, state)
    assert (offer_on(after(1)), offered(chat)) == (1, boris)


def test_anybody_of_the_portal_may_still_take_it_and_it_is_offered_to_nobody_more(house, shop, vera):
    anna, boris, _mila = house
    queue(shop, anna)
    chat = accept_conversation(begin(shop, vera).pk, boris)
    assert (chat.agent, offered(chat)) == (boris, None)
    assert offer_on(after(60)) == 0


@pytest.mark.parametrize("ending", ["ends", "is missed"])
def test_what_is_over_or_missed_is_offered_to_nobody(house, shop, vera, ending):
    queue(shop, house[0])
    chat = begin(shop, vera)
    if ending == "ends":
        end_conversation(chat.pk, "visitor")
    else:
        miss_waiting_conversations(after(61))
    assert offered(chat) is None
    assert (offer_on(after(62)), ringing_for(house[0])) == (0, [])


def test_who_has_as_many_chats_as_allowed_is_passed_over(house, shop):
    anna, boris, mila = house
    queue(shop, anna, most_chats=1)
    accept_conversation(begin(shop, browser(shop, 1)).pk, anna)
    assert [begin(shop, browser(shop, number)).offered_to for number in (2, 3, 4)] == [boris, mila, None]


def test_least_busy_and_longest_idle(house, shop):
    anna, boris, mila = house
    queue(shop, anna, queue_mode="least_busy")
    for number, agent in enumerate((anna, anna, mila)):
        accept_conversation(begin(shop, browser(shop, number)).pk, agent)
    assert begin(shop, browser(shop, 4)).offered_to == boris
    queue(shop, anna, queue_mode="longest_idle")
    end_conversation(Conversation.objects.get(agent=mila).pk, "agent", mila)
    assert begin(shop, browser(shop, 5)).offered_to == mila  # Boris is asked already, Anna has chats


@pytest.mark.parametrize(("level", "first"), [(Level.TYPED, "anna"), (Level.CHANNEL, "mila")])
def test_the_owner_is_asked_first_where_it_is_sure_who_it_is(house, shop, vera, level, first):
    """B12; a typed address proves nothing (B3)."""
    anna, _boris, mila = house
    queue(shop, anna, owner_s=30)
    known(shop, vera, mila, level)
    assert begin(shop, vera).offered_to == {"anna": anna, "mila": mila}[first]
    assert Offer.objects.get().step == {"anna": "queue", "mila": "owner"}[first]


def test_owner_then_last_agent_then_queue_then_all(house, shop, vera):
    """B12."""
    anna, boris, mila = house
    end_conversation(accept_conversation(begin(shop, vera).pk, boris).pk, "agent", boris)
    known(shop, vera, mila, Level.CHANNEL)
    queue(shop, anna, owner_s=30, last_agent_s=10)
    chat = begin(shop, vera, client_id="second")
    seconds = [31, 42, 63]
    assert [chat.offered_to, *(offer_on(after(s)) and offered(chat) for s in seconds)] == [mila, boris, anna, None]
    assert list(chat.offers.order_by("pk").values_list("step", flat=True)) == ["owner", "last_agent", "queue"]


@pytest.mark.parametrize("more", [0, 7])
def test_an_offer_asks_the_same_number_of_questions_whoever_is_there(
    house, shop, chat, more, django_assert_max_num_queries
):
    for number in range(more):
        agent = hire(f"Agent{number} Smith")
        shop.users.add(agent)
        set_availability(agent, "online")
    queue(shop, house[0], owner_s=30, last_agent_s=10)
    with django_assert_max_num_queries(15):
        offer(chat)
    assert offered(chat) == house[0]


def test_each_offer_is_an_event(house, shop, vera):
    anna, boris, _mila = house
    queue(shop, anna)
    chat = begin(shop, vera)
    offer_on(after(21))
    told = Event.objects.filter(kind="ConversationOffered", subject_id=chat.pk).order_by("pk")
    assert [(event.data["before"], event.data["to"]) for event in told] == [(None, anna.pk), (anna.pk, boris.pk)]


def known(shop, vera, owner, level):
    """Vera is a contact of the owner's, which came by an import; that it is she is as sure as the level says."""
    email = "vera@lindqvist.example"
    create_person("contact", last_name="Lindqvist", owner=owner, emails=[email], level=Level.ATTESTED)
    claim(vera, "email", email, level=level, way=Claim.Way.CHAT_FORM, event_ref="known")


@pytest.mark.django_db(transaction=True)
def test_chats_that_begin_at_once_are_offered_to_different_agents():
    """R12: a portal's offers take turns."""
    anna = found_house()
    agents = [anna, *(hire(f"Agent{number} Smith") for number in range(5))]
    shop = open_shop(anna, users=agents)
    for agent in agents:
        set_availability(agent, "online")
    queue(shop, anna)
    chats = at_once(lambda actor: begin(shop, actor), [browser(shop, number) for number in range(6)])
    assert {chat.offered_to_id for chat in chats} == {agent.pk for agent in agents}
    forget_organisation()
