"""One sentence that explains a decision, in the reader's language and time zone (B1)."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.identity.models import Actor, Claim, Decision, Identifier, Level
from foyer.identity.retract import may_undo
from foyer.lib.phones import phone_for_people
from foyer.team.models import User

Text = str | Promise

SENTENCES: dict[tuple[str, str], Text] = {
    ("joined", "email-exact"): gettext_lazy("Joined %(when)s: %(who)s share %(values)s (%(ways)s). Rule: same e-mail."),
    ("joined", "phone-exact"): gettext_lazy("Joined %(when)s: %(who)s share %(values)s (%(ways)s). Rule: same phone."),
    ("joined", "customer-exact"): gettext_lazy(
        "Joined %(when)s: %(who)s share %(values)s (%(ways)s). Rule: same customer number."
    ),
    ("joined", "record-exact"): gettext_lazy("Joined %(when)s: %(who)s. Rule: the record was made from this visitor."),
    ("joined", "by-hand"): gettext_lazy("Joined %(when)s: %(who)s. Rule: %(user)s said that they are the same person."),
    ("joined", "undone"): gettext_lazy("Joined again %(when)s: %(user)s brought %(values)s back."),
    ("split", "taken-off"): gettext_lazy("Separated %(when)s: %(user)s took %(values)s off. Left: %(left)s."),
    ("split", "undone"): gettext_lazy("Separated %(when)s: %(user)s undid a join. Left: %(left)s."),
    ("split", "identifier-shared"): gettext_lazy(
        "Separated %(when)s: %(values)s was shown under too many different names, so it is nobody’s. Left: %(left)s."
    ),
    ("split", "identifier-own"): gettext_lazy("Separated %(when)s: %(values)s is a colleague’s. Left: %(left)s."),
    ("split", "identifier-blocked"): gettext_lazy("Separated %(when)s: %(values)s is blocked. Left: %(left)s."),
    ("refused", "two-contacts"): gettext_lazy(
        "Not joined %(when)s: %(who)s share %(values)s, but two contacts are never joined by themselves."
    ),
    ("refused", "two-customers"): gettext_lazy(
        "Not joined %(when)s: %(who)s share %(values)s, but have different customer numbers of one website."
    ),
    ("refused", "too-large"): gettext_lazy(
        "Not joined %(when)s: %(values)s would have made one person of too many visitors (%(ways)s)."
    ),
    ("refused", "identifier-shared"): gettext_lazy(
        "Since %(when)s %(values)s joins nobody: it was shown under too many different names."
    ),
    ("refused", "identifier-own"): gettext_lazy("Since %(when)s %(values)s joins nobody: it is a colleague’s."),
    ("refused", "identifier-blocked"): gettext_lazy("Since %(when)s %(values)s joins nobody: it is blocked."),
}
OTHERWISE: dict[str, Text] = {
    "joined": gettext_lazy("Joined %(when)s: %(who)s."),
    "split": gettext_lazy("Separated %(when)s. Left: %(left)s."),
    "refused": gettext_lazy("Not joined %(when)s: %(who)s."),
}
WAYS: dict[str, Text] = {
    Claim.Way.CHAT_FORM: gettext_lazy("typed in chat"),
    Claim.Way.WEB_FORM: gettext_lazy("typed into a web form"),
    Claim.Way.PAGE: gettext_lazy("told by the website"),
    Claim.Way.SIGNED: gettext_lazy("signed by the website"),
    Claim.Way.AGENT: gettext_lazy("entered by a colleague"),
    Claim.Way.CREATED: gettext_lazy("on the record since it was made"),
    Claim.Way.IMPORT: gettext_lazy("imported"),
}
LEVELS: dict[int, Text] = {
    Level.GUESS: gettext_lazy("a guess"),
    Level.TYPED: gettext_lazy("unconfirmed"),
    Level.ATTESTED: gettext_lazy("attested"),
    Level.CHANNEL: gettext_lazy("confirmed by the channel"),
    Level.PROVEN: gettext_lazy("confirmed"),
}
MAX_NAMED = 5


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision as the page shows it."""

    decision_id: int
    sentence: str
    at: dt.datetime
    undone_at: dt.datetime | None
    may_undo: bool


