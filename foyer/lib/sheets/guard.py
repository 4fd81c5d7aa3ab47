"""Cells that a spreadsheet would take for a formula get an apostrophe in front, and lose it again when read (T18)."""

import re

_FORMULA = re.compile(r"""['"\s]*[=+\-@＝＋－＠]|['"]*[\t\r\n]""")
_NUMBER = re.compile(r"-?\d+([.,]\d+)*")


def guarded(text: str) -> str:
    """The text as it may stand in a CSV file: `'+49 151`, `'=1+1`. Negative numbers stay numbers."""
    if not _FORMULA.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguarded(text: str) -> str:
    """The inverse of `guarded`, for files of ours and of others that guard in the same way."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def quoted(text: str) -> str:
    """The text as it may stand in a text cell of XLSX: nothing is a formula there, so that only `unguarded` matters."""
    return f"'{text}" if text.startswith("'") and _FORMULA.match(text) else text
