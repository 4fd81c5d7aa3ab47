"""My day, and the dialogs of an activity (E16)."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from foyer.crm.actions import write_note
from foyer.crm.actions.activities import create_activity, finish_activity
from foyer.crm.models import Activity, Mention
from foyer.desk.activities.forms import initial_of, moments
from foyer.team.models import AccessProfile
from tests.crm.people import lead

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}
FORM = {"subject": "Send quote", "kind": "task", "day": "2026-11-13", "owner": "", "reminder": "", "priority": ""}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def task(by, subject="Send quote", about=None, **values):
    return create_activity(by, {"subject": subject} | values, about)


def limited(user, **modules):
    user.access_profile = AccessProfile.objects.create(name="Limited", modules=modules)
    user.save()


def text(answer) -> str:
    return answer.content.decode()


def test_a_day_before_stays_so_when_clocks_change_in_between(boris):
    """Berlin's night before 28 March 2027 is an hour short."""
    with timezone.override("Europe/Berlin"):
        made = task(boris, **moments(dt.date(2027, 3, 28), dt.time(10), None, "1440"))
        made.refresh_from_db()
        assert initial_of(made)["reminder"] == "1440"


def test_my_day_shows_what_is_late_and_what_is_due(as_boris, boris, shop):
    task(boris, "Call back", lead(), due_at=NOW - dt.timedelta(days=2))
    task(boris, "Send quote", due_at=NOW + dt.timedelta(hours=2))
    page = text(as_boris.get("/activities/day/"))
    assert all(words in page for words in ("2 days late", "Vera Lang", "today 15:00", "Call back"))
    assert page.index("Call back") < page.index("Send quote")


def test_an_empty_day_says_so_and_offers_to_begin(as_boris):
    assert "Nothing to do" in text(as_boris.get("/activities/day/"))


def test_fetched_again_it_is_the_list_only(as_boris):
    assert "<html" not in text(as_boris.get("/activities/day/", headers=HTMX))


def test_a_new_activity_hangs_on_its_record(as_boris, boris, shop):
    vera = lead()
    answer = as_boris.post("/activities/new/", FORM | {"about": f"lead-{vera.pk}", "owner": boris.pk}, headers=HTMX)
    made = Activity.objects.get()
    assert (answer.status_code, made.actor_id, made.all_day) == (200, vera.actor_id, True)
    assert "foyer:activities" in answer["HX-Trigger"]
    assert "Send quote is on the list" in text(answer)


def test_the_form_knows_what_it_is_about(as_boris, shop):
    vera = lead()
    page = text(as_boris.get(f"/activities/new/?about=lead-{vera.pk}&day=2026-11-20", headers=HTMX))
    assert "Vera Lang" in page
    assert 'value="2026-11-20"' in page
    assert "data-show-now" in page


def test_an_hour_and_a_reminder_are_in_the_time_of_the_user(as_boris, boris):
    as_boris.post("/activities/new/", FORM | {"time": "09:30", "ends": "10:00", "reminder": "30"}, headers=HTMX)
    made = Activity.objects.get()
    assert made.due_at == dt.datetime(2026, 11, 13, 8, 30, tzinfo=dt.UTC)
    assert (made.ends_at - made.due_at, made.due_at - made.remind_at) == (dt.timedelta(minutes=30),) * 2


