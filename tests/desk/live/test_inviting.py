"""An agent starts a chat from the board: the dialog, its obstacles, and who may not (E10, B7, R12, R13, T1, T7)."""

import pytest

from foyer.conversations.actions import (
    accept_conversation,
    decline_invitation,
    end_conversation,
    end_unanswered_invitations,
)
from foyer.conversations.models import Conversation, Message
from foyer.portals.models import EmbedCode
from foyer.presence.board import board
from foyer.team.actions import set_availability
from foyer.team.models import AccessProfile
from foyer.team.queries import availability_of
from tests.conversations.test_invitations import invite, later
from tests.crm.people import lead
from tests.desk.chats import HTMX, browser, chat, here
from tests.desk.house import is_here, signed_in, visit
from tests.team.people import hire

pytestmark = pytest.mark.django_db
TEXT = {"text": "Hello, can I help you?", "client_id": "i-1"}


@pytest.fixture
def vera(shop, boris):
    """Her visit; Boris takes chats."""
    set_availability(boris, "online")
    found = visit(shop, browser(shop), minutes_ago=1, language="de-AT")
    is_here(found)
    yield found
    board.clear()


def path(visit) -> str:
    return f"/live/visitors/{visit.pk}/invitation/"


def dialog(client, visit) -> str:
    return client.get(path(visit), **HTMX).content.decode()


def send(client, visit, **fields):
    return client.post(path(visit), TEXT | fields, **HTMX)


def test_the_dialog_suggests_words_and_says_who_it_is(as_boris, vera):
    shown = dialog(as_boris, vera)
    for text in ("Start a chat", "Visitor from Sweden", "Boris", "German (Austria)", "data-show-now"):
        assert text in shown


def test_the_words_never_name_the_visitor(as_boris, shop, vera):
    """T1: a browser is not the person that it is taken for."""
    lead("Vera Lindqvist", from_actor=vera.actor)
    composer = as_boris.get(path(vera)).context["composer"]
    assert composer.name == "Vera Lindqvist"
    assert "Vera" not in composer.text


@pytest.mark.parametrize("language", ["de-AT", "FR", "en-GB", "sv", "", "x" * 20, "../../etc"])
def test_any_language_of_a_browser_gets_words(as_boris, vera, language):
    vera.language = language
    vera.save()
    assert "Boris" in as_boris.get(path(vera)).context["composer"].text


def test_sending_makes_an_invitation_and_leads_to_it(as_boris, boris, vera):
    answer = send(as_boris, vera)
    made = Conversation.objects.get()
    assert (made.state, made.agent, made.actor_id, made.language) == ("invited", boris, vera.actor_id, "de-AT")
    assert (made.page_title, Message.objects.get().text) == ("Delivery", "Hello, can I help you?")
    assert f'href="/inbox/{made.pk}/"' in answer.content.decode()
    assert (answer["HX-Trigger"], answer["HX-Reswap"]) == ('{"foyer:close": ""}', "none")


def test_without_script_it_is_a_page_that_leads_to_the_chat(as_boris, vera):
    assert "<html" in as_boris.get(path(vera)).content.decode()
    answer = as_boris.post(path(vera), TEXT)
    assert answer.url == f"/inbox/{Conversation.objects.get().pk}/"


def test_sending_twice_is_sending_once(as_boris, vera):
    send(as_boris, vera)
    assert "There is no answer yet" in send(as_boris, vera).content.decode()
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


def test_the_other_agent_sees_who_was_faster(as_anna, anna, as_boris, vera):
    set_availability(anna, "online")
    send(as_boris, vera)
    refused = send(as_anna, vera, client_id="i-2")
    assert "Boris Brandt invited this visitor. There is no answer yet." in refused.content.decode()
    assert as_anna.post(path(vera), TEXT).status_code == 409
    assert Conversation.objects.count() == 1


def test_one_who_is_faster_between_look_and_act_is_named_too(as_anna, anna, boris, shop, vera, monkeypatch):
    set_availability(anna, "online")
    from foyer.desk.live import views

    def slow(**words):
        invite(shop, vera.actor, boris, client_id="faster")
        return act(**words)

    act = views.invite_visitor
    monkeypatch.setattr(views, "invite_visitor", slow)
    refused = send(as_anna, vera, client_id="i-2").content.decode()
    assert "Boris Brandt invited this visitor" in refused
    assert Conversation.objects.get().agent == boris


@pytest.mark.parametrize("text", ["", "   ", "\u202e", "\x00"])
def test_nothing_written_is_refused_at_the_field(as_boris, vera, text):
    assert "Write something first." in send(as_boris, vera, text=text).content.decode()
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{7*7}}", "🦄" * 3000, "=cmd|' /C calc'!A0", "a\ud800b"]
)
def test_naughty_words_break_nothing_and_are_shown_as_they_are(as_boris, vera, text):
    assert send(as_boris, vera, text=text.encode("utf-8", "replace").decode()).status_code == 200
    page = as_boris.get(f"/inbox/{Conversation.objects.get().pk}/").content.decode()
    assert "<script>alert(1)" not in page


