"""Canned replies: who keeps which, and which are offered (E13)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.conversations.canned import change_canned_reply, create_canned_reply, delete_canned_reply
from foyer.conversations.models import CannedReply
from foyer.conversations.queries import canned_replies_matching
from foyer.events.models import Event
from foyer.team.types import Refusal

pytestmark = pytest.mark.django_db


def create(user, shortcut, text="Two weeks.", *, shared=False):
    return create_canned_reply(user, shortcut, text, for_everybody=shared)


def offered(user, begin):
    return [reply.shortcut for reply in canned_replies_matching(user, begin, 8)]


def test_administrators_keep_everybodys_and_each_his_own(anna, boris):
    shared, own = create(anna, "/Delivery", shared=True), create(boris, "thanks")
    assert (shared.shortcut, shared.owner, own.owner) == ("delivery", None, boris)
    for verb in (
        lambda: create(boris, "hours", shared=True),
        lambda: change_canned_reply(shared, boris, "hours", "x"),
        lambda: delete_canned_reply(own, anna),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert CannedReply.objects.count() == 2


@pytest.mark.parametrize("shortcut", ["", "/", "two words", "-a", "a" * 31, "a/b", "‮", "a--b"])
def test_a_shortcut_is_one_short_word(anna, shortcut):
    with pytest.raises(Refusal):
        create(anna, shortcut)


@pytest.mark.parametrize("text", ["", " ​ ", "Call {{contact.secret}}", "{{visitor.name}}"])
def test_a_text_says_something_and_names_only_what_may_be_named(anna, text):
    """T19."""
    with pytest.raises(Refusal):
        create(anna, "delivery", text)


def test_a_shortcut_is_there_once_for_everybody_and_once_for_each(anna, boris):
    create(anna, "hours", "Nine to five", shared=True)
    create(boris, "hours", "My hours")
    with pytest.raises(Refusal):
        create(anna, "HOURS", shared=True)
    assert [reply.text for reply in canned_replies_matching(boris, "hours", 8)] == ["My hours"]
    assert [reply.text for reply in canned_replies_matching(anna, "hours", 8)] == ["Nine to five"]


def test_what_begins_so_comes_first_then_what_says_so(anna, boris):
    create(anna, "grüße", "Bis bald", shared=True)
    create(anna, "hours", "Greetings, gruss aus Malmö", shared=True)
    create(boris, "secret", "gruss")
    assert offered(anna, "GRU") == ["grüße", "hours"]
    assert offered(anna, "zzz") == []


def test_changes_are_kept_as_events(anna):
    reply = create(anna, "delivery")
    delete_canned_reply(change_canned_reply(reply, anna, "shipping", "Three weeks."), anna)
    told = [(event.data["what"], event.data["shortcut"]) for event in Event.objects.filter(kind="CannedReplyChanged")]
    assert told == [("created", "delivery"), ("changed", "shipping"), ("deleted", "shipping")]
