"""Handing a chat to a colleague, and taking one over; and who may not (issue 5)."""

import re

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.team.actions import create_user, leave, set_availability
from foyer.team.models import NO_WINDOW
from foyer.team.teams import create_team, set_members
from tests.desk.chats import HTMX, browser, chat
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop, boris):
    return accept_conversation(chat(browser(shop), name="Lena Ewert").pk, boris)


def names(page):
    return re.findall(r'<span class="f-cut">([^<]*)</span><span class="f-small', page)


def test_the_dialog_names_who_could_have_it(as_boris, anna, talk):
    set_availability(anna, "away")
    dialog = as_boris.get(f"/inbox/{talk.pk}/handover/", **HTMX).content.decode()
    assert names(dialog) == ["Anna Albers"]
    assert "Away" in dialog
    assert "<dialog" in dialog
    assert "<main" in as_boris.get(f"/inbox/{talk.pk}/handover/").content.decode()


def test_why_a_colleague_is_away_stands_beside_the_name(as_boris, anna, talk):
    """B16."""
    set_availability(anna, "online")
    leave([anna.pk], NO_WINDOW)
    assert "Away, no page open" in as_boris.get(f"/inbox/{talk.pk}/handover/", **HTMX).content.decode()


def test_a_colleague_may_take_it_over(as_anna, anna, talk):
    assert names(as_anna.get(f"/inbox/{talk.pk}/handover/", **HTMX).content.decode()) == ["I take it over"]
    answer = as_anna.post(f"/inbox/{talk.pk}/handover/", {"to": anna.pk}, follow=True)
    talk.refresh_from_db()
    assert talk.agent == anna
    assert "The chat is yours now." in answer.content.decode()


def test_it_is_handed_over_with_a_note(as_boris, anna, talk):
    answer = as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": anna.pk, "note": "Wants six"}, follow=True)
    page = answer.content.decode()
    assert all(words in page for words in ("Anna Albers has the chat now", "Anna Albers joined the chat", "Wants six"))


def test_the_button_is_there_while_it_goes_on(as_boris, shop, talk):
    path = f"/inbox/{talk.pk}/handover/"
    assert path in as_boris.get(f"/inbox/{talk.pk}/").content.decode()
    end_conversation(talk.pk, "agent")
    assert path not in as_boris.get(f"/inbox/{talk.pk}/").content.decode()
    waiting = chat(browser(shop, 2))
    assert f"/inbox/{waiting.pk}/handover/" not in as_boris.get(f"/inbox/{waiting.pk}/").content.decode()


@pytest.fixture
def crew(anna, boris, shop):
    """A team of both, and Carla, who is online."""
    carla = hire("Carla Conti")
    shop.users.add(carla)
    set_availability(carla, "online")
    return set_members(create_team(anna, "Showroom"), anna, [anna, boris, carla])


def test_whoever_of_a_team_is_free_gets_it(as_boris, crew, talk):
    """E13."""
    assert "next is Carla" in as_boris.get(f"/inbox/{talk.pk}/handover/", **HTMX).content.decode()
    answer = as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": f"team-{crew.pk}", "note": "Wants six"}, follow=True)
    talk.refresh_from_db()
    assert talk.agent.name == "Carla Conti"
    assert "Carla Conti has the chat now" in answer.content.decode()


def test_where_nobody_of_the_team_is_free_it_stays_and_the_note_is_kept(as_boris, boris, crew, talk):
    set_availability(crew.members.get(name="Carla Conti"), "away")
    answer = as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": f"team-{crew.pk}", "note": "Wants six"})
    talk.refresh_from_db()
    assert (answer.status_code, talk.agent) == (409, boris)
    assert all(words in answer.content.decode() for words in ("Nobody in Showroom", "nobody is free", "Wants six"))


def test_a_team_without_anybody_of_the_portal_is_not_offered(as_boris, anna, stranger_colleague, talk):
    """T7."""
    away = set_members(create_team(anna, "Elsewhere"), anna, [stranger_colleague])
    assert "Elsewhere" not in as_boris.get(f"/inbox/{talk.pk}/handover/", **HTMX).content.decode()
    assert as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": f"team-{away.pk}"}).status_code == 400


@pytest.mark.parametrize("to", ["", "x", "999999999999999999999", "nobody of the portal"])
def test_nobody_else_gets_it(as_boris, boris, talk, stranger_colleague, to):
    """T7."""
    posted = stranger_colleague.pk if to == "nobody of the portal" else to
    assert as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": posted}).status_code == 400
    talk.refresh_from_db()
    assert talk.agent == boris


@pytest.fixture
def stranger_colleague(db):
    return create_user("cara@foyer.test", "Cara Conti", "correct horse battery")


def test_what_is_over_meanwhile_is_said(as_boris, anna, talk):
    end_conversation(talk.pk, "visitor")
    answer = as_boris.post(f"/inbox/{talk.pk}/handover/", {"to": anna.pk}, follow=True)
    assert "This chat is over." in answer.content.decode()


def test_whoever_gets_it_has_a_pop_up(as_anna, talk):
    popup = as_anna.get(f"/inbox/{talk.pk}/popup/?handed").content.decode()
    assert "is yours now" in popup
