"""Cleaning what comes from outside (T21, T22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.text import clean, clean_line, folded, id_from


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Ve\x00ra", "Vera"),
        ("a\ud800b", "ab"),
        ("a\ufffe\uffffb", "ab"),
        ("abc\u202edcba", "abcdcba"),
        ("line\r\nBcc: x", "line Bcc: x"),
        ("  Vera   Lang ", "Vera Lang"),
        ("e" + "\u0301" * 100, "e" + "\u0301" * 4),
        ("👩‍🌾 Vera", "👩‍🌾 Vera"),
        ("ก" + "\u0e49" * 100, "ก" + "\u0e49" * 4),
        ("\u200b\ufeff \u2800\u3164\U000e0041", ""),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200b", ""),
    ],
)
def test_a_line_keeps_what_people_read(raw, cleaned):
    assert clean_line(raw, 80) == cleaned


def test_a_text_keeps_its_lines_and_has_a_limit():
    assert clean("a\nb\tc\x07", 80) == "a\nb\tc"
    assert clean("x" * 50, 10) == "x" * 10


def test_names_are_compared_without_case_and_accents():
    assert folded("VÉRA  Straße") == folded("vera STRASSE")


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(1, 100))
def test_what_is_clean_can_be_stored_and_is_no_longer_than_allowed(raw, limit):
    cleaned = clean(raw, limit)
    assert len(cleaned) <= limit
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("1" * 5_000, None), ("-1", None), ("１", None), ("", None)],
)
def test_an_id_is_a_number_that_a_database_counts_to(text, number):
    """T20."""
    assert id_from(text) == number
