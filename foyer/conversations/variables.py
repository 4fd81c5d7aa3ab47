"""What a canned reply may name, and how names become words: a short list, filled in once, never read as code (T19).

A variable is written `{{visitor}}`, with other words for when nothing is known `{{visitor|there}}`. What a visitor is
called is what he typed himself: the record of the person whom we take him for would tell it to a stranger (T1).
"""

import re
from collections.abc import Mapping

from foyer.conversations.models import Conversation
from foyer.team.models import User
from foyer.team.queries import organisation

VARIABLES = ("visitor", "visitor_first_name", "agent", "agent_first_name", "organisation", "website", "page")

_VARIABLE = re.compile(r"(?P<space> ?)\{\{\s*(?P<name>[^{}|]{0,60}?)\s*(?:\|(?P<otherwise>[^{}]{0,200}))?\}\}")


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


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced, in one pass: what a value says is never looked at again (T19).

    A variable without a value takes its other words; without any it goes, and the space before it.
    """

    def words(match: re.Match[str]) -> str:
        if match["name"] not in values:
            return match[0]
        value = values[match["name"]] or (match["otherwise"] or "").strip()
        return match["space"] + value if value else ""

    return _VARIABLE.sub(words, text)


def written(variable: str) -> str:
    """How a variable stands in a text."""
    return f"{{{{{variable}}}}}"


def unknown_in(text: str) -> list[str]:
    """The names that stand between double braces and are no variables."""
    return [match["name"] for match in _VARIABLE.finditer(text) if match["name"] not in VARIABLES]
