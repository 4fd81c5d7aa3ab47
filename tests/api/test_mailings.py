"""Mailings through the API: begun, read and stopped under the rules of the screens (E16, E26)."""

import pytest
from django.core import mail

from foyer.crm.actions import create_record
from foyer.crm.models import Mail, Run
from foyer.crm.runs.engine import work_off
from tests.desk.records.rights import limit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_works")]
LETTER = {"subject": "Fair for {{name}}", "text": "Dear {{first_name|friend}}, come and see."}


@pytest.fixture
def people(anna):
    return [person(anna, "Vera"), person(anna, "Kim")]


@pytest.fixture
def body(people):
    return {"module": "lead", "records": people, **LETTER}


def person(by, first):
    return create_record("lead", by, {"first_name": first, "last_name": "Lang", "emails": [f"{first}@x.example"]}).pk


def test_it_is_begun_sent_and_told(as_anna, body):
    made = as_anna.post("mailings", body)
    assert (made.status_code, made.json()["state"], made.json()["chosen"]) == (201, "waiting", 2)
    work_off(made.json()["id"])
    told = as_anna.get(made["Location"].removeprefix("/api/v1/")).json()
    assert (told["state"], told["sent"], told["left_out"], told["refused"], told["uncertain"]) == ("done", 2, 0, 0, 0)
    assert sorted(one.subject for one in mail.outbox) == ["Fair for Kim Lang", "Fair for Vera Lang"]


def test_the_same_key_writes_once(as_anna, body):
    answers = [as_anna.post("mailings", body, Idempotency_Key="k").json()["id"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert (Run.objects.count(), Mail.objects.count()) == (1, 2)


def test_one_of_which_nobody_knows_is_told_apart(as_anna, body):
    made = as_anna.post("mailings", body).json()["id"]
    Run.objects.update(state="running")
    Mail.objects.filter(number=1).update(state="sending")
    work_off(made)
    told = as_anna.get(f"mailings/{made}").json()
    assert (told["sent"], told["refused"], told["uncertain"]) == (1, 0, 1)


def test_one_that_is_stopped_sends_no_more(as_anna, body):
    path = f"mailings/{as_anna.post('mailings', body).json()['id']}"
    assert [as_anna.post(f"{path}/stop").status_code for _ in range(2)] == [200, 200]
    work_off(Run.objects.get().pk)
    assert (as_anna.get(path).json()["state"], mail.outbox) == ("stopped", [])


def test_who_may_not_export_or_edit_writes_to_nobody(as_boris, boris, body):
    for verbs in (["view", "edit"], ["view", "export"]):
        limit(boris, {"lead": {"verbs": verbs}})
        assert as_boris.post("mailings", body).status_code == 403
    assert not Run.objects.exists()


def test_those_of_colleagues_are_seen_by_administrators_only(as_anna, as_boris, body):
    """T7."""
    made = as_anna.post("mailings", body).json()["id"]
    answers = [as_boris.get(f"mailings/{made}"), as_boris.post(f"mailings/{made}/stop")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert as_boris.get("mailings").json()["items"] == []
    assert not Run.objects.get().stop_wanted
    his = as_boris.post("mailings", body).json()["id"]
    assert [one["id"] for one in as_anna.get("mailings").json()["items"]] == [his, made]


def test_those_of_a_hidden_module_are_not_there(as_boris, boris, body):
    """F229."""
    his = as_boris.post("mailings", body).json()["id"]
    limit(boris, {"lead": {"verbs": []}})
    assert as_boris.get(f"mailings/{his}").status_code == 404
    assert as_boris.get("mailings").json()["items"] == []


@pytest.mark.parametrize(
    "changed",
    [{"module": "deal"}, {"records": []}, {"records": ["x"]}, {"records": [10**9]}, {"records": [1] * 1001},
     {"subject": " "}, {"subject": ""}, {"text": "{{password}}"}, {"text": 7}, {"bcc": "x@x.example"}],
)  # fmt: skip
def test_what_is_no_mailing_is_refused(as_anna, body, changed):
    """T14, T19."""
    refused = as_anna.post("mailings", body | changed)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert not Mail.objects.exists()


def test_without_a_mail_server_it_is_said(as_anna, body, settings):
    settings.MAIL_IS_SET_UP = False
    assert "not set up" in as_anna.post("mailings", body).json()["detail"]


def test_other_runs_are_none(as_anna, anna):
    other = Run.objects.create(kind="export", module="lead", user=anna)
    assert as_anna.get(f"mailings/{other.pk}").status_code == 404


def test_a_list_takes_one_question(as_anna, body, django_assert_max_num_queries):
    for _ in range(3):
        as_anna.post("mailings", body)
    with django_assert_max_num_queries(3):
        assert len(as_anna.get("mailings").json()["items"]) == 3