def test_of_a_whole_day_one_is_reminded_in_the_morning(as_boris):
    as_boris.post("/activities/new/", FORM | {"reminder": "0"}, headers=HTMX)
    assert Activity.objects.get().remind_at == dt.datetime(2026, 11, 13, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "This field is required"),
        ({"day": "soon"}, "Enter a valid date"),
        ({"time": "10:00", "ends": "09:00"}, "It ends before it begins."),
        ({"owner": "9999"}, "Select a valid choice"),
        ({"kind": "party"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(as_boris, change, sentence):
    page = text(as_boris.post("/activities/new/", FORM | {"place": "Malmö"} | change, headers=HTMX))
    assert sentence in page
    assert "Malmö" in page
    assert not Activity.objects.exists()


def test_an_activity_is_changed_in_its_dialog(as_boris, boris):
    made = task(boris, due_at=NOW)
    assert 'value="Send quote"' in text(as_boris.get(f"/activities/{made.pk}/", headers=HTMX))
    as_boris.post(f"/activities/{made.pk}/", FORM | {"subject": "Send list", "version": "1"}, headers=HTMX)
    made.refresh_from_db()
    assert (made.subject, made.all_day, made.owner) == ("Send list", True, None)


def test_opening_and_saving_changes_nothing(as_boris, boris):
    made = task(boris, due_at=NOW, ends_at=NOW + dt.timedelta(hours=1), remind_at=NOW - dt.timedelta(minutes=30))
    form = as_boris.get(f"/activities/{made.pk}/", headers=HTMX).context["form"]
    values = {field.html_name: field.value() for field in form}
    sent = {name: getattr(value, "isoformat", lambda v=value: v)() for name, value in values.items()}
    as_boris.post(f"/activities/{made.pk}/", {k: v or "" for k, v in sent.items()}, headers=HTMX)
    made.refresh_from_db()
    assert made.version == 1


def test_who_looked_at_an_old_version_is_told(as_boris, boris):
    made = task(boris)
    Activity.objects.filter(pk=made.pk).update(version=3)
    page = text(as_boris.post(f"/activities/{made.pk}/", FORM | {"version": "1"}, headers=HTMX))
    assert "Somebody changed this record meanwhile" in page


def test_a_tick_finishes_and_undo_opens_again(as_boris, boris):
    made = task(boris)
    page = text(as_boris.post(f"/activities/{made.pk}/done/", headers=HTMX))
    made.refresh_from_db()
    assert (made.done_by, 'name="done" value="0"' in page) == (boris, True)
    as_boris.post(f"/activities/{made.pk}/done/", {"done": "0"}, headers=HTMX)
    made.refresh_from_db()
    assert made.done_at is None


def test_a_deleted_one_comes_back_by_undo(as_boris, boris):
    made = task(boris)
    assert 'name="deleted" value="0"' in text(as_boris.post(f"/activities/{made.pk}/deletion/", headers=HTMX))
    assert "Nothing to do" in text(as_boris.get("/activities/day/"))
    as_boris.post(f"/activities/{made.pk}/deletion/", {"deleted": "0"}, headers=HTMX)
    assert "Send quote" in text(as_boris.get("/activities/day/"))


def test_a_call_is_logged_with_its_outcome(as_boris, boris, shop):
    vera = lead()
    sent = {"about": f"lead-{vera.pk}", "direction": "in", "outcome": "Wants six benches"}
    as_boris.post("/activities/call/", sent, headers=HTMX)
    made = Activity.objects.get()
    assert (made.kind, made.subject, made.outcome, made.done_at) == ("call", "Incoming call", "Wants six benches", NOW)


def test_without_script_one_comes_back_to_where_one_was(as_boris, boris):
    made = task(boris)
    here = "http://testserver/activities/calendar/"
    answer = as_boris.post(f"/activities/{made.pk}/done/", headers={"Referer": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    answer = as_boris.post(f"/activities/{made.pk}/done/", headers={"Referer": "https://evil.example/"})
    assert answer["Location"] == "/activities/day/"
    assert "<h1" in text(as_boris.get("/activities/new/")) or "New activity" in text(as_boris.get("/activities/new/"))


def test_the_open_activities_of_a_record(as_boris, boris, shop):
    vera = lead()
    task(boris, "Send quote", vera, due_at=NOW + dt.timedelta(hours=1))
    task(boris, "Call back", vera, due_at=NOW - dt.timedelta(days=3))
    finish_activity(task(boris, "Old", vera), boris)
    page = text(as_boris.get(f"/activities/of/lead/{vera.pk}/"))
    assert page.index("Call back") < page.index("Send quote")
    assert "Old" not in page
    assert ("f-bad-t" in page, "f-warn-t" in page) == (True, True)


def test_records_are_offered_by_the_begin_of_their_name(as_boris, shop):
    lead()
    assert "Vera Lang" in text(as_boris.get("/activities/subjects/?q=läng"))
    assert "Nothing found" in text(as_boris.get("/activities/subjects/?q=%00'\"<"))


def test_a_reminder_pops_up_with_what_can_be_done(as_boris, boris):
    page = text(as_boris.get(f"/activities/{task(boris).pk}/popup/"))
    assert all(words in page for words in ("Send quote", "Done", "Tomorrow", "data-stays"))


def test_what_is_done_does_not_pop_up_again(as_boris, boris):
    made = task(boris)
    finish_activity(made, boris)
    assert as_boris.get(f"/activities/{made.pk}/popup/").status_code == 204


def test_hostile_words_are_words(as_boris, boris):
    task(boris, "<script>alert(1)</script>", due_at=NOW)
    for path in ("/activities/day/", "/activities/calendar/", "/activities/calendar/?view=week"):
        page = text(as_boris.get(path))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_where_colleagues_named_me_stands_on_my_day_until_i_looked(as_boris, boris, anna, shop):
    vera = lead()
    write_note(vera, anna, "@Boris look at this")
    named = Mention.objects.get()
    assert "look at this" in text(as_boris.get("/activities/day/"))
    assert as_boris.get(f"/mentions/{named.pk}/")["Location"] == f"/leads/{vera.pk}/?kind=notes"
    assert "look at this" not in text(as_boris.get("/activities/day/"))


def test_what_others_were_named_for_is_not_mine(as_boris, as_anna, boris, anna, shop):
    write_note(lead(), boris, "@Anna look")
    pk = Mention.objects.get().pk
    assert as_boris.get(f"/mentions/{pk}/").status_code == 404
    assert as_boris.get(f"/mentions/{pk}/popup/").status_code == 404
    assert Mention.objects.get().seen_at is None
    assert "look" in text(as_anna.get(f"/mentions/{pk}/popup/"))


OF_ONE = ["", "popup/", "done/", "time/", "deletion/"]


@pytest.mark.parametrize("path", OF_ONE)
def test_an_activity_that_is_not_seen_is_not_there(as_boris, boris, anna, path):
    made = task(anna)
    limited(boris, activity={"scope": "own"})
    method = as_boris.get if path in {"", "popup/"} else as_boris.post
    assert method(f"/activities/{made.pk}/{path}").status_code == 404
    assert as_boris.post(f"/activities/{made.pk}/", FORM).status_code == 404


@pytest.mark.parametrize("path", ["day/", "calendar/", "new/", "call/"])
def test_a_hidden_module_is_not_there(as_boris, boris, path):
    limited(boris, activity={"verbs": []})
    assert as_boris.get(f"/activities/{path}").status_code == 404
    assert "/activities/day/" not in text(as_boris.get("/live/"))


def test_who_may_only_look_changes_nothing(as_boris, boris, anna):
    made = task(anna)
    limited(boris, activity={"verbs": ["view"]})
    for path, sent in (("", FORM), ("done/", {}), ("time/", {"day": "2026-11-20"}), ("deletion/", {})):
        assert as_boris.post(f"/activities/{made.pk}/{path}", sent, headers=HTMX).status_code == 403
    assert as_boris.post("/activities/new/", FORM).status_code == 403
    assert as_boris.post("/activities/call/", {"direction": "in"}).status_code == 403
    assert '<fieldset class="in f-form" disabled>' in text(as_boris.get(f"/activities/{made.pk}/", headers=HTMX))


@pytest.mark.parametrize("about", ["lead-99999", "lead-x", "party-1", "lead-", "activity-1", "lead-" + "9" * 30])
def test_nothing_hangs_on_what_is_not_there(as_boris, about):
    assert as_boris.get(f"/activities/new/?about={about}").status_code == 404
    assert as_boris.post("/activities/new/", FORM | {"about": about}).status_code == 404
    assert not Activity.objects.exists()


def test_nothing_hangs_on_a_record_that_is_not_seen(as_boris, boris, anna, shop):
    vera = lead(owner=anna)
    limited(boris, lead={"scope": "own"})
    assert as_boris.post("/activities/new/", FORM | {"about": f"lead-{vera.pk}"}).status_code == 404
    assert as_boris.get(f"/activities/of/lead/{vera.pk}/").status_code == 404


@pytest.mark.parametrize("each", [1, 12])
def test_my_day_needs_the_same_queries_for_any_number(as_boris, boris, each, shop, django_assert_max_num_queries):
    for number in range(each):
        task(boris, f"Task {number}", lead(f"Vera {number}"), due_at=NOW + dt.timedelta(hours=number - 4))
    as_boris.get("/activities/day/")
    with django_assert_max_num_queries(14):
        as_boris.get("/activities/day/")


HIDEABLE = {"place": "Oak Street", "text": "Bring samples", "priority": "high"}


def test_hidden_fields_are_on_no_screen_and_stay_as_they_are(as_boris, boris):
    """T7: what one does not see one neither reads nor loses."""
    made = task(boris, due_at="2026-11-12T13:00:00Z", **HIDEABLE)
    done = finish_activity(task(boris, "Call back", due_at="2026-11-12T09:00:00Z"), boris, "Agreed on oak")
    screens = ("/activities/day/", f"/activities/{made.pk}/", f"/activities/{done.pk}/")
    words = ("Oak Street", "Bring samples", "Agreed on oak", "High")
    assert all(any(word in text(as_boris.get(path)) for path in screens) for word in words)
    fields = {"activity": dict.fromkeys([*HIDEABLE, "outcome", "owner", "remind_at"], "hidden")}
    boris.access_profile = AccessProfile.objects.create(name="P", fields=fields)
    boris.save()
    for path in screens:
        shown = text(as_boris.get(path))
        assert all(word not in shown for word in words)
        assert "id_owner" not in shown
    as_boris.post(f"/activities/{made.pk}/", FORM | {"subject": "Quote", "place": "Elsewhere", "version": made.version})
    made.refresh_from_db()
    assert (made.subject, made.owner) == ("Quote", boris)
    assert {key: getattr(made, key) for key in HIDEABLE} == HIDEABLE
