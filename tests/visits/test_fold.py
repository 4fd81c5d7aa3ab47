"""Hits become visits, each once, whatever happens in between (F34-F49, F68-F72, R1, R5; P2)."""

import threading
import time

import pytest
from django.db import OperationalError, connection

from foyer.events.models import Event
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.lib.clock import now_ms
from foyer.visits import fold as fold_module
from foyer.visits.fold import Fold
from foyer.visits.hit import MAX_ID
from foyer.visits.models import Action, BotCount, CustomEvent, Visit, chat_key
from tests.visits.hits import CHROME, KEY, ago, body, hit

pytestmark = pytest.mark.django_db


def tell(journal, *hits, agent=CHROME, received_ms=None):
    stored = threading.Event()
    journal.append((received_ms or now_ms(), "85.214.132.117", agent, True, body(*hits)), lambda ok: stored.set())
    assert stored.wait(60)


def fold_all(fold):
    while fold.fold_next():
        pass


def test_three_pages_make_one_visit_with_their_times(journal, fold):
    tell(
        journal,
        hit(page="a", url="https://shop.example/?utm_source=news", title="Home", referrer="https://www.google.com/"),
    )
    tell(journal, hit("beat", page="a", seconds=15), hit("bye", page="a", seconds=20))
    tell(journal, hit(page="b", title="Catalogue"), hit("bye", page="b", seconds=5), hit(page="c", title="Alder bench"))
    fold_all(fold)
    visit = Visit.objects.get()
    assert (visit.pages, visit.seconds, visit.first_title, visit.last_title) == (3, 25, "Home", "Alder bench")
    assert (visit.search_engine, visit.utm, visit.browser, visit.country) == (
        "Google",
        {"source": "news"},
        "Chrome 142",
        "DE",
    )


def test_only_as_much_of_an_address_is_stored_as_the_portal_keeps(journal, board, portal):
    """B20."""
    tell(journal, hit(page="a"))
    fold_all(Fold(journal, board, lambda: {KEY: portal.pk}, lambda: {portal.pk: "short"}))
    assert Visit.objects.get().ip == "85.214.132.0"


@pytest.mark.django_db(transaction=True)
def test_whoever_was_erased_and_comes_again_is_somebody_new(journal, fold):
    """T40: what the fold remembers of a browser and its visit is stored nowhere after them."""
    tell(journal, hit(page="a", **ago(9)))
    fold_all(fold)
    for model in (Action, Visit, Actor):
        model.objects.all().delete()
    tell(journal, hit(page="b", **ago(3)))
    fold_all(fold)
    assert Visit.objects.get().pages == 1


def test_actions_are_accessed_first_and_navigation_then(journal, fold):
    tell(journal, hit(page="a", **ago(9)), hit(page="b", **ago(3)))
    fold_all(fold)
    assert list(Action.objects.order_by("at").values_list("type", flat=True)) == ["accessed", "navigation"]


def test_a_hit_sent_twice_counts_once_even_in_a_later_batch(journal, fold):
    again = hit(page="a", id="same")
    tell(journal, again)
    fold_all(fold)
    tell(journal, again, again)
    fold_all(fold)
    assert (Visit.objects.get().pages, Action.objects.count()) == (1, 1)


def test_a_new_process_goes_on_with_the_visit_that_was_open(journal, fold, portal, board):
    tell(journal, hit(page="a"))
    fold_all(fold)
    tell(journal, hit("beat", page="a", seconds=30), hit(page="b"))
    fold_all(Fold(journal, board, lambda: {KEY: portal.pk}))
    assert (Visit.objects.get().pages, Visit.objects.get().seconds) == (2, 30)


def test_after_thirty_minutes_of_silence_a_second_visit_begins(journal, fold):
    tell(journal, hit(page="a", **ago(3600)), hit(page="b", **ago(5)))
    fold_all(fold)
    assert list(Visit.objects.order_by("started").values_list("number", "pages")) == [(1, 1), (2, 1)]
    assert Actor.objects.count() == 1


def test_hits_that_were_kept_while_offline_join_the_visit_of_their_time(journal, fold):
    tell(journal, hit(page="a", **ago(7200)))
    tell(journal, hit(page="c", **ago(1)))
    fold_all(fold)
    tell(journal, hit(page="b", **ago(7100)), hit("bye", page="a", seconds=99, **ago(7101)))
    fold_all(fold)
    assert list(Visit.objects.order_by("started").values_list("pages", "seconds")) == [(2, 99), (1, 0)]


