"""Making people from channels, and the shortest ways to change them (F4-F6, F178-F186, D14)."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.accounts import account_named
from foyer.crm.actions.identifiers import show_identifier
from foyer.crm.actions.records import assign, change_record
from foyer.crm.actions.storing import CREATED, about, insert, locked, write
from foyer.crm.fields import fields_of
from foyer.crm.models import Contact, Lead, Source
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.queries import MODELS, person_for_actor
from foyer.crm.types import Module, OwnerChanged
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.lib.text import clean_line
from foyer.portals.models import Portal
from foyer.team.models import User
from foyer.team.types import Refusal

Owned = TypeVar("Owned", bound=AnyRecord)
MAX_NAME = 80
MAX_COMPANY = 120
FIELDS = frozenset({"first_name", "last_name", "company", "city", "description"})
"""What `update_person` changes; everything else goes through `change_record`."""


def create_person(  # noqa: PLR0913  a record is these facts
    module: Module,
    *,
    first_name: str = "",
    last_name: str = "",
    source: str = Source.BY_HAND,
    portal: Portal | None = None,
    owner: User | None = None,
    by: User | None = None,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    from_actor: Actor | None = None,
    event_ref: str = "",
    company: str = "",
    level: int = Level.TYPED,
    region: str = "",
    more: Mapping[str, Any] | None = None,
) -> Lead | Contact:
    """A lead or contact; a name, an e-mail, a phone or an actor alone is enough (D14).

    With `from_actor`, the browser it is made from: when that person has a record already, that record is returned and
    nothing is made, however many ask at once (R9). `level` says how sure the e-mails and phones are; `by` is the user
    who does it by hand, None when it comes from a channel. `more` are values of further fields by key, read already.
    """
    with transaction.atomic():
        take_turn()
        known = person_for_actor(from_actor.pk) if from_actor else None
        if known is not None:
            return known
        person = MODELS[module](first_name=clean_line(first_name, MAX_NAME), last_name=clean_line(last_name, MAX_NAME))
        person.source, person.portal, person.owner, person.created_by = source, portal, owner, by
        _put_company(person, clean_line(company, MAX_COMPANY), by)
        if more:
            assign(person, more, fields_of(module))
        insert(person)
        way = Claim.Way.AGENT if by else Claim.Way.CREATED
        if from_actor is not None:
            identity.link(from_actor, person.actor, event_ref or "created", way, user=by)
        for kind, values in ((Identifier.Kind.EMAIL, emails), (Identifier.Kind.PHONE, phones)):
            for value in values:
                show_identifier(person, kind, value, event_ref or "created", level, by, region)
        record(CREATED[module](**about(person, by), source=person.source))
    return person


def update_person(person: Lead | Contact, by: User, **fields: str) -> Lead | Contact:
    """Changes names, company, city or description, each as an event (E16). Other fields raise TypeError (T14)."""
    if foreign := set(fields) - FIELDS:
        raise TypeError(f"may not be changed here: {', '.join(sorted(foreign))}")
    values: dict[str, object] = dict(fields)
    if isinstance(person, Contact) and "company" in values:
        account = account_named(clean_line(str(values.pop("company")), MAX_COMPANY), by)
        values["account"] = account.pk if account else None
    change_record(person, by, values)
    return person


def change_status(person: Lead | Contact, by: User, status: str) -> Lead | Contact:
    """Says how far a lead is. Contacts have no status: Refusal."""
    if not isinstance(person, Lead):
        raise Refusal(_("Only leads have a status."))
    change_record(person, by, {"status": status})
    return person


def change_owner(person: Owned, by: User | None, owner: User | None) -> Owned:
    """Gives the record to somebody, or to nobody; `by` None when a rule or the portal's setting does it (F5, F6)."""
    if owner is not None and not owner.is_active:
        raise Refusal(_("This user has left. Choose somebody else."))
    with transaction.atomic():
        fresh = locked(person)
        old, new = fresh.owner_id, owner.pk if owner else None
        if old != new:
            write(person, fresh, {"owner": owner})
            record(OwnerChanged(**about(fresh, by), module=module_name(fresh), old=old, new=new))
    return person


def _put_company(person: Lead | Contact, company: str, by: User | None) -> None:
    if isinstance(person, Contact):
        person.account = account_named(company, by)
    else:
        person.company = company
