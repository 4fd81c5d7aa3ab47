"""Cleaning text that comes from outside, the same for every inlet (T22)."""

import re
import unicodedata

# PostgreSQL refuses NUL, UTF-8 lone surrogates, XLSX U+FFFE and U+FFFF (XML 1.0, 2.2); the other controls but tab and
# line breaks carry no text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
MAX_COMBINING = 4
MAX_ID_DIGITS = 18
MAX_ID = 10**MAX_ID_DIGITS
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
# Joiners and selectors belong into words and emoji; alone, like fillers and blanks of other scripts, they show nothing.
_NOTHING = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]*\\Z"
)
_STACKED = re.compile(f"({_MARK}{{{MAX_COMBINING}}}){_MARK}+")


def clean(text: str, limit: int) -> str:
    """Text of at most `limit` characters, without what can't be stored or written (NUL, controls, lone surrogates).

    Bidi overrides and stacked marks go as well. What would show nothing at all is no text.
    """
    if text.isascii() and text.isprintable():  # nearly all of them, many times a hit
        return text[:limit].strip()
    text = _CONTROLS.sub("", text[: limit * 2])
    text = _STACKED.sub(r"\1", _BIDI.sub("", text))[:limit].strip()
    return "" if _NOTHING.match(text) else text


def clean_line(text: str, limit: int) -> str:
    """Like `clean`, on one line: for names, titles, subjects (T21)."""
    cleaned = clean(text, limit)
    return cleaned if _has_single_spaces(cleaned) else _SPACES.sub(" ", cleaned).strip()


def _has_single_spaces(text: str) -> bool:
    return "  " not in text and text.isascii() and text.isprintable()


def folded(text: str) -> str:
    """Text for comparing: no case, no accents, single spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def id_from(text: str) -> int | None:
    """The id that a text from outside says; None for no number, or one of more digits than databases count."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_ID_DIGITS else None