def test_a_bot_is_counted_and_makes_no_visit(journal, fold, portal):
    tell(journal, hit(), hit(), agent="Googlebot/2.1")
    fold_all(fold)
    assert (Visit.objects.count(), BotCount.objects.get(portal=portal).hits) == (0, 2)


def test_an_event_of_the_page_is_kept_with_the_visit(journal, fold):
    tell(journal, hit(page="a"), hit("event", name="added_to_basket", data={"product": "Alder"}))
    fold_all(fold)
    assert list(CustomEvent.objects.values_list("name", "data")) == [("added_to_basket", {"product": "Alder"})]


def test_a_visit_that_starts_is_an_event_of_its_actor(journal, fold):
    tell(journal, hit())
    fold_all(fold)
    event = Event.objects.get(kind="VisitStarted")
    assert (event.subject_id, event.actor_id) == (Visit.objects.get().pk, Actor.objects.get().pk)


def test_who_is_here_shows_on_the_board_until_the_page_says_goodbye(journal, fold, board):
    tell(journal, hit(page="a", title="Alder bench"))
    fold_all(fold)
    assert [visitor.title for visitor in board.here()] == ["Alder bench"]
    tell(journal, hit("bye", page="a", seconds=1))
    fold_all(fold)
    assert board.here() == []


def test_a_batch_that_fails_is_folded_again_and_counts_once(journal, fold, monkeypatch):
    tell(journal, hit(page="a"))
    real = fold_module.save
    monkeypatch.setattr(fold_module, "save", lambda *args: (_ for _ in ()).throw(OperationalError("away")))
    with pytest.raises(OperationalError):
        fold.fold_next()
    fold.forget()
    monkeypatch.setattr(fold_module, "save", real)
    fold_all(fold)
    assert Visit.objects.get().pages == 1


def test_the_number_of_queries_does_not_grow_with_the_batch(journal, fold, django_assert_max_num_queries):
    for number in range(30):
        tell(
            journal,
            hit(browser=f"browser-number-{number:04}"),
            hit("event", name="x", browser=f"browser-number-{number:04}"),
        )
    with django_assert_max_num_queries(27):
        fold_all(fold)
    assert Visit.objects.count() == 30


def test_a_day_is_a_day_of_the_organisation(journal, fold):
    half_past_eleven_at_night_utc = 1_794_526_200_000
    tell(journal, hit(), received_ms=half_past_eleven_at_night_utc)
    fold_all(fold)
    visit = Visit.objects.get()
    assert (visit.day - visit.started.date()).days == 1


@pytest.mark.django_db(transaction=True)
def test_hits_show_within_a_second(journal, fold):
    stopped = threading.Event()

    def run():
        fold.run_until(stopped)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    tell(journal, hit())
    fold.woken.set()
    waited = time.monotonic() + 60
    while not Visit.objects.exists() and time.monotonic() < waited:
        time.sleep(0.05)
    stopped.set()
    fold.woken.set()
    thread.join()
    assert Visit.objects.exists()


def test_after_a_restart_the_visit_that_is_open_goes_on_though_an_older_one_came_later(journal, fold, portal, board):
    tell(journal, hit(page="a", **ago(60)))
    fold_all(fold)
    tell(journal, hit(page="old", **ago(7200)))
    fold_all(fold)
    tell(journal, hit(page="b"))
    fold_all(Fold(journal, board, lambda: {KEY: portal.pk}))
    assert list(Visit.objects.order_by("started").values_list("pages", flat=True)) == [1, 2]


def test_a_page_that_came_late_takes_the_place_of_the_landing_page(journal, fold):
    tell(journal, hit(page="b", **ago(10)))
    fold_all(fold)
    tell(journal, hit(page="a", **ago(60)))
    fold_all(fold)
    assert list(Action.objects.order_by("at").values_list("type", flat=True)) == ["accessed", "navigation"]


@pytest.mark.django_db(transaction=True)
def test_a_browser_whose_actor_was_erased_meanwhile_comes_again_as_a_new_one(journal, fold):
    tell(journal, hit(page="a"))
    fold_all(fold)
    for model in (Action, Visit, Actor):
        model.objects.all().delete()
    tell(journal, hit(page="b"))
    fold_all(fold)
    assert list(Action.objects.values_list("page_key", flat=True)) == ["b"]


def test_no_key_that_a_visitor_may_choose_is_that_of_a_chat():
    """Or who guesses when a chat begins could have the fold refused by the database (T23)."""
    assert len(chat_key(clock.now())) > MAX_ID
