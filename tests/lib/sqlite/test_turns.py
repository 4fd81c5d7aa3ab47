"""Who came first writes next, and nobody is locked out (R2)."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from foyer.events.models import Event
from foyer.lib.sqlite.turns import Turns


def in_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_they_come_in_the_order_in_which_they_asked():
    turns, order, threads = Turns(), [], []
    assert turns.take(1)

    def write(number):
        assert turns.take(5)
        order.append(number)
        turns.leave()

    for number in range(5):
        threads.append(in_thread(lambda number=number: write(number)))
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_takes_it_again_at_once_comes_last():
    turns, order = Turns(), []
    assert turns.take(1)

    def other():
        assert turns.take(5)
        order.append("other")
        turns.leave()

    thread = in_thread(other)
    while not turns._waiting:
        time.sleep(0.001)
    turns.leave()
    assert turns.take(5)
    order.append("greedy")
    turns.leave()
    thread.join()
    assert order == ["other", "greedy"]


def test_patience_ends_and_the_queue_goes_on():
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.leave()
    assert turns.take(0.01)


def has_left() -> bool:
    wrapper = connections["default"]
    return not wrapper._has_turn and not wrapper._turns._is_taken


needs_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many places to write")


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_turn_goes_with_the_transaction():
    with transaction.atomic():
        assert connections["default"]._has_turn
    assert has_left()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    assert has_left()
    with transaction.atomic():
        connection.close()
    assert has_left()


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_single_statement_has_a_turn_of_its_own():
    Event.objects.filter(pk=0).delete()
    assert has_left()
    list(Event.objects.all())
    assert has_left()


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_readers_wait_for_nobody():
    seen = []

    def read():
        seen.append(Event.objects.count())
        connections.close_all()

    with transaction.atomic():
        in_thread(read).join(5)
    assert seen == [0]


@needs_sqlite
@pytest.mark.django_db(transaction=True)
def test_nobody_is_locked_out_by_one_that_writes_without_a_pause():
    """Before, this ended with "database is locked" for the second one, whose patience was shorter than its bad luck."""
    turns_of_greedy, stopped = [], threading.Event()

    def greedy():
        while not stopped.is_set():
            with transaction.atomic():
                turns_of_greedy.append(Event.objects.count())
        connections.close_all()

    thread = in_thread(greedy)
    while not turns_of_greedy:
        time.sleep(0.001)
    for _ in range(50):
        with transaction.atomic():
            Event.objects.count()
    stopped.set()
    thread.join()
    assert has_left()
