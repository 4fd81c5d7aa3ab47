"""What a canned reply may name: a short list, filled in once, never read as code (T19).

What a visitor is called is what he typed himself: the record of the person whom we take him for would tell it to a
stranger (T1).
"""

from foyer.conversations.models import Conversation
from foyer.team.models import User
from foyer.team.queries import organisation

VARIABLES = ("visitor", "visitor_first_name", "agent", "agent_first_name", "organisation", "website", "page")


def values_for(conversation: Conversation, agent: User) -> dict[str, str]:
    """What each variable says in a conversation."""
    house = organisation()
    return {
        "visitor": conversation.visitor_name,
        "visitor_first_name": conversation.visitor_name.partition(" ")[0],
        "agent": agent.name,
        "agent_first_name": agent.first_name,
        "organisation": house.name if house else "",
        "website": conversation.portal.name,
        "page": conversation.page_title,
    }
