"""The number under which somebody who is on the website now can be called (F117-F120)."""

from foyer.crm.access import visible
from foyer.crm.handles import described, first_value
from foyer.crm.types import PersonCard
from foyer.identity.models import Identifier
from foyer.team.models import User
from foyer.team.rights import rights_of


def number_of(user: User, person: PersonCard | None) -> str:
    """The primary number of a record that the user sees; empty without one, or where it is hidden. Four queries."""
    if person is None or not rights_of(user).sees(person.module, "phones"):
        return ""
    if not visible(person.module, user).filter(pk=person.id).exists():
        return ""
    return first_value((each.known for each in described(person.actor_id)), Identifier.Kind.PHONE)
