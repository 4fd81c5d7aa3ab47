"""Variables in texts of people: `{{name}}`, with other words for when it says nothing `{{name|there}}` (T19)."""

import re
from collections.abc import Collection, Mapping

_VARIABLE = re.compile(r"(?P<space> ?)\{\{\s*(?P<name>[^{}|]{0,60}?)\s*(?:\|(?P<otherwise>[^{}]{0,200}))?\}\}")


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


def names_in(text: str) -> list[str]:
    """The names that stand between double braces."""
    return [match["name"] for match in _VARIABLE.finditer(text)]


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """Those that are no variables."""
    return [name for name in names_in(text) if name not in known]
