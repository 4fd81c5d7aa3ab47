"""Who is who for the CRM: kinds, cards, lists, feed (D3, D6, D9, F43, F44, F61-F63, F168-F176; T7)."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.crm.access import record_for, visible
from foyer.crm.actions import change_owner, create_person, write_note
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.feeds import feed_cursor
from foyer.crm.models import Contact, Lead
from foyer.crm.queries import people_of, person_of, profiles_of_kind
from foyer.identity.queries import profile_of
from foyer.team.actions import deactivate_user
from foyer.team.queries import organisation
from tests.crm.people import browser, contact, deal, feed, lead


@pytest.mark.parametrize(
    ("stages", "kind", "reason"),
    [
        (["won", "open"], "customer", "Customer: deal “Terrace furniture” won on 3 Mar 2026"),
        (["open", "lost"], "potential", "Potential customer: deal “Terrace furniture” is open"),
        (["lost"], "contact", "Contact: no open or won deal"),
        ([], "contact", "Contact: no open or won deal"),
    ],
)
def test_deals_make_the_kind_and_the_page_says_why(shop, stages, kind, reason):
    """D3, F61-F63."""
    kim = browser(shop)
    person = contact(from_actor=kim)
    for stage in stages:
        deal(person, stage)
    card = people_of([kim.pk])[kim.pk]
    assert (card.kind, card.reason) == (kind, reason)
    assert list(profiles_of_kind(kind)) == [profile_of(kim.pk)]


def test_a_lead_is_a_lead_and_a_stranger_is_nobody(shop):
    """D9."""
    vera, stranger = browser(shop, 1), browser(shop, 2)
    lead(from_actor=vera)
    assert people_of([vera.pk, stranger.pk]).keys() == {vera.pk}
    assert person_of(vera.pk).kind == "lead"
    assert person_of(stranger.pk) is None


def test_a_person_stands_in_one_stream_only(shop):
    """D3, B5: also when lead and contact are the same person; the other record is flagged."""
    kim = browser(shop)
    person = contact(from_actor=kim, emails=["kim@y.example"])
    other = lead("Kim Noll", emails=["kim@y.example"])
    deal(person, "won")
    deal(person, "open")
    card = person_of(other.actor_id)
    assert (card.module, card.id, card.also) == ("contact", person.pk, (("lead", other.pk),))
    streams = [list(profiles_of_kind(kind)) for kind in ("customer", "potential", "contact", "lead")]
    assert streams == [[kim.pk], [], [], []]


def test_revenue_is_the_sum_of_won_deals_in_our_currency(anna):
    """D6, F44."""
    person = contact()
    for stage, amount, currency in (
        ("won", "100.50", "EUR"),
        ("won", "49.50", "EUR"),
        ("open", "7", "EUR"),
        ("won", "9", "USD"),
    ):
        deal(person, stage, amount, currency=currency)
    assert person_of(person.actor_id).revenue == Decimal("150.00")


def test_cards_cost_the_same_for_one_and_for_fifty(anna, shop, django_assert_num_queries):
    people = [contact(f"Kim {n}", from_actor=browser(shop, n), owner=anna) for n in range(50)]
    for person in people:
        deal(person, "won")
    organisation()
    for actors in ([people[0].actor_id], [person.actor_id for person in people]):
        with django_assert_num_queries(4):
            assert len(people_of(actors)) == len(actors)


@pytest.mark.parametrize("cursor", ["", "x", "1-", "-1", "9" * 18 + "-1", "1-2-3", "٣-٣", "1" * 400 + "-1"])
def test_a_broken_cursor_is_none(cursor):
    assert cursor_from(cursor) is None


@given(st.datetimes(dt.datetime(1970, 1, 1), timezones=st.just(dt.UTC)), st.integers(0, 10**17))  # noqa: DTZ001
def test_a_cursor_reads_as_it_was_written(at, row):
    assert cursor_from(Cursor(at, row).text()) == Cursor(at, row)


def test_who_has_left_sees_nobody(anna, boris):
    """T7."""
    made = lead()
    deactivate_user(boris, anna)
    assert not visible("lead", boris).exists()
    for user, number in ((boris, made.pk), (anna, made.pk + 1)):
        with pytest.raises(Lead.DoesNotExist):
            record_for(user, "lead", number)
    with pytest.raises(Contact.DoesNotExist):
        record_for(anna, "contact", made.pk)
    assert record_for(anna, "lead", made.pk) == made


def test_the_feed_holds_what_happened_on_all_channels(anna, boris, shop):
    """F168, F176."""
    vera = browser(shop)
    made = lead(from_actor=vera)
    write_note(made, boris, "First")
    change_owner(made, anna, boris)
    assert [event.kind for event in feed(made)][:2] == ["OwnerChanged", "NoteWritten"]
    assert [event.kind for event in feed(made, kinds=["NoteWritten"])] == ["NoteWritten"]


def test_the_feed_goes_on_where_it_stopped(boris):
    made = create_person("lead", last_name="Lang")
    for number in range(5):
        write_note(made, boris, f"Note {number}")
    first = feed(made, limit=4)
    rest = feed(made, before=feed_cursor(first[-1]))
    assert len({event.pk for event in first + rest}) == len(first) + len(rest) == 6


def test_the_feed_costs_two_queries(boris, django_assert_num_queries):
    made = lead()
    for number in range(10):
        write_note(made, boris, f"Note {number}")
    with django_assert_num_queries(2):
        assert {event.user_id for event in feed(made, kinds=["NoteWritten"])} == {boris.pk}
