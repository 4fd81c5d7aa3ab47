"""Small random worlds of actors and claims, for the properties of identity."""

import dataclasses
import datetime as dt
import random

from foyer.identity.actions import claim, record_actor, take_off, undo
from foyer.identity.models import Actor, Claim, Decision, Identifier
from foyer.identity.retract import may_undo
from foyer.team.types import Refusal

ADDRESSES = ("vera@x.example", "boss@x.example", "kim@y.example", "info@z.example")
PHONES = ("+4915112345678", "+33612345678")
CUSTOMERS = ("1:4711", "1:4712", "2:4711")
NAMES = ("", "Vera Lang", "Kim Noll", "vera lang", "Boss", "Ute", "Olaf", "Ida", "Ali")
MORNING = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@dataclasses.dataclass(frozen=True)
class Showing:
    """Somebody shows an identifier."""

    actor: int
    kind: str
    value: str
    event: str
    level: int
    at: dt.datetime


def some_actors(chance: random.Random) -> list[Actor]:
    """Browsers would do as well; records let the guard of two contacts speak."""
    modules = [chance.choice(("lead", "lead", "contact")) for _ in range(chance.randint(2, 6))]
    return [record_actor(module, f"{number}-{chance.random()}", "") for number, module in enumerate(modules)]


def some_showings(chance: random.Random, actors: list[Actor]) -> list[Showing]:
    """Up to a dozen, with the same event now and then."""
    return [some_showing(chance, actors, minute) for minute in range(chance.randint(3, 12))]


def some_showing(chance: random.Random, actors: list[Actor], minute: int) -> Showing:
    """The minute makes it one of a kind, so that the order is the same whatever the ids are."""
    kinds = {Identifier.Kind.EMAIL: ADDRESSES, Identifier.Kind.PHONE: PHONES, Identifier.Kind.CUSTOMER: CUSTOMERS}
    kind, value = chance.choice([(kind, value) for kind, values in kinds.items() for value in values])
    at = MORNING + dt.timedelta(minutes=minute)
    return Showing(chance.choice(actors).pk, kind, value, f"e{minute}", chance.randint(1, 4), at)


def show(showing: Showing, name: str = "") -> Claim | None:
    """Claims it."""
    actor = Actor.objects.get(pk=showing.actor)
    return claim(
        actor,
        showing.kind,
        showing.value,
        event_ref=showing.event,
        level=showing.level,
        way=Claim.Way.CHAT_FORM,
        name=name,
        at=showing.at,
    )


def take_something_off(chance: random.Random) -> Decision | None:
    """Takes an identifier off whoever shows it."""
    shown = list(Claim.objects.filter(retracted_at=None).order_by("pk"))
    if not shown:
        return None
    chosen = chance.choice(shown)
    return take_off(chosen.actor_id, chosen.identifier_id, None)


def undo_something(chance: random.Random) -> None:
    """Undoes one of the decisions that can be undone."""
    chosen = [decision for decision in Decision.objects.order_by("pk") if may_undo(decision)]
    if chosen:
        try:
            undo(chance.choice(chosen), None)
        except Refusal:
            return


def partition() -> dict[int, int | None]:
    """Who is who now, as stored."""
    return dict(Actor.objects.values_list("pk", "profile_id"))


def refusals() -> set[tuple[int, str, str]]:
    """Which claims are refused, told without their ids."""
    rows = Claim.objects.exclude(refused="").values_list("actor_id", "event_ref", "refused")
    return set(rows)
