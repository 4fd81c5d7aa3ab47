"""Faces are initials on a tint that stays the same (ui.md, Parts)."""

import pytest

from foyer.desk.shell.faces import initials, tint


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Vera Lindqvist", "VL"),
        ("Liam O’Connor", "LO"),
        ("Ana María de la Cruz", "AC"),
        ("Vera", "V"),
        ("émile zola", "ÉZ"),
        ("  ", "?"),
        ("", "?"),
        ("(Anna) Berger", "B"),
    ],
)
def test_a_face_has_at_most_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_same_name_always_has_the_same_tint() -> None:
    assert tint("Vera Lindqvist") == tint("vera lindqvist")


def test_names_are_spread_over_six_tints() -> None:
    assert {tint(f"Visitor {number}") for number in range(200)} == {"p1", "p2", "p3", "p4", "p5", "p6"}


def test_a_lone_surrogate_has_a_tint_too() -> None:
    assert tint("Vera \ud800").startswith("p")
