"""What follows when somebody of the team changes."""

from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.lib.bus import bus
from foyer.team.queries import forget_organisation
from foyer.team.types import AvailabilityChanged, OrganisationChanged, UserChanged, UserJoined


@reacts_to(UserJoined, UserChanged, AvailabilityChanged)
def tell_the_team(event: Event) -> None:
    """Sockets look again at what their user may do; dots and pills are drawn anew (T8, D20)."""
    bus().publish("team", {"user": event.subject_id})


@reacts_to(OrganisationChanged)
def read_organisation_again(_event: Event) -> None:
    """The copy in memory is stale."""
    forget_organisation()
