"""The same key does a thing once, also when it is asked twice at once (E26)."""

import datetime as dt

import pytest

from foyer.api.idempotency import KEPT, prune_answers
from foyer.api.models import Answer
from foyer.crm.models import Lead
from foyer.lib import clock
from tests.api.conftest import Api
from tests.team.at_once import at_once

BODY = {"last_name": "Lang"}


def test_the_same_key_and_body_give_the_same_answer(as_anna):
    first, second = (as_anna.post("leads", BODY, Idempotency_Key="k1") for _time in range(2))

    assert (second.status_code, second.content, second["Location"]) == (201, first.content, first["Location"])
    assert (second["ETag"], second["Content-Type"], second["Idempotency-Replayed"]) == (
        first["ETag"],
        "application/json",
        "true",
    )
    assert Lead.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(as_anna):
    as_anna.post("leads", BODY, Idempotency_Key="k1")

    for path, body in (("leads", {"last_name": "Noll"}), ("contacts", BODY)):
        refused = as_anna.post(path, body, Idempotency_Key="k1")
        assert (refused.status_code, refused.json()["errors"][0]["name"]) == (422, "Idempotency-Key")


def test_keys_belong_to_their_user(as_anna, as_boris):
    ids = {client.post("leads", BODY, Idempotency_Key="k1").json()["id"] for client in (as_anna, as_boris)}

    assert len(ids) == 2


def test_what_was_refused_may_be_tried_again_under_its_key(as_anna):
    assert as_anna.post("leads", {"last_name": 1}, Idempotency_Key="k1").status_code == 422
    assert as_anna.post("leads", BODY, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 201, "with space", "ö"])
def test_a_key_is_visible_ascii(as_anna, key):
    assert as_anna.post("leads", BODY, Idempotency_Key=key).status_code == 422


def test_answers_are_kept_for_a_day(as_anna):
    first = as_anna.post("leads", BODY, Idempotency_Key="k1").json()
    prune_answers()
    Answer.objects.update(at=clock.now() - KEPT - dt.timedelta(seconds=1))

    assert as_anna.post("leads", BODY, Idempotency_Key="k1").json()["id"] != first["id"]
    Answer.objects.update(at=clock.now() - KEPT - dt.timedelta(seconds=1))
    prune_answers()
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once(anna):
    api = [Api(anna) for _thread in range(4)]
    answers = at_once(lambda one: one.post("leads", BODY, Idempotency_Key="k1"), api)

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Lead.objects.count() == 1
