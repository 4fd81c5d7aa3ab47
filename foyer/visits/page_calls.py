"""What calls of the page function say, by the name of the event as which they arrive (E38).

`foyer("set", …)` comes as `$set`, `foyer("identify", …)` as `$identify`: no page gives an event of its own such a name.
"""

SET = "$set"
IDENTIFY = "$identify"
MARKS = {
    "added_to_basket": "basket",
    "emptied_basket": "",
    "ordered": "",
    "left_form": "left_form",
    "sent_form": "",
}
"""Events that put a mark on a visitor of the live board, or take it off (E10)."""


def is_event(name: str) -> bool:
    """Whether the visitor did something; false for what a page says of visit and visitor."""
    return not name.startswith("$")


def is_kept(name: str) -> bool:
    """Whether it means anything: calls of later versions, and misspelt ones, are left out."""
    return is_event(name) or name in {SET, IDENTIFY}
