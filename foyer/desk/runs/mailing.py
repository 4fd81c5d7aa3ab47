"""Writing to all chosen people at once by one's own mail program: first addresses, unseen by each other (E16)."""

import dataclasses
from urllib.parse import quote

from django.core.exceptions import PermissionDenied

from foyer.crm.fields.rights import shown_fields
from foyer.crm.handles import first_value, identifiers_of_people
from foyer.crm.runs.selection import Selection, selected
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.team.models import User

MOST = 1_000
MAX_URL = 1_900
"""Longer addresses are cut off by some mail programs and systems: then the addresses are copied."""


@dataclasses.dataclass(frozen=True, slots=True)
class Mailing:
    """Everybody's first address; `url` opens a mail program, empty when there are none or too many for it."""

    addresses: tuple[str, ...]
    url: str


def mailing_of(user: User, module: ModuleName, selection: Selection) -> Mailing:
    """Those of the first thousand. PermissionDenied when the user sees no addresses."""
    if "emails" not in shown_fields(user, module):
        raise PermissionDenied
    rows = selected(module, user, selection).order_by("pk").values_list("actor__profile", "actor")[:MOST]
    people = [profile or actor for profile, actor in rows]
    known = identifiers_of_people(set(people))
    found = (first_value(known.get(person, ()), Identifier.Kind.EMAIL) for person in people)
    addresses = tuple(dict.fromkeys(address for address in found if address))
    url = "mailto:?bcc=" + ",".join(quote(address, safe="@") for address in addresses)
    return Mailing(addresses, url if addresses and len(url) <= MAX_URL else "")
