"""The doctor answers the five questions for this installation, on its page and in the shell (B14, F135-F140)."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from foyer.conversations.actions import start_conversation
from foyer.conversations.missing import miss_waiting_conversations
from foyer.desk.doctor.questions import questions
from foyer.lib import clock
from foyer.portals.actions import change_portal, deactivate_integration, disable_portal
from foyer.team.actions import set_availability
from foyer.team.models import AccessProfile
from tests.crm.people import browser, contact, deal, lead
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


def told(user, key: str) -> list[tuple[str, str]]:
    found = next(question for question in questions(user) if question.key == key)
    return [(answer.light, str(answer.sentence)) for answer in found.answers]


def test_why_am_i_not_notified_code_switch_and_people_are_looked_at(anna, shop):
    """F135."""
    assert ("bad", "Demo shop: the code was never seen on the website.") in told(anna, "notifications")
    visit(shop, browser(shop))
    change_portal(shop, anna, notify_visitors=False)
    lights = told(anna, "notifications")
    assert [light for light, _sentence in lights] == ["good", "bad"]
    assert "visitor notification is off" in lights[1][1]


def test_a_portal_or_everything_that_is_off_is_named(anna, shop):
    """F135."""
    disable_portal(shop, anna)
    assert ("bad", "Demo shop is disabled.") in told(anna, "notifications")
    deactivate_integration(anna)
    assert ("bad", "Visitor tracking and chat are off for all portals.") in told(anna, "notifications")


def test_why_do_i_not_see_the_tab_the_profile_is_named(anna, boris, shop):
    """F136."""
    assert told(anna, "tab") == [("good", "Everybody’s profile shows the Visits tab.")]
    boris.access_profile = AccessProfile.objects.create(name="Chat only", modules={"visit": {"verbs": []}})
    boris.save()
    assert told(anna, "tab") == [("warn", "Boris Brandt does not see it: the profile “Chat only” hides visits.")]
    assert told(boris, "tab")[0][0] == "bad"


def test_why_is_there_no_data_unknown_visitors_and_consent_are_named(anna, shop):
    """F137."""
    visit(shop, browser(shop))
    change_portal(shop, anna, asks_consent=True)
    sentences = " ".join(sentence for _light, sentence in told(anna, "data"))
    assert "All of the newest visits are of unknown visitors" in sentences
    assert "Demo shop asks for consent" in sentences


def test_with_known_visitors_there_is_data(anna, shop):
    """F137."""
    vera = browser(shop)
    visit(shop, vera)
    lead(from_actor=vera, emails=["vera@lang.example"], portal=shop, source="chat")
    assert told(anna, "data")[-1] == ("good", "Of the newest visits 1 is of a lead or contact.")


def test_what_happens_when_a_chat_is_missed_and_what_has_happened(anna, boris, shop):
    """F138."""
    set_availability(boris, "online")
    assert ("good", "No chat was missed in the last seven days.") in told(anna, "missed")
    assert ("good", "Boris is online for chats.") in told(anna, "missed")
    start_conversation(
        portal_id=shop.pk, actor_id=browser(shop).pk, visitor_name="Vera", text="Hello", client_id="c", page_url="",
        page_title="", language="en",
    )  # fmt: skip
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=2))
    assert ("bad", "1 missed chat still waits.") in told(anna, "missed")


def test_why_is_a_visit_in_two_streams_it_is_not_with_an_example(anna, shop):
    """F139."""
    vera = browser(shop)
    visit(shop, vera)
    deal(contact(from_actor=vera, emails=["kim@noll.example"], portal=shop, source="chat"), "won")
    assert ("good", "For example Kim Noll: customer, because a deal was won.") in told(anna, "twice")


def test_the_page_links_to_what_mends_it(as_anna, shop):
    """B14."""
    page = as_anna.get("/setup/doctor/").content.decode()
    assert f'href="/setup/portals/{shop.pk}/"' in page
    assert "Get the code" in page


def test_the_same_answers_come_in_the_shell(anna, shop):
    """B14."""
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=out)
    assert "Why am I not notified of visits to my website?" in out.getvalue()
    assert "!!  Demo shop: the code was never seen on the website. /setup/portals/" in out.getvalue()


def test_boris_gets_help_and_no_settings(as_boris, anna, shop, other_shop):
    """F140."""
    page = as_boris.get("/help/").content.decode()
    assert "What happens when an agent misses a chat?" in page
    assert f"mailto:{anna.email}" in page
    assert f"/setup/portals/{shop.pk}/" not in page
    assert "Other shop" not in page


def test_boris_may_not_open_the_doctor(as_boris):
    assert as_boris.get("/setup/doctor/").status_code == 403


def test_who_belongs_to_no_portal_is_told(anna, boris):
    assert told(boris, "data") == [("bad", "You belong to no portal. An administrator can add you to one.")]


def test_it_takes_a_fixed_number_of_queries(anna, shop, other_shop, django_assert_num_queries):
    visit(shop, browser(shop))
    questions(anna)
    with django_assert_num_queries(QUERIES):
        questions(anna)


QUERIES = 8
