"""Taking a wrong number off, undoing, and explaining (D18, F151, B1; the story of document 002)."""

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from foyer.identity.actions import browser_actor, claim, link, preview_take_off, record_actor, take_off, undo
from foyer.identity.explain import explain
from foyer.identity.models import Actor, Claim, Decision, Identifier, Level
from foyer.identity.queries import actors_of, decisions_of, identifiers_of
from foyer.identity.verify import verify
from foyer.team.types import Refusal

PHONE, EMAIL = "+4915112345678", "vera@x.example"


@pytest.fixture
def story(shop):
    """Web form with a number, a chat with the same number and an e-mail, another chat with that e-mail."""
    form = record_actor("lead", "1", "Vera Lang")
    chat, other = browser_actor(shop.pk, "c" * 22), browser_actor(shop.pk, "d" * 22)
    show(form, "phone", PHONE)
    show(chat, "phone", PHONE)
    show(chat, "email", EMAIL)
    show(other, "email", EMAIL)
    return form, chat, other


def show(actor, kind, value, event="chat:1"):
    return claim(actor, kind, value, event_ref=event, level=Level.TYPED, way="chat_form", name="Vera Lang")


def number():
    return Identifier.objects.get(value=PHONE)


def test_the_preview_says_who_would_leave_and_changes_nothing(story):
    form, chat, other = story
    leaving = preview_take_off(form.pk, number().pk)
    assert (leaving.stay, leaving.leave) == ({form.pk}, {chat.pk, other.pk})
    assert actors_of(form) == [form.pk, chat.pk, other.pk]


def test_the_right_ones_leave_and_come_back_on_undo(story, boris):
    """Document 002: without support, and undone."""
    form, chat, other = story
    decision = take_off(form.pk, number().pk, boris)
    assert actors_of(form) == [form.pk]
    assert actors_of(other) == [chat.pk, other.pk]
    assert PHONE not in {known.value for known in identifiers_of(chat)}
    undo(decision, boris)
    assert actors_of(form) == [form.pk, chat.pk, other.pk]
    assert verify() == []


def test_undoing_twice_is_undoing_once(story, boris):
    decision = take_off(story[0].pk, number().pk, boris)
    undo(decision, boris)
    undo(decision, boris)
    assert Decision.objects.filter(rule="undone").count() == 1


def test_what_was_taken_off_stays_off_when_its_event_comes_again(story, boris):
    """R22: a late repetition is no new claim."""
    form, chat, _other = story
    take_off(form.pk, number().pk, boris)
    show(chat, "phone", PHONE)
    show(form, "phone", PHONE)
    assert actors_of(form) == [form.pk]


def test_taking_off_what_is_off_is_refused(story, boris):
    take_off(story[0].pk, number().pk, boris)
    with pytest.raises(Refusal):
        take_off(story[0].pk, number().pk, boris)


def test_a_number_nobody_hangs_on_can_be_taken_off_and_brought_back(shop, boris):
    vera = browser_actor(shop.pk, "e" * 22)
    show(vera, "phone", PHONE)
    decision = take_off(vera.pk, number().pk, boris)
    assert identifiers_of(vera) == []
    undo(decision, boris)
    assert [known.value for known in identifiers_of(vera)] == [PHONE]


def test_a_join_is_undone_by_one_click(story, boris):
    """B1."""
    form, chat, other = story
    decision = Decision.objects.filter(kind="joined").latest("pk")
    undo(decision, boris)
    assert actors_of(other) == [other.pk]
    undo(Decision.objects.get(kind="split"), boris)
    assert actors_of(other) == [form.pk, chat.pk, other.pk]


def test_a_refusal_cannot_be_undone(shop, boris):
    for key in "12":
        show(record_actor("contact", key, "Vera Lang"), "email", EMAIL)
    with pytest.raises(Refusal):
        undo(Decision.objects.get(kind="refused"), boris)


def test_a_refused_contact_joins_when_the_other_one_lets_go(shop, boris):
    one, two = (record_actor("contact", key, "Vera Lang") for key in "12")
    vera = browser_actor(shop.pk, "f" * 22)
    for actor in (one, vera, two):
        show(actor, "email", EMAIL)
    identifier = Identifier.objects.get(value=EMAIL)
    Claim.objects.filter(actor=one).update(level=Level.PROVEN)
    take_off(one.pk, identifier.pk, boris)
    assert actors_of(two) == [two.pk]
    assert verify() == []


@time_machine.travel("2026-11-12T13:02:00Z", tick=False)
def test_a_join_is_explained_in_one_sentence(shop):
    chat, other = browser_actor(shop.pk, "c" * 22), browser_actor(shop.pk, "d" * 22)
    show(chat, "phone", PHONE)
    show(other, "phone", PHONE)
    (said,) = explain(decisions_of(chat))
    assert said.sentence == (
        f"Joined 12 Nov 2026, 13:02: browser {other.pk} of Vera Lang and browser {chat.pk} of Vera Lang "
        "share +49 1511 2345678 (typed in chat, unconfirmed). Rule: same phone."
    )
    assert said.may_undo


@time_machine.travel("2026-11-12T13:02:00Z", tick=False)
def test_taking_off_is_explained_with_who_did_it(story, boris):
    form, chat, other = story
    decision = take_off(form.pk, number().pk, boris)
    (said,) = explain([decision])
    assert said.sentence == (
        "Separated 12 Nov 2026, 13:02: Boris Brandt took +49 1511 2345678 off. "
        f"Left: browser {chat.pk} of Vera Lang and browser {other.pk} of Vera Lang."
    )


def test_every_rule_has_a_sentence_in_a_fixed_number_of_queries(story, boris, django_assert_num_queries):
    lead = record_actor("lead", "9", "Ute")
    link(story[0], lead, "hand:1", "agent", user=boris)
    undo(take_off(story[0].pk, number().pk, boris), boris)
    decisions = list(Decision.objects.all())
    with django_assert_num_queries(3), translation.override("en"):
        said = explain(decisions)
    assert all(explanation.sentence for explanation in said)


def test_verify_says_that_everything_follows_from_the_claims(story, capsys):
    call_command("identity", "verify")
    assert "Everything follows" in capsys.readouterr().out


def test_verify_finds_an_actor_in_the_wrong_person(story, capsys):
    Actor.objects.filter(pk=story[2].pk).update(profile=story[2].pk)
    with pytest.raises(CommandError):
        call_command("identity", "verify")
    assert f"profile of actor {story[2].pk}" in capsys.readouterr().out


def test_verify_finds_a_refusal_and_a_sharing_that_were_missed(story):
    Claim.objects.filter(actor=story[0]).update(refused="two-contacts")
    for count in range(7):
        Claim.objects.create(
            actor=story[1], identifier=number(), event_ref=f"x{count}", level=1, way="import", name=f"Guest N{count}"
        )
    assert {found.what for found in verify()} == {"refusal of claim", "standing of identifier"}
