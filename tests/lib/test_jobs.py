"""Jobs are kept in the database, run after the commit, and are tried again (R18, R19)."""

import contextlib
import datetime as dt
import threading

import pytest
import time_machine
from django.db import connections, transaction
from django_tasks_db.models import DBTaskResult

from foyer.lib.jobs import PROMPT, WORK, Failed, Schedule, enqueue, job, prompt_job, run_jobs_until, run_pending_jobs
from foyer.lib.jobs.worker import wake_jobs

pytestmark = pytest.mark.django_db(transaction=True)
ran: list[str] = []


@job
def greet(name: str) -> None:
    ran.append(name)


@job
def stumble(times: int) -> None:
    ran.append("try")
    if len(ran) < times:
        raise Failed("not yet")


@job
def give_up() -> None:
    ran.append("once")
    raise Failed("never", permanent=True)


@prompt_job
def ring(name: str) -> None:
    ran.append(name)
    if len(ran) < 2:
        raise Failed("engaged")


@pytest.fixture(autouse=True)
def forget():
    ran.clear()


def test_a_job_runs_once():
    enqueue(greet, "Vera")
    run_pending_jobs()
    run_pending_jobs()
    assert ran == ["Vera"]


def test_a_job_of_a_transaction_that_fails_never_runs():
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        enqueue(greet, "Vera")
        raise ZeroDivisionError
    run_pending_jobs()
    assert ran == []


def test_a_job_that_fails_is_tried_again_after_a_pause():
    start = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        enqueue(stumble, 2)
        run_pending_jobs()
        run_pending_jobs()
        assert ran == ["try"]
        clock.shift(11)
        run_pending_jobs()
    assert ran == ["try", "try"]


def test_a_job_that_somebody_waits_for_waits_for_no_other_and_is_tried_again_as_promptly():
    start = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
    enqueue(greet, "Boris")
    with time_machine.travel(start, tick=False) as clock:
        enqueue(ring, "Vera")
        run_pending_jobs(PROMPT)
        clock.shift(11)
        run_pending_jobs(PROMPT)
    assert ran == ["Vera", "Vera"]
    run_pending_jobs(WORK)
    assert ran == ["Vera", "Vera", "Boris"]


def test_a_job_that_can_never_work_is_tried_once_and_kept_as_failed():
    enqueue(give_up)
    run_pending_jobs()
    assert ran == ["once"]
    assert DBTaskResult.objects.failed().count() == 1


def test_the_schedule_runs_what_is_due_and_survives_what_fails():
    now = [0.0]
    schedule = Schedule(clock=lambda: now[0])
    schedule.every(5, "greet", lambda: ran.append("hello"))
    schedule.every(10, "broken", lambda: 1 / 0)
    assert schedule.run_due() == []
    now[0] = 10.0
    assert schedule.run_due() == ["greet", "broken"]
    assert schedule.run_due() == []
    assert ran == ["hello"]


def test_what_is_rare_may_have_its_first_turn_soon():
    now = [0.0]
    schedule = Schedule(clock=lambda: now[0])
    schedule.every(100, "look", lambda: None, first_s=2)
    turns = []
    for now[0] in (1.0, 2.0, 50.0, 101.9, 102.0):
        turns.append(schedule.run_due())
    assert turns == [[], ["look"], [], [], ["look"]]


def test_who_stops_need_not_wait_for_the_next_look(monkeypatch):
    monkeypatch.setattr("foyer.lib.jobs.worker.LOOK_EVERY_S", 3600)
    stopped = threading.Event()

    def work():
        run_jobs_until(stopped)
        connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    stopped.set()
    wake_jobs()
    thread.join(timeout=60)
    assert not thread.is_alive()
