"""Canned replies through the API: everybody's are kept by administrators, one's own by oneself (E13, E26)."""

import pytest

from foyer.conversations.canned import create_canned_reply
from foyer.conversations.models import CannedReply

NEW = {"shortcut": "delivery", "text": "Hello {{visitor_first_name|there}}, ten days.", "shared": True}


@pytest.fixture
def shared(anna):
    return create_canned_reply(anna, "oil", "Oil it once a year.", for_everybody=True)


@pytest.fixture
def of_boris(boris):
    return create_canned_reply(boris, "bye", "Have a good day.", for_everybody=False)


def test_one_is_made_read_changed_and_deleted(as_anna):
    made = as_anna.post("canned_replies", NEW)
    assert (made.status_code, made.json()) == (201, NEW | {"id": made.json()["id"]})
    path = f"canned_replies/{made.json()['id']}"
    assert made["Location"] == f"/api/v1/{path}"
    assert as_anna.get(path)["ETag"] == made["ETag"]
    changed = as_anna.patch(path, {"text": "Two weeks."}, If_Match=made["ETag"])
    assert (changed.json()["shortcut"], changed.json()["text"]) == ("delivery", "Two weeks.")
    assert as_anna.delete(path, If_Match=changed["ETag"]).status_code == 204
    assert as_anna.get(path).status_code == 404


def test_who_looked_at_an_older_one_changes_and_deletes_nothing(as_anna, shared):
    path = f"canned_replies/{shared.pk}"
    old = as_anna.get(path)["ETag"]
    as_anna.patch(path, {"text": "Twice a year."})
    assert as_anna.patch(path, {"text": "Never."}, If_Match=old).status_code == 412
    assert as_anna.delete(path, If_Match=old).status_code == 412
    assert CannedReply.objects.get().text == "Twice a year."


def test_the_same_key_makes_one(as_anna):
    answers = [as_anna.post("canned_replies", NEW, Idempotency_Key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert CannedReply.objects.count() == 1


def test_each_sees_everybodys_and_his_own(as_anna, as_boris, shared, of_boris):
    seen = [[one["shortcut"] for one in api.get("canned_replies").json()["items"]] for api in (as_anna, as_boris)]
    assert seen == [["oil"], ["bye", "oil"]]


def test_pages_follow_one_another(as_boris, shared, of_boris):
    first = as_boris.get("canned_replies", limit=1).json()
    second = as_boris.get("canned_replies", limit=1, cursor=first["next_cursor"]).json()
    assert [one["shortcut"] for page in (first, second) for one in page["items"]] == ["bye", "oil"]
    assert second["next_cursor"] is None


def test_an_agent_keeps_his_own_and_none_of_everybodys(as_boris, shared):
    assert as_boris.post("canned_replies", NEW).status_code == 403
    assert as_boris.patch(f"canned_replies/{shared.pk}", {"text": "x"}).status_code == 403
    assert as_boris.delete(f"canned_replies/{shared.pk}").status_code == 403
    assert as_boris.post("canned_replies", NEW | {"shared": False}).status_code == 201
    assert set(CannedReply.objects.values_list("text", flat=True)) == {"Oil it once a year.", NEW["text"]}


def test_those_of_a_colleague_are_not_there(as_anna, of_boris):
    """T7: also for administrators."""
    path = f"canned_replies/{of_boris.pk}"
    answers = [as_anna.get(path), as_anna.patch(path, {"text": "x"}), as_anna.delete(path)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert CannedReply.objects.get().text == "Have a good day."


@pytest.mark.parametrize(
    "body",
    [{}, {"shortcut": "x"}, {"text": "x"}, NEW | {"shortcut": "a b"}, NEW | {"shortcut": ""},
     NEW | {"text": "{{password}}"}, NEW | {"text": " "}, NEW | {"text": 7},
     NEW | {"owner": 1}, NEW | {"shared": "no idea"}, NEW | {"text": "x" * 5000}],
)  # fmt: skip
def test_what_is_no_reply_is_refused(as_anna, body):
    """T14, T19."""
    assert as_anna.post("canned_replies", body).status_code == 422
    assert not CannedReply.objects.exists()


def test_a_shortcut_stands_once(as_anna, shared):
    refused = as_anna.post("canned_replies", NEW | {"shortcut": "/OIL"})
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")


def test_whose_it_is_stays(as_anna, shared):
    path = f"canned_replies/{shared.pk}"
    assert as_anna.patch(path, {"shared": False}).status_code == 422
    assert as_anna.patch(path, {"shared": True, "text": "Once."}).json()["text"] == "Once."


def test_a_list_takes_one_question(as_boris, shared, of_boris, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found = as_boris.get("canned_replies").json()["items"]
    assert {each["id"] for each in found} == {shared.pk, of_boris.pk}
