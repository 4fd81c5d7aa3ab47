"""Who a page, or its website's server, says that the visitor is: claims of a browser (E38, E39, T1)."""

import dataclasses
import datetime as dt
import hashlib

from foyer.crm.actions import claim_of_visitor
from foyer.identity.actions import browser_actor
from foyer.identity.customers import customer_value
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.identity.queries import claims_left, is_of_two_customers
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.portals.signed import Signed
from foyer.portals.signing_keys import who_signed

LONGEST = 320


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What is said of a browser, how, and how sure that is."""

    name: str
    email: str
    phone: str
    way: Claim.Way
    level: Level
    at: dt.datetime


def prove(portal_id: int, browser_id: str, token: str) -> None:
    """A page hands over what its server has signed, and waits for the answer. Raises BadToken.

    Without a browser the token is only looked at: for whoever writes the server.
    """
    signed = who_signed(portal_id, token)
    if browser_id:
        claim_signed(browser_actor(portal_id, browser_id), portal_id, signed, clock.now())


def claim_signed(actor: Actor, portal_id: int, signed: Signed, at: dt.datetime) -> None:
    """The customer number first: who logs in after another customer gets nothing to that one's person (T6)."""
    told = {name: line(getattr(signed, name)) for name in ("name", "email", "phone")}
    said = Saying(**told, way=Claim.Way.SIGNED, level=Level.PROVEN, at=at)
    _claim(actor, said, Identifier.Kind.CUSTOMER, customer_value(portal_id, signed.subject))
    if not is_of_two_customers(actor.pk):
        claim_said(actor, said)


def claim_said(actor: Actor, said: Saying) -> None:
    """Address and number, as far as they are there."""
    _claim(actor, said, Identifier.Kind.EMAIL, said.email)
    _claim(actor, said, Identifier.Kind.PHONE, said.phone)


def line(value: object) -> str:
    """What a page says, as text of one line; empty when it is none."""
    return clean_line(value, LONGEST) if isinstance(value, str) else ""


def _claim(actor: Actor, said: Saying, kind: Identifier.Kind, value: str) -> None:
    ref = _ref(said.way, value)
    if value and claims_left(actor.pk, said.way, ref, said.at):
        facts = {"event_ref": ref, "level": said.level, "way": said.way, "name": said.name, "at": said.at}
        claim_of_visitor(actor, kind, value, **facts)


def _ref(way: str, value: str) -> str:
    """One for a value, however often a page says it: websites tell who is logged in on every page."""
    return f"{way}:{hashlib.sha256(value.encode()).hexdigest()[:24]}"