class Evidence(NamedTuple):
    """What the sentences of some decisions speak about."""

    claims: Mapping[int, Claim]
    actors: Mapping[int, Actor]
    users: Mapping[int, User]


def explain(decisions: Collection[Decision]) -> list[Explanation]:
    """Each decision in one sentence; three queries for any number."""
    evidence = _evidence(decisions)
    return [
        Explanation(
            decision_id=decision.pk,
            sentence=_sentence(decision, evidence),
            at=decision.at,
            undone_at=decision.undone_at,
            may_undo=may_undo(decision),
        )
        for decision in decisions
    ]


def _evidence(decisions: Collection[Decision]) -> Evidence:
    claims = Claim.objects.select_related("identifier").in_bulk({pk for d in decisions for pk in d.claims})
    named = {pk for d in decisions for pk in d.actors} | {claim.actor_id for claim in claims.values()}
    users = User.objects.in_bulk({d.user_id for d in decisions if d.user_id is not None})
    return Evidence(claims, Actor.objects.in_bulk(named), users)


def _sentence(decision: Decision, evidence: Evidence) -> str:
    claims = [evidence.claims[pk] for pk in decision.claims if pk in evidence.claims]
    text = SENTENCES.get((decision.kind, _rule(decision, claims)), OTHERWISE[decision.kind])
    speakers = list(dict.fromkeys(claim.actor_id for claim in claims)) or decision.actors
    user = evidence.users.get(decision.user_id or 0)
    return str(text) % {
        "when": date_format(localtime(decision.at), "j M Y, H:i"),
        "who": _names(speakers, evidence),
        "left": _names(decision.actors, evidence) or _("nobody"),
        "values": _list(dict.fromkeys(map(_value, claims))),
        "ways": "; ".join(dict.fromkeys(map(_way, claims))),
        "user": user.name if user else _("somebody"),
    }


def _rule(decision: Decision, claims: list[Claim]) -> str:
    """A link to a record is made when the record is, or by somebody's hand."""
    by_hand = decision.user_id is not None and bool(claims) and claims[0].way == Claim.Way.AGENT
    return "by-hand" if decision.rule == "record-exact" and by_hand else decision.rule


def _names(actor_ids: Collection[int], evidence: Evidence) -> str:
    return _list([_name(evidence.actors[pk]) for pk in actor_ids if pk in evidence.actors])


def _name(actor: Actor) -> str:
    if actor.kind == Actor.Kind.BROWSER:
        facts = {"id": actor.pk, "name": actor.name}
        return _("browser %(id)s of %(name)s") % facts if actor.name else _("browser %(id)s") % facts
    if actor.ref.startswith("contact:"):
        return _("contact %(name)s") % {"name": actor.name or actor.pk}
    return _("lead %(name)s") % {"name": actor.name or actor.pk}


def _value(claim: Claim) -> str:
    kind, value = claim.identifier.kind, claim.identifier.value
    if kind == Identifier.Kind.RECORD:
        return _("the record")
    if kind == Identifier.Kind.CUSTOMER:
        return _("customer number %(number)s") % {"number": claim.identifier.told}
    return phone_for_people(value) if kind == Identifier.Kind.PHONE else value


def _way(claim: Claim) -> str:
    return _("%(way)s, %(level)s") % {"way": WAYS[claim.way], "level": LEVELS[claim.level]}


def _list(items: Collection[str]) -> str:
    shown = list(items)[:MAX_NAMED]
    if len(items) > MAX_NAMED:
        shown.append(_("others"))
    return str(get_text_list(shown, _("and")))
