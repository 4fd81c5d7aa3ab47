"""Faces: initials and a muted tint, never a stock picture (ui.md, Parts)."""

import zlib

TINTS = 6


def initials(name: str) -> str:
    """At most two letters: of the first and the last word that begin with a letter or a digit."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return "".join(word[0] for word in (words if len(words) == 1 else [words[0], words[-1]])).upper()


def tint(name: str) -> str:
    """The same of six tints for the same name, on every machine; it means nothing."""
    return f"p{zlib.crc32(name.casefold().encode('utf-8', 'replace')) % TINTS + 1}"
