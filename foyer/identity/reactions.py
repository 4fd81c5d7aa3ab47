"""What follows for identity when the team changes."""

from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.identity.models import Identifier
from foyer.identity.retract import change_standing
from foyer.team.models import User
from foyer.team.types import UserJoined


@reacts_to(UserJoined)
def disown_address(event: Event) -> None:
    """The address of a colleague never identifies a customer, also when it was shown before they came (B9)."""
    user = User.objects.filter(pk=event.subject_id).first()
    known = Identifier.objects.filter(kind=Identifier.Kind.EMAIL, value=user.email).first() if user else None
    if known is not None and known.standing in {Identifier.Standing.NORMAL, Identifier.Standing.ROLE}:
        change_standing(known, Identifier.Standing.OWN)
