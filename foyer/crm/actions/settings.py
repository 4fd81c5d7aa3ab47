"""What the verbs of the CRM's settings share: who may, names, keys, colours."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from foyer.lib.text import clean_line, folded
from foyer.team.types import Refusal

COLOURS = ("", "blue", "green", "amber", "red")
"""The meanings a value may have; the desk shows them in its own tints."""
MAX_LABEL = 80
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def named(text: str) -> str:
    """A label as it is stored. Raises Refusal when nothing is left of it."""
    cleaned = clean_line(text, MAX_LABEL)
    if not cleaned:
        raise Refusal(_("Give it a name."))
    return cleaned


def free_key(label: str, taken: Collection[str], *, prefix: str = "", longest: int = 40) -> str:
    """A key made of the letters of a label, with a number when it is taken. It never changes."""
    letters = _NOT_IN_KEYS.sub("_", folded(label).replace("ß", "ss")).strip("_") or "value"
    base = f"{prefix}{letters}"[: longest - 4].rstrip("_")
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


def colour_of(text: str) -> str:
    """One of the colours, or none."""
    return text if text in COLOURS else ""
