"""The right side of the inbox: who it is, how sure we are, where they are now, what was before (F164, F165)."""

import dataclasses

from foyer.conversations.models import Conversation
from foyer.crm.queries import person_of
from foyer.crm.types import PersonCard
from foyer.desk.inbox.listing import name_of
from foyer.identity.queries import actors_of, identifiers_of
from foyer.identity.types import KnownIdentifier
from foyer.presence.board import Visitor, board
from foyer.team.models import User
from foyer.visits.models import Visit
from foyer.visits.queries import visits_of

VISITS_SHOWN = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """What is known of the person of a conversation."""

    conversation: Conversation
    card: PersonCard | None
    name: str
    here: Visitor | None
    identifiers: list[KnownIdentifier]
    sure: int
    visits: list[Visit]
    more_visits: bool

    @property
    def email(self) -> str:
        """The best known e-mail address."""
        return next((known.value for known in self.identifiers if known.kind == "email"), "")


def side_of(user: User, conversation: Conversation) -> Side:
    """A fixed number of queries, whoever it is."""
    card, actors = person_of(conversation.actor_id), actors_of(conversation.actor_id)
    identifiers = [known for known in identifiers_of(conversation.actor_id) if known.kind != "record"]
    visits = list(visits_of(user).filter(actor_id__in=actors).order_by("-started", "-id")[: VISITS_SHOWN + 1])
    return Side(
        conversation=conversation,
        card=card,
        name=name_of(conversation, card),
        here=next((visitor for visitor in board.here() if visitor.actor_id in actors), None),
        identifiers=identifiers,
        sure=max((known.level for known in identifiers), default=0),
        visits=visits[:VISITS_SHOWN],
        more_visits=len(visits) > VISITS_SHOWN,
    )
