"""Merging two records by hand, and exactly back (B1, E16)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import (
    add_identifier,
    change_record,
    create_record,
    delete_record,
    merge_records,
    set_tags,
    undo_merge,
    write_note,
)
from foyer.crm.merges import kept_instead
from foyer.crm.models import Account, Contact, CustomField, Deal, DealContact, Merge
from foyer.events.models import Event
from foyer.identity.queries import actors_of
from foyer.identity.verify import verify
from foyer.team.models import AccessProfile
from foyer.team.types import Refusal
from tests.crm.people import browser, contact, deal, feed


@pytest.fixture
def two(anna):
    first = create_record("contact", anna, {"first_name": "Vera", "last_name": "Lang", "city": "Kiel"})
    second = create_record("contact", anna, {"last_name": "Lange", "job_title": "Buyer", "city": "Bonn"})
    return first, second


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_kept_one_has_what_was_chosen_and_what_it_had_not(anna, two):
    kept, gone = two
    merge_records(kept, gone, anna, {"last_name": "gone"})
    now = fresh(kept)
    assert (now.first_name, now.last_name, now.job_title, now.city) == ("Vera", "Lange", "Buyer", "Kiel")
    assert (now.sort_name, fresh(gone).gone) == ("lange vera", "merged")


def test_what_was_empty_may_be_left_empty(anna, two):
    merge_records(*two, anna, {"job_title": "kept"})
    assert fresh(two[0]).job_title == ""


def test_the_feed_of_the_kept_one_is_that_of_both(anna, two, shop):
    kept, gone = two
    write_note(gone, anna, "Likes oak")
    merge_records(kept, gone, anna)
    assert {"NoteWritten", "RecordsMerged"} <= {event.kind for event in feed(kept)}
    assert Event.objects.get(kind="NoteWritten").actor_id == gone.actor_id


def test_deals_and_parts_in_deals_move(anna, two):
    kept, gone = two
    moved, other = deal(gone, "open"), deal(kept, "open")
    for pair in ((other, kept), (other, gone), (moved, gone)):
        DealContact.objects.create(deal=pair[0], contact=pair[1], role="pays")
    merge_records(kept, gone, anna)
    assert fresh(moved).contact == kept
    assert list(DealContact.objects.order_by("pk").values_list("deal", "contact")) == [
        (other.pk, kept.pk),
        (moved.pk, kept.pk),
    ]


def test_contacts_deals_and_daughters_of_an_account_move(anna):
    kept, gone = (create_record("account", anna, {"name": name}) for name in ("Lang", "Lang GmbH"))
    person = create_record("contact", anna, {"last_name": "Noll", "account": gone.pk})
    daughter = create_record("account", anna, {"name": "Daughter", "parent": gone.pk})
    merge_records(kept, gone, anna)
    assert (fresh(person).account, fresh(daughter).parent) == (kept, kept)


def test_custom_links_move(anna, two):
    CustomField.objects.create(module="deal", key="c_boss", label="Boss", kind="record", options={"target": "contact"})
    made = create_record("deal", anna, {"name": "Terrace", "c_boss": two[1].pk})
    merge = merge_records(*two, anna)
    assert fresh(made).custom == {"c_boss": two[0].pk}
    undo_merge(merge, anna)
    assert fresh(made).custom == {"c_boss": two[1].pk}


@pytest.mark.parametrize("keeps_the_upper", [True, False])
def test_an_account_never_comes_to_stand_below_itself(anna, keeps_the_upper):
    top = create_record("account", anna, {"name": "Top"})
    middle = create_record("account", anna, {"name": "Middle", "parent": top.pk})
    low = create_record("account", anna, {"name": "Low", "parent": middle.pk})
    merge = merge_records(*((top, low) if keeps_the_upper else (low, top)), anna)
    assert [fresh(row).parent_id for row in (top, middle, low)].count(None) >= 1
    kept = fresh(top if keeps_the_upper else low)
    assert (kept.parent_id, fresh(middle).parent_id) == (None, kept.pk)
    undo_merge(merge, anna)
    assert [fresh(row).parent_id for row in (top, middle, low)] == [None, top.pk, middle.pk]


def test_a_chosen_stage_brings_what_belongs_to_it(anna, two):
    kept, gone = deal(two[0], "open", "10"), deal(two[0], "won", "20")
    merge = merge_records(kept, gone, anna, {"stage": "gone"})
    assert (fresh(kept).state, fresh(kept).closed_at, fresh(kept).amount) == ("won", gone.closed_at, 10)
    undo_merge(merge, anna)
    assert (fresh(kept).state, fresh(kept).closed_at) == ("open", None)


def test_two_contacts_are_joined_by_hand_and_part_again(anna, two, shop):
    kept, gone = two
    add_identifier(gone, anna, "email", "vera@lang.example")
    seen = browser(shop)
    merge = merge_records(kept, gone, anna)
    assert set(actors_of(kept.actor_id)) == {kept.actor_id, gone.actor_id}
    undo_merge(merge, anna)
    assert [actors_of(row.actor_id) for row in two] == [[kept.actor_id], [gone.actor_id]]
    assert (verify(), seen.profile_id) == ([], seen.pk)


def test_what_happened_since_stays_when_a_merge_is_undone(anna, two):
    kept, gone = two
    merge = merge_records(kept, gone, anna, {"city": "gone"})
    change_record(fresh(kept), anna, {"city": "Hamburg"})
    set_tags(kept, anna, ["new"])
    late = deal(kept, "open")
    undo_merge(merge, anna)
    assert (fresh(kept).city, fresh(kept).job_title, fresh(gone).city) == ("Hamburg", "", "Bonn")
    assert (fresh(late).contact, kept.actor.taggings.count()) == (kept, 1)


def test_undoing_twice_is_undoing_once(anna, two):
    merge = merge_records(*two, anna)
    undo_merge(merge, anna)
    undo_merge(Merge.objects.get(), anna)
    assert Event.objects.filter(kind="MergeUndone").count() == 1


def test_a_merge_below_another_is_undone_after_it(anna, two):
    third = create_record("contact", anna, {"last_name": "Lang"})
    below = merge_records(*two, anna)
    above = merge_records(third, fresh(two[0]), anna)
    assert kept_instead(fresh(two[1])) == third
    with pytest.raises(Refusal):
        undo_merge(below, anna)
    undo_merge(above, anna)
    undo_merge(below, anna)
    assert [fresh(row).gone for row in two] == ["", ""]
    assert kept_instead(fresh(two[1])) is None


def test_neither_one_with_itself_nor_two_kinds_nor_what_is_gone(anna, two):
    someone = create_record("lead", anna, {"last_name": "Lang"})
    for pair in ((two[0], two[0]), (two[0], someone), (two[0], delete_record(two[1], anna))):
        with pytest.raises(Refusal):
            merge_records(*pair, anna)


@pytest.mark.parametrize("verbs", [["view", "edit"], ["view", "delete"], ["view"]])
def test_who_may_not_edit_and_delete_neither_merges_nor_undoes(anna, boris, two, verbs):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": verbs}})
    with pytest.raises(PermissionDenied):
        merge_records(*two, boris)
    merge = merge_records(*two, anna)
    with pytest.raises(PermissionDenied):
        undo_merge(merge, boris)


def test_nobody_chooses_a_value_that_they_may_not_write(anna, boris, two):
    boris.access_profile = AccessProfile.objects.create(modules={}, fields={"contact": {"city": "read"}})
    with pytest.raises(PermissionDenied):
        merge_records(*two, boris, {"city": "gone"})


def test_nothing_merges_two_contacts_by_itself(anna):
    for _time in range(2):
        contact("Kim Noll", emails=["kim@noll.example"], phones=["+4915112345678"])
    assert {person.gone for person in Contact.objects.all()} == {""}
    assert len({person.actor.profile_id for person in Contact.objects.select_related("actor")}) == 2


def test_the_rest_of_the_world_is_as_it_was(anna, two):
    house = create_record("account", anna, {"name": "Lang"})
    before = list(Account.objects.values()), list(Deal.objects.values())
    undo_merge(merge_records(*two, anna), anna)
    assert (list(Account.objects.values()), list(Deal.objects.values())) == before
    assert house.version == 1
