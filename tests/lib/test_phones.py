"""Phone numbers in every national spelling (B10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.phones import phone_e164, phone_for_people, region_of_zone


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("+49 1511 2345678", ""),
        ("0049 1511 2345678", ""),
        ("0049 1511 2345678", "US"),
        ("+49 (0) 1511 / 234 56 78", ""),
        ("01511-2345678", "DE"),
        ("01511 2345678", "de"),
        ("tel:+49-1511-2345678", ""),
    ],
)
def test_spellings_of_a_number_are_one_number(typed, region):
    assert phone_e164(typed, region) == "+4915112345678"


@pytest.mark.parametrize("typed", ["+55 11 8765-4321", "+55 11 98765-4321"])
def test_brazils_ninth_digit_may_be_missing(typed):
    assert phone_e164(typed) == "+5511987654321"


@pytest.mark.parametrize("typed", ["", "12", "call me", "01511 2345678", "+49", "9" * 60, "+999 123 4567890", "\x00"])
def test_what_is_no_number_without_a_country_is_none(typed):
    assert phone_e164(typed) is None


def test_a_russian_trunk_eight_is_understood_in_russia():
    assert phone_e164("8 (912) 345-67-89", "RU") == "+79123456789"


def test_a_number_is_grouped_for_people():
    assert phone_for_people("+4915112345678") == "+49 1511 2345678"
    assert phone_for_people("extension 7") == "extension 7"


def test_the_country_is_guessed_from_the_time_zone():
    assert region_of_zone("Europe/Berlin") == "DE"
    assert region_of_zone("Mars/Base") == ""


@given(st.text(max_size=50), st.sampled_from(["", "DE", "US", "XX"]))
def test_nothing_typed_breaks_it_and_reading_twice_changes_nothing(typed, region):
    number = phone_e164(typed, region)
    assert number is None or phone_e164(number) == number
