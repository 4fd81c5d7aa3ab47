"""Tasks, meetings and calls (E16)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import Conflict, Invalid, create_record
from foyer.crm.actions.activities import (
    change_activity,
    create_activity,
    delete_activity,
    finish_activity,
    move_activity,
    remind_owners,
    reopen_activity,
    restore_activity,
)
from foyer.crm.activities import (
    MOST_LATE,
    activities_among,
    activity_for,
    due_within,
    my_day,
    open_activities,
    subject_of,
    subjects_named,
    subjects_of,
)
from foyer.crm.activity_types import Span
from foyer.crm.models import Activity
from foyer.events.models import Event
from foyer.team.models import AccessProfile
from tests.crm.people import contact, deal, lead
from tests.team.people import hire

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def task(by, subject="Send quote", about=None, **values):
    return create_activity(by, {"subject": subject} | values, about)


def kinds() -> list[str]:
    return list(Event.objects.filter(subject_type="activity").order_by("pk").values_list("kind", flat=True))


def limited(user, **modules):
    user.access_profile = AccessProfile.objects.create(name="Limited", modules=modules)
    user.save()
    if hasattr(user, "_rights"):
        del user._rights


def test_whoever_makes_a_task_has_to_do_it(boris):
    made = task(boris)
    assert (made.owner, made.kind, made.actor, made.version) == (boris, "task", None, 1)
    assert kinds() == ["ActivityCreated"]


def test_a_task_hangs_on_the_actor_of_its_record(boris, shop):
    vera = lead()
    assert task(boris, about=vera).actor_id == vera.actor_id
    assert Event.objects.get(kind="ActivityCreated").actor_id == vera.actor_id


def test_a_call_is_written_down_as_done(boris, shop):
    made = create_activity(boris, {"subject": "Call", "kind": "call", "outcome": "Wants six"}, lead(), is_done=True)
    assert (made.done_at, made.done_by, made.due_at, made.outcome) == (NOW, boris, NOW, "Wants six")
    assert kinds() == ["ActivityCreated", "ActivityDone"]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"subject": " "}, "subject"),
        ({"kind": "party"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"due_at": "soon"}, "due_at"),
        ({"owner": 99999}, "owner"),
        ({"due_at": "2026-11-12T10:00", "ends_at": "2026-11-12T09:00"}, "ends_at"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field(boris, values, key):
    with pytest.raises(Invalid) as refused:
        task(boris, **values)
    assert list(refused.value.errors) == [key]
    assert not Activity.objects.exists()


def test_nobody_sets_what_foyer_fills_itself(boris):
    with pytest.raises(PermissionDenied):
        task(boris, done_at="2026-11-12")


def test_a_change_says_what_was_before(boris):
    made = change_activity(task(boris), boris, {"subject": "Send price list"}, version=1)
    assert (made.subject, made.version) == ("Send price list", 2)
    changes = Event.objects.get(kind="ActivityChanged").data["changes"]
    assert changes == [["subject", "Send quote", "Send price list", "Send quote"]]


def test_a_change_that_changes_nothing_says_nothing(boris):
    assert change_activity(task(boris), boris, {"subject": "Send quote"}).version == 1
    assert kinds() == ["ActivityCreated"]


def test_who_looked_at_an_old_version_changes_nothing(boris):
    made = task(boris)
    change_activity(made, boris, {"subject": "Other"})
    with pytest.raises(Conflict):
        change_activity(made, boris, {"subject": "Mine"}, version=1)


def test_end_and_reminder_move_along(boris):
    at = NOW + dt.timedelta(hours=1)
    hour = dt.timedelta(hours=1)
    made = task(boris, kind="meeting", due_at=at, ends_at=at + hour, remind_at=at - hour)
    move_activity(made, boris, at + 24 * hour)
    made.refresh_from_db()
    assert (made.due_at, made.ends_at, made.remind_at) == (at + 24 * hour, at + 25 * hour, at + 23 * hour)


def test_finished_twice_is_finished_once_and_can_be_taken_back(boris):
    made = task(boris)
    for _time in range(2):
        finish_activity(made, boris, "Sent")
    assert (made.done_at, made.done_by, made.outcome) == (NOW, boris, "Sent")
    reopen_activity(made, boris)
    assert (made.done_at, made.done_by) == (None, None)
    assert kinds() == ["ActivityCreated", "ActivityDone", "ActivityReopened"]


def test_what_is_deleted_is_in_no_list_and_comes_back(boris):
    made = delete_activity(task(boris, due_at=NOW), boris)
    assert my_day(boris, NOW, BERLIN).today == []
    restore_activity(made, boris)
    assert my_day(boris, NOW, BERLIN).today == [made]


def test_what_is_late_does_not_push_today_out(boris):
    for days in range(1, MOST_LATE + 10):
        task(boris, due_at=NOW - dt.timedelta(days=days))
    made = task(boris, due_at=NOW + dt.timedelta(hours=1))
    found = my_day(boris, NOW, BERLIN)
    assert (found.today, len(found.late)) == ([made], MOST_LATE)
    assert found.late[-1].due_at == NOW - dt.timedelta(days=1)


def test_my_day_is_in_the_order_of_the_clock(boris, anna):
    day = dt.timedelta(days=1)
    late, today, tomorrow, later = (task(boris, due_at=NOW + n * day) for n in (-1, 0, 1, 5))
    someday, done = task(boris), finish_activity(task(boris, due_at=NOW), boris)
    task(anna, due_at=NOW)
    found = my_day(boris, NOW, BERLIN)
    assert (found.late, found.today, found.tomorrow, found.later) == ([late], [today], [tomorrow], [later, someday])
    assert found.done == [done]


def test_a_whole_day_is_not_late_before_it_is_over(boris, anna):
    made = task(boris, due_at="2026-11-12", all_day=True)
    assert my_day(boris, NOW, BERLIN).today == [made]
    assert my_day(boris, NOW + dt.timedelta(days=1), BERLIN).late == [made]


def test_the_day_is_that_of_the_users_clock(boris):
    made = task(boris, due_at=dt.datetime(2026, 11, 12, 23, 30, tzinfo=dt.UTC))
    assert my_day(boris, NOW, BERLIN).tomorrow == [made]
    assert my_day(boris, NOW, ZoneInfo("UTC")).today == [made]


def test_a_record_lists_what_is_open_about_it(boris, shop):
    vera = lead()
    second, first = (task(boris, about=vera, due_at=NOW + dt.timedelta(days=n)) for n in (2, 1))
    finish_activity(task(boris, about=vera), boris)
    assert open_activities(boris, [vera.actor_id]) == [first, second]


def test_the_calendar_shows_mine_or_everybodys(boris, anna):
    mine, theirs = task(boris, due_at=NOW), task(anna, due_at=NOW)
    span = Span(NOW, NOW + dt.timedelta(hours=1))
    assert [due.pk for due in due_within(boris, span)] == [mine.pk, theirs.pk]
    assert [due.pk for due in due_within(boris, span, boris)] == [mine.pk]
    assert due_within(boris, Span(span.end, span.end + dt.timedelta(days=1))) == []
    assert set(activities_among(boris, [mine.pk, theirs.pk, 0])) == {mine, theirs}


def test_a_reminder_comes_once_and_to_its_owner(boris, anna):
    task(anna, remind_at=NOW, owner=boris.pk)
    task(boris, remind_at=NOW + dt.timedelta(minutes=1))
    finish_activity(task(boris, remind_at=NOW), boris)
    assert [remind_owners(NOW), remind_owners(NOW)] == [1, 0]
    assert Event.objects.get(kind="ReminderDue").data == {"owner": boris.pk}


def test_another_time_reminds_again(boris):
    made = task(boris, remind_at=NOW)
    remind_owners(NOW)
    change_activity(made, boris, {"remind_at": NOW + dt.timedelta(hours=1)})
    assert remind_owners(NOW + dt.timedelta(hours=1)) == 1


def test_who_sees_own_activities_only_sees_no_other(boris, anna):
    limited(boris, activity={"scope": "own"})
    theirs, mine = task(anna), task(boris)
    assert activity_for(boris, mine.pk) == mine
    with pytest.raises(Activity.DoesNotExist):
        activity_for(boris, theirs.pk)


def test_an_activity_about_a_record_that_is_not_seen_is_not_there(boris, anna, shop):
    secret = lead(owner=anna)
    made = task(anna, about=secret, owner=boris.pk, due_at=NOW)
    limited(boris, lead={"scope": "own"})
    assert (open_activities(boris, [secret.actor_id]), my_day(boris, NOW, BERLIN).today) == ([], [])
    assert due_within(boris, Span(NOW, NOW + dt.timedelta(1))) == []
    with pytest.raises(Activity.DoesNotExist):
        activity_for(boris, made.pk)
    with pytest.raises(PermissionDenied):
        task(boris, about=secret)


@pytest.mark.parametrize("verbs", [[], ["view"]])
def test_who_may_not_changes_nothing(boris, anna, verbs):
    made = task(anna)
    limited(boris, activity={"verbs": verbs})
    acts = [
        lambda: task(boris),
        lambda: change_activity(made, boris, {"subject": "x"}),
        lambda: finish_activity(made, boris),
        lambda: reopen_activity(made, boris),
        lambda: delete_activity(made, boris),
        lambda: restore_activity(made, boris),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_subjects_are_named_with_their_module(boris, shop):
    vera, kim = lead(), contact()
    sale = deal(kim, "open")
    found = subjects_of(boris, [vera.actor_id, sale.actor_id, None])
    assert [(s.module, s.id, s.name) for s in found.values()] == [
        ("lead", vera.pk, "Vera Lang"),
        ("deal", sale.pk, "Terrace furniture"),
    ]
    assert [s.name for s in subjects_named(boris, "LANG")] == ["Vera Lang"]
    assert subjects_named(boris, "") == []


def test_who_has_no_name_is_called_by_no_hidden_company(boris, anna, shop):
    """T7: neither where it is told, nor where one looks for it."""
    house = create_record("account", anna, {"name": "Nordisk"})
    nobody = create_record("lead", anna, {"company": "Nordisk"})
    other = create_record("contact", anna, {"account": house.pk})
    told = [subjects_of(boris, [row.actor_id])[row.actor_id].name for row in (nobody, other)]
    assert (told, len(subjects_named(boris, "nord"))) == (["Nordisk", "Nordisk"], 3)
    assert subject_of(boris, nobody).name == "Nordisk"
    limited(boris)
    boris.access_profile.fields = {"lead": {"company": "hidden"}, "contact": {"account": "hidden"}}
    told = [subjects_of(boris, [row.actor_id])[row.actor_id].name for row in (nobody, other)]
    assert (told, [each.module for each in subjects_named(boris, "nord")]) == (["", ""], ["account"])
    assert subject_of(boris, nobody).name == ""


def test_names_of_what_is_not_seen_are_not_told(boris, anna, shop):
    vera = lead(owner=anna)
    limited(boris, lead={"verbs": []})
    assert subjects_of(boris, [vera.actor_id]) == {}
    assert subjects_named(boris, "lang") == []


@pytest.mark.parametrize("each", [1, 9])
def test_my_day_needs_the_same_queries_for_any_number(boris, each, shop, django_assert_num_queries):
    for number in range(each):
        task(boris, about=lead(f"Vera {number}"), due_at=NOW + dt.timedelta(days=number))
    user = type(boris).objects.get(pk=boris.pk)
    with django_assert_num_queries(8):
        day = my_day(user, NOW, BERLIN)
        subjects_of(user, [a.actor_id for a in (*day.today, *day.later)])


def test_a_colleague_gets_what_is_given_to_them(boris, anna):
    assert task(anna, owner=boris.pk).owner == boris
    gone = hire("Gert Gone")
    gone.is_active = False
    gone.save()
    with pytest.raises(Invalid):
        task(anna, owner=gone.pk)