def test_who_waits_or_talks_already_is_opened_instead(as_boris, anna, boris, shop, vera):
    waiting = chat(vera.actor)
    assert "wrote first and waits for an answer" in dialog(as_boris, vera)
    assert f'href="/inbox/{waiting.pk}/"' in dialog(as_boris, vera)
    accept_conversation(waiting.pk, anna)
    assert f"{anna.name} is in chat with this visitor." in dialog(as_boris, vera)
    end_conversation(waiting.pk, "agent", anna)
    assert "Your first line" in dialog(as_boris, vera)


def test_who_closed_it_is_written_to_again_by_a_person_who_knows(as_boris, boris, shop, vera):
    made = invite(shop, vera.actor, boris)
    decline_invitation(made.pk)
    assert "You invited this visitor, who declined." in dialog(as_boris, vera)
    end_unanswered_invitations(later(hours=1), set())
    assert "Declined an invitation at" in dialog(as_boris, vera)
    assert send(as_boris, vera, client_id="i-2").status_code == 200
    assert Conversation.objects.filter(state="invited").count() == 1


def test_who_gave_no_answer_is_told_of_too(as_boris, boris, shop, vera):
    invite(shop, vera.actor, boris)
    end_unanswered_invitations(later(hours=1), set())
    assert "Gave no answer to an invitation at" in dialog(as_boris, vera)


@pytest.mark.parametrize("state", ["away", "offline"])
def test_who_takes_no_chats_goes_online_by_sending(as_boris, boris, vera, state):
    set_availability(boris, state)
    assert "Go online and send" in dialog(as_boris, vera)
    assert "Go online and send" in send(as_boris, vera).content.decode()
    assert not Conversation.objects.exists()
    send(as_boris, vera, online="1")
    boris.refresh_from_db()
    assert (availability_of(boris).state, Conversation.objects.count()) == ("online", 1)


def test_without_the_icon_no_chat_can_be_started_and_it_says_why(as_boris, as_anna, shop, vera):
    EmbedCode.objects.update(show_chat_icon=False)
    assert f"The chat icon of {shop.name} is off" in dialog(as_boris, vera)
    assert "An administrator can switch it on." in dialog(as_boris, vera)
    assert f'href="/setup/portals/{shop.pk}/"' in dialog(as_anna, vera)
    assert "is off" in send(as_boris, vera).content.decode()
    assert not Conversation.objects.exists()


def test_on_a_page_without_a_chat_none_can_be_started(as_boris, shop, vera):
    here(vera.actor, vera.pk, has_no_chat=True)
    assert "The page that this visitor looks at shows no chat" in dialog(as_boris, vera)


def test_who_has_left_is_written_nothing(as_boris, vera):
    board.clear()
    assert "This visitor has left the website." in dialog(as_boris, vera)
    assert "has left" in send(as_boris, vera).content.decode()
    assert not Conversation.objects.exists()


def test_of_who_has_left_those_without_the_right_to_visits_hear_nothing(as_boris, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"visit": {"verbs": []}})
    boris.save()
    assert "Your first line" in dialog(as_boris, vera)
    board.clear()
    assert as_boris.get(path(vera)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitors_of_other_portals_and_strangers_find_nothing(as_boris, other_shop, stranger, method):
    theirs = visit(other_shop, browser(other_shop, 9), minutes_ago=1)
    is_here(theirs)
    assert getattr(as_boris, method)(path(theirs), TEXT).status_code == 404
    assert getattr(as_boris, method)("/live/visitors/999999/invitation/", TEXT).status_code == 404
    assert getattr(stranger, method)(path(theirs), TEXT).url.startswith("/login/")
    assert not Conversation.objects.exists()


def test_a_colleague_of_no_portal_finds_nothing(vera):
    cleo = signed_in(hire("Cleo Moreau"))
    assert cleo.post(path(vera), TEXT).status_code == 404
    assert not Conversation.objects.exists()


def test_the_dialog_asks_a_fixed_number_of_queries(as_boris, boris, shop, vera, django_assert_max_num_queries):
    dialog(as_boris, vera)
    for number in range(5):
        end_conversation(invite(shop, vera.actor, boris, client_id=f"x-{number}").pk, "agent", boris)
    with django_assert_max_num_queries(22):
        dialog(as_boris, vera)


def test_board_card_and_popup_offer_it_and_show_what_became_of_it(as_boris, boris, shop, vera):
    for page in ("/live/list/", f"/live/visitors/{vera.pk}/", f"/live/visitors/{vera.pk}/popup/"):
        assert f'hx-get="{path(vera)}"' in as_boris.get(page).content.decode()
    made = invite(shop, vera.actor, boris)
    [here] = as_boris.get("/live/").context["board"].dots
    assert (here.mark.text, here.talks, here.waits) == ("invited", False, False)
    for page in ("/live/list/", f"/live/visitors/{vera.pk}/", f"/live/visitors/{vera.pk}/popup/"):
        shown = as_boris.get(page).content.decode()
        assert path(vera) not in shown
        assert f"/inbox/{made.pk}/" in shown
    decline_invitation(made.pk)
    assert as_boris.get("/live/").context["board"].dots[0].mark.text == "declined"


def test_an_invitation_is_no_chat_on_the_board(as_boris, boris, shop, vera):
    invite(shop, vera.actor, boris)
    shown = as_boris.get("/live/list/?only=chat").context["board"]
    assert (shown.figures.in_chat, shown.figures.waiting, shown.dots) == (0, 0, [])
