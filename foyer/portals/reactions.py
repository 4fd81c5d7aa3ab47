"""What follows when a portal changes."""

from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.lib.bus import bus
from foyer.portals.types import IntegrationSwitched, PortalChanged
from foyer.team.queries import forget_organisation


@reacts_to(IntegrationSwitched)
def tell_everybody(event: Event) -> None:
    """The organisation is kept in memory, and the entrances keep the switches."""
    forget_organisation()
    bus().publish("portals", {"portal": None})


@reacts_to(PortalChanged)
def tell_the_entrances(event: Event) -> None:
    """The entrances keep keys, domains and switches in memory and read them again."""
    bus().publish("portals", {"portal": event.subject_id})
