"""The feed of a record (F168-F176)."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, send_message, start_conversation
from foyer.crm.actions import (
    add_identifier,
    change_status,
    claim_of_visitor,
    describe_identifier,
    update_person,
    write_note,
)
from foyer.desk.records.table import MAKERS
from foyer.events.reactions import group_reactions_to, reactions_to
from foyer.identity.actions import browser_actor, claim
from foyer.team.models import AccessProfile
from tests.crm.people import lead
from tests.desk.house import is_here, visit

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
TELL_OPEN_PAGES = {
    "refresh_record",
    "refresh_inbox",
    "refresh_dots",
    "refresh_activities",
    "refresh_belongings",
    "tell_of_form",
}


@pytest.fixture
def actor(shop):
    return browser_actor(shop.pk, "browser-00000000000001")


@pytest.fixture
def vera(actor, shop, boris):
    return lead("Vera Lindqvist", from_actor=actor, portal=shop, owner=boris)


def chat(shop, actor, agent=None, text="Can the bench stay outside?"):
    """A chat that the agent took, answered and ended."""
    made = start_conversation(
        portal_id=shop.pk, actor_id=actor.pk, visitor_name="Vera", text=text, client_id=text[:20],
        page_url="https://shop.example/", page_title="Shop", language="en",
    )  # fmt: skip
    if agent:
        accept_conversation(made.pk, agent)
        send_message(made.pk, agent, "Yes, oiled oak can.", "answer", "agent")
        send_message(made.pk, agent, "She is from the trade.", "note", "note")
        end_conversation(made.pk, "agent", agent)
    return made


def kinds(client, person, query=""):
    """The kinds of the entries on a page of the feed."""
    page = client.get(f"/leads/{person.pk}/feed/{query}").context["feed"]
    return [entry.kind for day in page.days for entry in day.entries]


def test_the_newest_stands_first(as_boris, shop, actor, vera, boris):
    chat(shop, actor, boris)
    write_note(vera, boris, "8 % is fine.")
    assert kinds(as_boris, vera)[:2] == ["note", "chat"]
    assert "created_lead" in kinds(as_boris, vera)


def test_a_visit_in_progress_stands_on_top(as_boris, shop, actor, vera, boris):
    going_on = visit(shop, actor, minutes_ago=20)
    write_note(vera, boris, "Written later.")
    assert kinds(as_boris, vera)[0] == "note"
    is_here(going_on)
    assert kinds(as_boris, vera)[0] == "visit"
    assert b"in progress" in as_boris.get(f"/leads/{vera.pk}/feed/").content


def test_a_chat_shows_request_agent_begin_end_and_a_link(as_boris, shop, actor, vera, boris):
    """F169-F173."""
    chat(shop, actor, boris)
    page = as_boris.get(f"/leads/{vera.pk}/feed/").content.decode()
    for shown in ("Boris Brandt", "Vera", "Can the bench stay outside?", "Began", "Ended", "Open transcript"):
        assert shown in page
    assert "#message-circle" in page


def test_the_transcript_opens_with_begin_and_end_and_without_notes(as_boris, shop, actor, vera, boris):
    """F174, T1."""
    made = chat(shop, actor, boris)
    page = as_boris.get(f"/transcripts/{made.pk}/").content.decode()
    for shown in ("Chat started on", "Chat ended on", "Yes, oiled oak can."):
        assert shown in page
    assert "from the trade" not in page


def test_a_transcript_of_a_portal_that_is_not_mine_is_not_found(as_boris, other_shop):
    """T7."""
    made = chat(other_shop, browser_actor(other_shop.pk, "browser-00000000000009"))
    assert as_boris.get(f"/transcripts/{made.pk}/").status_code == 404


def test_chats_and_visits_of_other_portals_are_left_out(as_boris, as_anna, other_shop, vera, actor):
    """T7: the same person on a website whose agents Boris is not among."""
    elsewhere = browser_actor(other_shop.pk, "browser-00000000000009")
    for who in (actor, elsewhere):
        claim(who, "email", "vera@lindqvist.example", event_ref="x", level=1, way="chat_form")
    chat(other_shop, elsewhere, text="A secret of the other shop")
    visit(other_shop, elsewhere)
    assert b"A secret of the other shop" not in as_boris.get(f"/leads/{vera.pk}/").content
    assert b"A secret of the other shop" in as_anna.get(f"/leads/{vera.pk}/").content


@pytest.mark.parametrize(("chip", "only"), [("visits", "visit"), ("chats", "chat"), ("notes", "note")])
def test_chips_narrow_the_feed(as_boris, shop, actor, vera, boris, chip, only):
    """F176."""
    visit(shop, actor)
    chat(shop, actor, boris)
    write_note(vera, boris, "8 % is fine.")
    assert set(kinds(as_boris, vera, f"?kind={chip}")) == {only}


def test_a_join_says_why_and_can_be_undone(as_boris, vera, shop):
    """B1."""
    claim(vera.actor, "email", "vera@lindqvist.example", event_ref="a", level=1, way="agent")
    second = browser_actor(shop.pk, "browser-00000000000002")
    claim(second, "email", "vera@lindqvist.example", event_ref="b", level=1, way="chat_form")
    page = as_boris.get(f"/leads/{vera.pk}/feed/")
    joins = [entry.join for day in page.context["feed"].days for entry in day.entries if entry.join]
    assert b"Joined by the same e-mail address" in page.content
    assert b"vera@lindqvist.example: shown in the web chat" in page.content
    as_boris.post(f"/leads/{vera.pk}/decisions/{joins[0].decision}/undoing/")
    second.refresh_from_db()
    vera.actor.refresh_from_db()
    assert second.profile_id != vera.actor.profile_id


def test_decisions_about_others_cannot_be_undone_here(as_boris, vera, shop):
    other = lead("Paula Kern")
    claim(other.actor, "email", "p@kern.example", event_ref="a", level=1, way="agent")
    claim(
        browser_actor(shop.pk, "browser-00000000000003"),
        "email",
        "p@kern.example",
        event_ref="b",
        level=1,
        way="chat_form",
    )
    page = as_boris.get(f"/leads/{other.pk}/feed/").context["feed"]
    decision = next(entry.join.decision for day in page.days for entry in day.entries if entry.join)
    assert as_boris.post(f"/leads/{vera.pk}/decisions/{decision}/undoing/").status_code == 404


def test_small_changes_fold_together(as_boris, vera, boris):
    change_status(vera, boris, "contacted")
    update_person(vera, boris, company="Landskap AB", city="Malmö")
    page = as_boris.get(f"/leads/{vera.pk}/feed/")
    assert b"3 changes" in page.content
    assert b"changed status from New to Contacted" in page.content


def test_addresses_that_come_later_are_told(as_boris, actor, vera, boris):
    shown = add_identifier(vera, boris, "email", "vera@home.example")
    describe_identifier(vera, boris, shown.identifier_id, label="private")
    describe_identifier(vera, boris, shown.identifier_id, primary=True)
    claim_of_visitor(actor, "phone", "+4915112345678", event_ref="chat:2", level=1, way="chat_form")
    page = as_boris.get(f"/leads/{vera.pk}/feed/?kind=changes").content.decode()
    for line in (
        "Boris Brandt added vera@home.example",
        "Boris Brandt noted vera@home.example as: Private",
        "Boris Brandt made vera@home.example the primary one",
        "+4915112345678 is known now",
    ):
        assert line in page


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_entries_of_each_kind_appear_by_themselves(kind):
    reactions = [*reactions_to(kind), *group_reactions_to(kind)]
    assert {reaction.__name__ for reaction in reactions} & TELL_OPEN_PAGES


def test_a_note_comes_into_the_feed_and_is_escaped(as_boris, vera):
    """T15."""
    answer = as_boris.post(f"/leads/{vera.pk}/notes/", {"text": "<b>8 %</b>"}, **HTMX)
    assert b"&lt;b&gt;8 %&lt;/b&gt;" in answer.content
    assert b'id="feed-top"' in answer.content


def test_an_empty_note_is_refused_with_a_sentence(as_boris, vera):
    answer = as_boris.post(f"/leads/{vera.pk}/notes/", {"text": "  "}, **HTMX)
    assert b"Write something first." in answer.content


def test_scrolling_goes_on_where_it_ended(as_boris, vera, boris):
    for number in range(70):
        write_note(vera, boris, f"Note {number:02}")
    first = as_boris.get(f"/leads/{vera.pk}/feed/?kind=notes").context["feed"]
    second = as_boris.get(
        f"/leads/{vera.pk}/feed/?kind=notes&before={first.next_cursor}&last_day={first.days[-1].date}"
    ).context["feed"]
    texts = [entry.note.text for page in (first, second) for day in page.days for entry in day.entries]
    assert texts == [f"Note {number:02}" for number in range(69, 9, -1)]
    assert not second.days[0].is_new


def test_a_nudge_brings_what_is_new_and_loses_nothing(as_boris, vera, boris):
    for number in range(40):
        write_note(vera, boris, f"Note {number:02}")
    before = as_boris.get(f"/leads/{vera.pk}/feed/?kind=notes").context["feed"]
    write_note(vera, boris, "Fresh")
    after = as_boris.get(f"/leads/{vera.pk}/feed/?kind=notes&until={before.until}").context["feed"]
    texts = [entry.note.text for day in after.days for entry in day.entries]
    assert texts[0] == "Fresh"
    assert texts[-1] == "Note 10"


@pytest.mark.parametrize("many", [2, 15])
def test_the_feed_costs_the_same_for_few_and_for_many(
    as_boris, shop, actor, vera, boris, many, django_assert_max_num_queries
):
    for number in range(many):
        visit(shop, actor, minutes_ago=number)
        chat(shop, actor, boris, f"Question {number}")
        write_note(vera, boris, "A note")
    as_boris.get(f"/leads/{vera.pk}/feed/")
    with django_assert_max_num_queries(16):
        as_boris.get(f"/leads/{vera.pk}/feed/")


def test_a_join_tells_no_address_that_is_hidden(as_boris, boris, vera, shop):
    """T7; and not from where it came, where sources are hidden."""
    claim(vera.actor, "email", "vera@lindqvist.example", event_ref="a", level=1, way="agent")
    second = browser_actor(shop.pk, "browser-00000000000002")
    claim(second, "email", "vera@lindqvist.example", event_ref="b", level=1, way="chat_form")
    fields = {"lead": {"emails": "hidden", "phones": "hidden", "source": "hidden"}}
    boris.access_profile = AccessProfile.objects.create(name="P", fields=fields)
    boris.save()
    page = as_boris.get(f"/leads/{vera.pk}/feed/").content
    assert b"Joined by the same e-mail address" in page
    assert b"vera@lindqvist.example" not in page
