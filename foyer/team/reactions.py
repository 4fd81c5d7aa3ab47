"""What follows when somebody of the team changes."""

from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.lib.bus import bus
from foyer.team.models import User
from foyer.team.queries import forget_organisation
from foyer.team.types import AvailabilityChanged, OrganisationChanged, ProfileChanged, UserChanged, UserJoined


@reacts_to(UserJoined, UserChanged, AvailabilityChanged)
def tell_the_team(event: Event) -> None:
    """Sockets look again at what their user may do; dots and pills are drawn anew (T8, D20)."""
    bus().publish("team", {"user": event.subject_id})


@reacts_to(ProfileChanged)
def tell_whom_it_concerns(event: Event) -> None:
    """Sockets of those who have the profile look again at what they may do (T8)."""
    for user_id in User.objects.filter(access_profile=event.subject_id).values_list("pk", flat=True):
        bus().publish("team", {"user": user_id})


@reacts_to(OrganisationChanged)
def read_organisation_again(_event: Event) -> None:
    """The copy in memory is stale."""
    forget_organisation()
