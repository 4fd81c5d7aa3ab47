"""What follows when a chat is missed, when it is taken after all, and when somebody comes online (D17, F138, B6)."""

from foyer.conversations.missing import close_task, make_task, ring_again
from foyer.conversations.types import ConversationAccepted, ConversationMissed
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.presence.board import board
from foyer.team.models import State
from foyer.team.types import AvailabilityChanged


@reacts_to(ConversationMissed)
def ask_somebody_to_see_to_it(event: Event) -> None:
    """A task for the owner, once for each chat."""
    make_task(event.subject_id)


@reacts_to(ConversationAccepted)
def see_that_it_is_done(event: Event) -> None:
    """The task is closed by itself when the chat is taken after all."""
    close_task(event.subject_id)


@reacts_to(AvailabilityChanged)
def bring_missed_chats_back(event: Event) -> None:
    """They ring again for who comes online, while their visitors are still there."""
    if event.data["state"] == State.ONLINE:
        ring_again(event.subject_id, board.actors_here())
