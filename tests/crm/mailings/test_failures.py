"""What a mail server may do to a mailing: nobody gets it twice, and the report says what happened (R18, R19)."""

import datetime as dt

import pytest
import time_machine

from foyer.crm.mailings.actions import go_on, may_go_on
from foyer.crm.models import Mail, Run
from foyer.crm.runs.actions import may_undo, stop_run
from foyer.crm.runs.engine import resume_runs, work_off
from foyer.lib import clock
from foyer.lib.jobs import run_pending_jobs
from foyer.team.types import Refusal
from tests.crm.mailings.conftest import mailing, told
from tests.crm.runs.conftest import worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]
KIM = "kim@x.example"


def later(**much):
    """Some time on, with whatever runs then."""
    with time_machine.travel(clock.now() + dt.timedelta(**much), tick=True):
        resume_runs()
        run_pending_jobs()


def test_one_who_is_refused_stops_no_other(anna, people, post):
    post.answers[KIM] = ["550 no such user"]
    run = worked(mailing(anna, people))
    assert (run.state, run.done, run.failed) == ("done", 2, 1)
    assert post.to == ["vera@x.example", "ola@x.example"]
    assert ("failed", "The mail server refused kim@x.example: 550 no such user") in told(run)


def test_one_whom_it_wants_later_is_tried_again(anna, people, post):
    post.answers[KIM] = ["451 greylisted"]
    run = worked(mailing(anna, people))
    assert (run.state, run.done, run.error) == ("running", 2, "The mail server wants 1 mail later.")
    later(minutes=2)
    run.refresh_from_db()
    assert (run.state, run.done, run.error) == ("done", 3, "")
    assert sorted(post.to) == [KIM, "ola@x.example", "vera@x.example"]


def test_one_whom_it_never_wants_is_refused_in_the_end(anna, people, post):
    post.answers[KIM] = ["451 greylisted"] * 9
    run = worked(mailing(anna, people))
    for minutes in (2, 10, 30, 120):
        later(minutes=minutes)
    run.refresh_from_db()
    assert (run.state, run.failed) == ("done", 1)
    assert len(post.answers[KIM]) == 4


def test_a_server_that_is_down_gets_it_when_it_is_back(anna, people, post):
    post.close()
    run = worked(mailing(anna, people))
    assert (run.state, run.done, Mail.objects.filter(state="waiting").count()) == ("running", 0, 3)
    assert "The mail server takes no mails" in run.error
    post.open()
    later(minutes=2)
    run.refresh_from_db()
    assert (run.state, run.done, len(post.taken)) == ("done", 3, 3)


def test_a_server_that_is_down_for_a_day_ends_it_and_the_rest_can_be_sent(anna, people, post):
    post.close()
    run = worked(mailing(anna, people))
    later(days=1, minutes=1)
    run.refresh_from_db()
    assert (run.state, may_go_on(run, anna)) == ("failed", True)
    post.open()
    go_on(run, anna)
    run_pending_jobs()
    run.refresh_from_db()
    assert (run.state, run.done, len(post.taken)) == ("done", 3, 3)


def test_one_that_waits_for_its_server_can_be_stopped(anna, people, post):
    post.close()
    run = worked(mailing(anna, people))
    stop_run(run, anna)
    run_pending_jobs()
    run.refresh_from_db()
    assert (run.state, run.done, may_go_on(run, anna)) == ("stopped", 0, True)


def test_a_sender_who_is_refused_ends_it_after_the_first(anna, people, post):
    post.sender = "553 not your address"
    run = worked(mailing(anna, people))
    assert (run.state, post.taken) == ("failed", [])
    assert run.error == "The mail server takes no mails: 553 not your address"


def test_a_connection_that_breaks_after_the_last_line_is_not_tried_again(anna, people, post):
    post.at[2] = "hang up"
    run = worked(mailing(anna, people))
    assert (run.state, run.done, run.failed) == ("done", 2, 1)
    assert post.to == ["vera@x.example", KIM, "ola@x.example"]
    words = "It is not known whether it went out to kim@x.example, so it was not sent again."
    assert ("unknown", words) in told(run)


def test_a_connection_that_breaks_before_is_tried_again(anna, people, post):
    post.answers[KIM] = ["421 closing"]
    run = worked(mailing(anna, people))
    assert (run.state, run.done) == ("running", 1)
    later(minutes=2)
    assert sorted(post.to) == [KIM, "ola@x.example", "vera@x.example"]


def test_what_was_leaving_when_the_process_died_is_told_and_not_sent_again(anna, people, post):
    run = mailing(anna, people)
    Run.objects.filter(pk=run.pk).update(state="running", began_at=clock.now())
    Mail.objects.filter(run=run, number=1).update(state="sending")
    run = worked(run)
    assert (run.state, run.done, run.failed) == ("done", 2, 1)
    assert post.to == [KIM, "ola@x.example"]


def test_two_at_the_same_run_write_once(anna, people, post):
    run = mailing(anna, people)
    work_off(run.pk, goes_on=lambda: False)
    Run.objects.filter(pk=run.pk).update(state="waiting")  # as somebody saw it who read it before
    assert worked(run).state == "done"
    assert sorted(post.to) == [KIM, "ola@x.example", "vera@x.example"]


def test_one_that_is_stopped_sends_no_more_until_it_goes_on(anna, boris, people, post):
    run = mailing(anna, people)
    work_off(run.pk, goes_on=lambda: False)
    stop_run(run, anna)
    run = worked(run)
    assert (run.state, run.done, may_undo(run), len(post.taken)) == ("stopped", 1, False, 1)
    go_on(run, anna)
    with pytest.raises(Refusal):
        go_on(run, anna)
    run_pending_jobs()
    assert sorted(post.to) == [KIM, "ola@x.example", "vera@x.example"]
