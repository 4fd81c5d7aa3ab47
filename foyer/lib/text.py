"""Cleaning text that comes from outside, the same for every inlet (T22)."""

import re
import unicodedata

# PostgreSQL refuses NUL, UTF-8 lone surrogates; the other controls but tab and line breaks carry no text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
MAX_COMBINING = 4
MAX_ID_DIGITS = 18
_MARK = "[\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_MARK}{{{MAX_COMBINING}}}){_MARK}+")


def clean(text: str, limit: int) -> str:
    """Text of at most `limit` characters without NUL, controls, lone surrogates, bidi overrides and stacked marks."""
    if text.isascii() and text.isprintable():  # nearly all of them, many times a hit
        return text[:limit].strip()
    text = _CONTROLS.sub("", text[: limit * 2])
    return _STACKED.sub(r"\1", _BIDI.sub("", text))[:limit].strip()


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
