"""A mail to each of many: once, by a real mail server, with a report of what became of it (E16, T19, T21)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import create_record, delete_record
from foyer.crm.feeds import events_of
from foyer.crm.mailings.actions import begin_mailing, send_test
from foyer.crm.mailings.recipients import recipients_of
from foyer.crm.mailings.unsubscribing import unsubscribe
from foyer.crm.models import Mail, Run
from foyer.team.types import Refusal
from tests.crm.mailings.conftest import LETTER, lead, mailing, told
from tests.crm.runs.conftest import limit, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]

ALL = {"all": True, "filters": {}, "added": {}, "search": ""}


def test_everybody_gets_a_mail_of_their_own(anna, people, post):
    run = worked(mailing(anna, people))
    assert (run.state, run.done, run.failed, run.skipped) == ("done", 3, 0, 0)
    assert post.recipients == [["vera@x.example"], ["kim@x.example"], ["ola@x.example"]]
    assert [mail["Subject"] for mail in post.taken] == ["Fair for Vera Lang", "Fair for Kim Noll", "Fair for Ola Berg"]
    assert post.text().startswith("Dear Vera,\n\ncome and see. Anna Albers\n\n-- \n")
    assert told(run)[0] == ("changed", "Sent to vera@x.example")


def test_it_comes_from_the_organisation_and_answers_go_to_the_user(anna, people, post):
    worked(mailing(anna, people[:1]))
    mail = post.taken[0]
    assert (mail["From"], mail["To"]) == ("Linden & Oak <hello@linden.example>", "vera@x.example")
    assert mail["Reply-To"] == f"Anna Albers <{anna.email}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<https://f.example/unsubscribe/")
    assert (mail["Cc"], mail["Bcc"]) == (None, None)


def test_who_has_no_address_the_same_one_or_wants_no_more_is_left_out(anna, people, post):
    more = [create_record("lead", anna, {"last_name": "Nemo"}), lead(anna, "Twin", "Berg", "ola@x.example")]
    unsubscribe("kim@x.example")
    run = worked(mailing(anna, [*people, *more]))
    assert post.to == ["vera@x.example", "ola@x.example"]
    assert (run.done, run.skipped, run.total) == (2, 3, 5)
    assert {message for outcome, message in told(run) if outcome == "skipped"} == {
        "No e-mail address", "Has the same address as one before", "Wants no more mails like this"
    }  # fmt: skip


def test_who_says_no_or_goes_while_it_waits_gets_none(anna, people, post):
    run = mailing(anna, people)
    unsubscribe("vera@x.example")
    delete_record(people[1], anna)
    run = worked(run)
    assert (post.to, run.done, run.skipped) == (["ola@x.example"], 1, 2)
    assert ("skipped", "Is not there any more") in told(run)


def test_a_dialog_that_is_sent_twice_writes_once(anna, people, post):
    runs = {worked(mailing(anna, people, key="a-dialog-of-annas-1")).pk for _ in range(2)}
    assert len(runs) == 1
    assert len(post.taken) == 3


def test_no_word_becomes_a_header(anna, post):
    """T21."""
    person = lead(anna, "Eve\r\nBcc: all@x.example", "Hall", "eve@x.example")
    letter = {"subject": "Hi\r\nBcc: boris@x.example {{name}}", "text": "{{name}}\r\n.\r\nMAIL FROM:<eve@x.example>"}
    worked(mailing(anna, [person], letter))
    assert post.recipients == [["eve@x.example"]]
    assert post.taken[0]["Bcc"] is None
    assert post.taken[0]["Subject"].startswith("Hi Bcc: boris@x.example Eve")
    assert "\n.\nMAIL FROM:<eve@x.example>" in post.text()


def test_what_a_person_is_called_is_never_filled_in_itself(anna, post):
    """T19."""
    worked(mailing(anna, [lead(anna, "{{agent}}", "X", "eve@x.example")], {"subject": "S", "text": "{{name}}!"}))
    assert post.text().startswith("{{agent}} X!")


@pytest.mark.parametrize(
    ("letter", "sentence"),
    [
        ({"subject": " ", "text": "x"}, "Write a subject."),
        ({"subject": "x"}, "Write something first."),
        ({"subject": "x", "text": "{{password}}"}, "“password” is none of the variables."),
    ],
)
def test_what_is_missing_is_said_first(anna, people, post, letter, sentence):
    with pytest.raises(Refusal, match=sentence):
        mailing(anna, people, letter)
    assert not Run.objects.exists()


def test_nothing_begins_without_a_mail_server_anybody_to_write_to_or_for_too_many(
    anna, people, post, settings, monkeypatch
):
    with pytest.raises(Refusal, match="None of the chosen"):
        mailing(anna, [create_record("lead", anna, {"last_name": "Nemo"})])
    monkeypatch.setattr("foyer.crm.mailings.recipients.MOST", 2)
    with pytest.raises(Refusal, match="At most 2"):
        mailing(anna, people)
    settings.MAIL_IS_SET_UP = False
    with pytest.raises(Refusal, match="not set up"):
        mailing(anna, people[:1])
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("modules", "fields"),
    [
        ({"lead": {"verbs": ["view", "edit"]}}, {}),
        ({"lead": {"verbs": ["view", "export"]}}, {}),
        ({}, {"lead": {"emails": "hidden"}}),
    ],
)
def test_who_may_not_export_edit_or_see_addresses_writes_to_nobody(anna, boris, people, post, modules, fields):
    limit(boris, modules, fields)
    with pytest.raises(PermissionDenied):
        mailing(boris, people)
    with pytest.raises(PermissionDenied):
        send_test("lead", boris, {"ids": [people[0].pk]}, LETTER, base_url="")


def test_a_right_that_is_taken_meanwhile_ends_it(anna, boris, people, post):
    run = mailing(boris, people)
    limit(boris, {"lead": {"verbs": ["view", "edit"]}})
    run = worked(run)
    assert (run.state, run.error) == ("failed", "You may not do this any more. Ask an administrator.")
    assert post.taken == []


def test_one_writes_only_to_whom_one_sees(anna, boris, people, post):
    limit(boris, {"lead": {"verbs": ["view", "edit", "export"], "scope": "own"}})
    with pytest.raises(Refusal, match="None of the chosen"):
        mailing(boris, people)


def test_a_test_goes_to_oneself_as_the_first_would_read_it(anna, people, post):
    send_test("lead", anna, {"ids": [one.pk for one in people]}, LETTER, base_url="https://f.example")
    assert (post.recipients, post.taken[0]["Subject"]) == ([[anna.email]], "Fair for Vera Lang")
    assert not Run.objects.exists()


def test_each_record_tells_of_its_mail(anna, people, post):
    worked(mailing(anna, people))
    for person in people:
        (event,) = events_of([person.actor_id], ["MailSent"])
        assert (event.user_id, event.data) == (anna.pk, {"module": "lead", "record": person.pk})


def test_accounts_are_written_to_by_their_name(anna, post):
    firm = create_record("account", anna, {"name": "Berg AB", "emails": ["mail@berg.example"]})
    run = begin_mailing("account", anna, {"ids": [firm.pk]}, LETTER, base_url="https://f.example")
    assert worked(run).done == 1
    assert post.taken[0]["Subject"] == "Fair for Berg AB"
    assert post.text().startswith("Dear friend,")


def test_whom_it_goes_to_takes_a_fixed_number_of_queries(anna, django_assert_num_queries):
    for number in range(8):
        lead(anna, f"P{number}", "Lang")
        if number in {0, 7}:
            with django_assert_num_queries(4):
                assert (
                    len(recipients_of(anna, "lead", {"all": True, "filters": {}, "added": {}, "search": ""})) > number
                )
