"""What a claim does: join, refuse, stay alone (F141-F153, B3, B9; T1, T2, T38)."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.identity.actions import browser_actor, claim, link, record_actor
from foyer.identity.browsers import browser_actors
from foyer.identity.join import MAX_ACTORS
from foyer.identity.models import Actor, Claim, Decision, Identifier, Level
from foyer.identity.queries import actors_of, assurance_of, holders_of, identifiers_of, profile_of
from foyer.identity.sharing import MAX_NAMES
from foyer.identity.verify import verify
from tests.team.people import hire

VERA = "Vera@X.example"


def browser(shop, number=1):
    return browser_actor(shop.pk, f"browser-{number:014d}")


def show(actor, value=VERA, *, event="chat:1", level=Level.TYPED, name="Vera Lang"):
    kind = "email" if "@" in value else "phone"
    return claim(actor, kind, value, event_ref=event, level=level, way="chat_form", name=name)


def test_a_browser_is_one_actor_with_a_profile_of_its_own(shop):
    first = browser(shop)
    assert browser(shop).pk == first.pk
    assert first.profile_id == first.pk


def test_many_browsers_are_made_in_a_fixed_number_of_queries(shop, django_assert_max_num_queries):
    known = browser(shop, 0)
    with django_assert_max_num_queries(8):
        made = browser_actors([(shop.pk, f"browser-{n:014d}") for n in range(50)])
    assert len(set(made.values())) == 50
    assert made[shop.pk, "browser-00000000000000"] == known.pk
    assert Actor.objects.filter(profile=None).count() == 0


def test_two_browsers_with_one_address_are_one_person(shop):
    """F149: recognised by what both showed, however it was spelled."""
    old, new = browser(shop, 1), browser(shop, 2)
    show(old, "vera@x.example")
    show(new, " VERA@X.Example ")
    assert actors_of(new) == [old.pk, new.pk]
    assert profile_of(new.pk) == old.pk


def test_persons_hang_together_over_several_identifiers(shop):
    """F150: form with phone, chat with phone and e-mail, another channel with the e-mail: one person."""
    form, chat, other = (browser(shop, n) for n in range(3))
    show(form, "+49 1511 2345678")
    show(chat, "0049 1511 2345678")
    show(chat, VERA)
    show(other, VERA)
    assert actors_of(other) == [form.pk, chat.pk, other.pk]


def test_the_same_event_counts_once(shop):
    """R22: idempotent per event, actor and identifier."""
    vera = browser(shop)
    assert show(vera).pk == show(vera).pk
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(("kind", "value"), [("email", "vera"), ("email", ""), ("phone", "12"), ("phone", "call me")])
def test_what_is_no_identifier_is_no_claim(shop, kind, value):
    assert claim(browser(shop), kind, value, event_ref="chat:1", level=1, way="chat_form") is None
    assert not Identifier.objects.exists()


def test_role_addresses_join_nobody(shop):
    first, second = browser(shop, 1), browser(shop, 2)
    show(first, "info@x.example")
    assert show(second, "info@x.example").identifier.standing == "role"
    assert actors_of(second) == [second.pk]


def test_a_colleagues_address_joins_nobody(shop, boris):
    """B9."""
    first, second = browser(shop, 1), browser(shop, 2)
    show(first, boris.email)
    assert show(second, boris.email).identifier.standing == "own"
    assert actors_of(second) == [second.pk]


def test_an_address_stops_joining_when_its_owner_becomes_a_colleague(shop):
    """B9: also when it was shown before."""
    first, second = browser(shop, 1), browser(shop, 2)
    show(first, "cora@foyer.test")
    show(second, "cora@foyer.test")
    assert actors_of(second) == [first.pk, second.pk]
    hire("Cora Cordes")
    react_to_pending()
    assert actors_of(second) == [second.pk]
    assert verify() == []


def test_an_address_of_too_many_names_is_shared_by_all_and_joins_none(shop):
    for number in range(MAX_NAMES + 1):
        show(browser(shop, number), "desk7@x.example", name=f"Guest Number{number}")
    assert Identifier.objects.get().standing == "shared"
    assert {profile_of(pk) == pk for pk in Actor.objects.values_list("pk", flat=True)} == {True}
    assert Decision.objects.filter(kind="refused", rule="identifier-shared").count() == 1
    assert verify() == []


def test_spelling_of_a_name_does_not_make_an_address_shared(shop):
    for number in range(MAX_NAMES + 3):
        show(browser(shop, number), name=("Vera Lang", "vera lang", "VÉRA  LANG", "")[number % 4])
    assert Identifier.objects.get().standing == "normal"


def test_two_contacts_are_never_joined_by_themselves(shop):
    """identity.md: a suggestion with its reason instead."""
    one, two = record_actor("contact", "1", "Vera Lang"), record_actor("contact", "2", "Vera Lang")
    show(one)
    assert Claim.objects.get(pk=show(two).pk).refused == "two-contacts"
    assert actors_of(two) == [two.pk]
    refused = Decision.objects.get(kind="refused")
    assert (refused.rule, refused.actors) == ("two-contacts", [two.pk, one.pk])


def test_a_refusal_is_noted_once(shop):
    one, two = record_actor("contact", "1", "Vera Lang"), record_actor("contact", "2", "Vera Lang")
    for actor in (one, two, browser(shop)):
        show(actor)
    assert Decision.objects.filter(kind="refused").count() == 1


def test_somebody_may_join_two_contacts_by_hand(shop, boris):
    one, two = record_actor("contact", "1", "Vera"), record_actor("contact", "2", "Vera")
    link(one, two, "hand:1", "agent", user=boris)
    assert actors_of(two) == [one.pk, two.pk]
    assert Decision.objects.get().user == boris


def test_a_record_is_the_person_it_was_made_from(shop):
    vera = browser(shop)
    lead = record_actor("lead", "1", "Vera Lang")
    link(vera, lead, "chat:1", "created")
    assert actors_of(lead) == [vera.pk, lead.pk]


def test_a_join_is_told_with_rule_claims_before_and_after(shop):
    """B1."""
    old, new = browser(shop, 1), browser(shop, 2)
    first, second = show(old), show(new)
    decision = Decision.objects.get(kind="joined")
    assert (decision.rule, decision.claims) == ("email-exact", [second.pk, first.pk])
    assert decision.before == {str(old.pk): old.pk, str(new.pk): new.pk}
    assert decision.after == {str(old.pk): old.pk, str(new.pk): old.pk}
    event = Event.objects.get(kind="ActorsJoined")
    assert (event.subject_id, event.actor_id, event.data["rule"]) == (old.pk, new.pk, "email-exact")


def test_assurance_is_the_weakest_link_on_the_best_path(shop):
    """T2: a proven own address does not make a typed number proven."""
    victim, attacker = browser(shop, 1), browser(shop, 2)
    show(victim, "+4915112345678", level=Level.PROVEN)
    show(attacker, "+4915112345678", level=Level.TYPED)
    show(attacker, "mallory@y.example", level=Level.PROVEN)
    assert assurance_of(attacker.pk, {victim.pk}) == Level.TYPED
    show(attacker, "+4915112345678", level=Level.CHANNEL, event="call:1")
    assert assurance_of(attacker.pk, {victim.pk}) == Level.CHANNEL
    assert assurance_of(attacker.pk, {browser(shop, 3).pk}) is None


def test_identifiers_come_with_the_best_level_and_the_last_claim(shop):
    vera = browser(shop)
    show(vera, level=Level.TYPED, event="chat:1")
    show(vera, level=Level.CHANNEL, event="mail:1", name="Vera")
    known = identifiers_of(vera)
    assert [(k.value, k.level, k.claims, k.name) for k in known] == [("vera@x.example", 3, 2, "Vera")]
    assert known[0].is_confirmed


def test_a_number_leads_to_those_who_show_it(shop):
    vera = browser(shop)
    show(vera, "+49 1511 2345678")
    assert holders_of("phone", "+4915112345678") == [vera.pk]


def test_a_claim_costs_the_same_queries_however_large_the_person_is(shop):
    def cost(number):
        actor = browser(shop, number)
        with CaptureQueriesContext(connection) as queries:
            show(actor)
        return len(queries)

    costs = [cost(number) for number in range(20)]
    assert len(set(costs[2:])) == 1
    assert costs[5] <= 20


@pytest.mark.slow
def test_a_person_has_a_largest_size(shop):
    """T38: what would make one larger is set aside, noted, and costs no more than before."""
    claims = [show(browser(shop, number)) for number in range(MAX_ACTORS + 3)]
    assert len(actors_of(claims[0].actor)) == MAX_ACTORS
    assert [Claim.objects.get(pk=late.pk).refused for late in claims[-3:]] == ["too-large"] * 3
    assert verify() == []


@pytest.mark.slow
def test_flooding_one_address_does_not_slow_it_down(shop):
    """T38: the last fifty cost at most three times the first fifty; it becomes shared long before."""
    actors = [
        Actor.objects.get(pk=pk) for pk in browser_actors([(shop.pk, f"flood-{n:016d}") for n in range(300)]).values()
    ]
    taken = []
    for actor in actors:
        begun = time.process_time()
        show(actor)
        taken.append(time.process_time() - begun)
    assert sum(taken[-50:]) <= 3 * sum(taken[:50])
