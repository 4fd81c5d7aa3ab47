"""An invitation in the inbox, on the visit and in the feed (E10, B7, F69, F163, F173)."""

import pytest

from foyer.conversations.actions import decline_invitation, end_unanswered_invitations, receive_message
from foyer.events.dispatch import react_to_pending
from tests.conversations.test_invitations import invite, later
from tests.crm.people import lead
from tests.desk.chats import browser
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(shop):
    return visit(shop, browser(shop), minutes_ago=1)


@pytest.fixture
def invitation(shop, vera, boris):
    return invite(shop, vera.actor, boris)


def row(client, view="mine"):
    groups = client.get(f"/inbox/?view={view}").context["list"].groups
    return groups[0].name, groups[0].rows[0]


def test_it_stands_under_mine_marked_and_nothing_rings(as_boris, invitation):
    caption, found = row(as_boris)
    assert (caption, found.mark, found.waiting_since, found.unread) == ("Open", "invited", None, 0)
    assert 'data-ringing="0"' in as_boris.get("/shell/status/").content.decode()


def test_the_marks_say_what_became_of_it(as_boris, invitation):
    decline_invitation(invitation.pk)
    assert row(as_boris)[1].mark == "declined"
    end_unanswered_invitations(later(hours=1), set())
    assert row(as_boris)[1].mark == "no answer"


def test_an_answer_waits_like_any_other(as_boris, invitation):
    receive_message(invitation.pk, "Yes", "v-1")
    caption, found = row(as_boris)
    assert (caption, found.mark, found.unread > 0) == ("Waiting for you", "", True)


def test_it_is_in_no_list_of_missed_ones(as_boris, invitation):
    end_unanswered_invitations(later(hours=1), set())
    assert as_boris.get("/inbox/?view=missed").context["list"].groups == []
    assert as_boris.get("/inbox/?view=unassigned").context["list"].groups == []


def test_its_agent_writes_on_and_takes_it_back(as_boris, invitation):
    page = as_boris.get(f"/inbox/{invitation.pk}/").content.decode()
    for text in ("Invited, no answer yet", "Reply in the chat", "Take back"):
        assert text in page
    assert "f-acceptbar" not in page
    as_boris.post(f"/inbox/{invitation.pk}/closure/")
    assert "No answer, ended" in as_boris.get(f"/inbox/{invitation.pk}/").content.decode()


def test_a_colleague_sees_it_and_cannot_take_it(as_anna, as_boris, invitation):
    answer = as_anna.post(f"/inbox/{invitation.pk}/assignment/")
    assert (answer.status_code, "Boris Brandt has taken this chat." in answer.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda made: None, "no answer yet"),
        (lambda made: end_unanswered_invitations(later(hours=1), set()), "no answer<"),
        (lambda made: decline_invitation(made.pk), ", declined"),
    ],
)
def test_visit_and_feed_tell_what_became_of_it(as_boris, vera, invitation, happens, words):
    record = lead("Vera Lindqvist", from_actor=vera.actor)
    happens(invitation)
    for page in (f"/visits/{vera.pk}/", f"/leads/{record.pk}/"):
        shown = as_boris.get(page).content.decode()
        assert "<b>Invited to chat</b> by Boris Brandt" in shown
        assert words in shown


def test_an_answered_one_stands_in_the_feed_once_as_a_chat(as_boris, vera, invitation):
    record = lead("Vera Lindqvist", from_actor=vera.actor)
    receive_message(invitation.pk, "Yes, is it oiled?", "v-1")
    while react_to_pending():
        pass
    shown = as_boris.get(f"/leads/{record.pk}/").content.decode()
    assert "Invited to chat" not in shown
    assert shown.count(f'id="chat-{invitation.pk}"') == 1
    assert "Yes, is it oiled?" in shown


def test_the_pop_up_of_an_answer_says_who_and_what_and_only_to_those_of_the_portal(as_boris, shop, other_shop, anna):
    made = invite(shop, browser(shop, 3), anna)
    theirs = invite(other_shop, browser(other_shop, 4), anna, client_id="i-2")
    receive_message(made.pk, "Yes <b>please</b>", "v-1", "Vera")
    shown = as_boris.get(f"/inbox/{made.pk}/popup/").content.decode()
    for text in ("Vera", "answered your invitation", "Yes &lt;b&gt;please&lt;/b&gt;", f'href="/inbox/{made.pk}/"'):
        assert text in shown
    assert as_boris.get(f"/inbox/{theirs.pk}/popup/").status_code == 404
