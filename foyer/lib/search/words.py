"""Words of texts and of what people type: without case, without accents, phones in every spelling (B10, E15)."""

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q
from rapidfuzz.distance import OSA

from foyer.lib.search.models import Word
from foyer.lib.text import folded

MAX_WORD = 40
MAX_WORDS = 8
"""So many words of a query count."""
SHORTEST_WITH_TYPO = 4
MAX_CANDIDATES = 4_000
MAX_CORRECTIONS = 6
SHORTEST_NUMBER = 4
SHORTEST_END = 3
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^[+\d][\d\s().\-/]*$")


def words_in(text: str) -> list[str]:
    """The words of a text, in their order."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))]


def words_typed(query: str) -> list[str]:
    """The words of a query; a phone number is one word, however it is written."""
    number = number_typed(query)
    return [number] if number else words_in(query)[:MAX_WORDS]


def number_typed(query: str) -> str:
    """The digits of a phone number as the index has them; empty when no number was typed."""
    text = query.strip()
    digits = "".join(char for char in text if char.isdecimal() and char.isascii())
    if not _NUMBER.match(text) or len(digits) < SHORTEST_NUMBER:
        return ""
    return digits.removeprefix("00").lstrip("0")[:MAX_WORD] or digits[:MAX_WORD]


def number_words(e164: str) -> list[str]:
    """A phone number as words: its digits, and every end of them that is long enough to be typed."""
    digits = "".join(char for char in e164 if char.isdecimal())
    return [digits[start:] for start in range(max(1, len(digits) - SHORTEST_END + 1))]


def learn(words: Iterable[str]) -> None:
    """Remembers words, so that a typo can be traced back to them."""
    fresh = {word for word in words if len(word) >= SHORTEST_WITH_TYPO and not word.isdecimal()}
    Word.objects.bulk_create((Word(word=word, backwards=word[::-1]) for word in sorted(fresh)), ignore_conflicts=True)


def corrections(word: str) -> list[str]:
    """Known words that differ by one letter more, less, other or swapped, the likeliest first.

    One slip leaves one half of the word sound, so two ranges of an index hold all candidates.
    """
    if len(word) < SHORTEST_WITH_TYPO:
        return []
    half = len(word) // 2
    head, tail = word[: max(1, half - 1)], word[::-1][: max(1, len(word) - half - 1)]
    rows = _starting("word", head, len(word)) | _starting("backwards", tail, len(word))
    found = [known for known in rows if known != word and OSA.distance(word, known, score_cutoff=1) <= 1]
    return sorted(found, key=lambda known: (known[0] != word[0], abs(len(known) - len(word)), known))[:MAX_CORRECTIONS]


def starting(column: str, start: str) -> Q:
    """Rows whose column begins so, in the way in which the index of each database helps."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": start})
    return Q(**{f"{column}__gte": start, f"{column}__lt": start + "\uffff"})


def _starting(column: str, start: str, length: int) -> set[str]:
    rows = Word.objects.filter(starting(column, start)).values_list("word", flat=True)
    return {word for word in rows[:MAX_CANDIDATES] if abs(len(word) - length) <= 1}
