"""What taking an identifier off would do, in numbers people understand."""

import dataclasses

from foyer.conversations.queries import number_of_chats
from foyer.crm.modules import AnyRecord
from foyer.identity.actions import preview_take_off
from foyer.identity.models import Identifier
from foyer.identity.queries import identifiers_of
from foyer.visits.models import Visit


@dataclasses.dataclass(frozen=True, slots=True)
class Preview:
    """What leaves with the identifier; nothing when it only goes itself."""

    id: int
    value: str
    actors: int
    visits: int
    chats: int


def leaving(subject: AnyRecord, identifier_id: int) -> Preview:
    """Counts what would leave; Identifier.DoesNotExist when the person has no such identifier."""
    known = {each.id: each for each in identifiers_of(subject.actor_id)}
    if identifier_id not in known:
        raise Identifier.DoesNotExist
    leave = preview_take_off(subject.actor_id, identifier_id).leave
    visits = Visit.objects.filter(actor__in=leave).count()
    return Preview(identifier_id, known[identifier_id].value, len(leave), visits, number_of_chats(leave))
