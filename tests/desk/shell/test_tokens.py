"""Every text can be read and every control seen, in both themes (ui.md, Accessible)."""

import pytest

from tests.desk.shell.tokens import colours, contrast

GROUNDS = ["canvas", "surface", "raised", "quiet", "sunken", "hover"]
TEXTS = {
    "text": [*GROUNDS, "accent-soft", "warn-soft", "bad-soft"],
    "text-2": [*GROUNDS, "accent-soft"],
    "text-3": [*GROUNDS, "warn-soft", "accent-soft"],
    "accent": ["canvas", "surface", "raised", "quiet", "hover", "accent-soft", "warn-soft"],
    "accent-2": ["canvas", "surface", "raised", "quiet"],
    "on-accent": ["accent", "accent-2"],
    "on-go": ["go"],
    "on-bad": ["bad"],
    "on-ink": ["ink"],
    "live-text": ["canvas", "surface", "quiet", "raised", "live-soft"],
    "warn-text": ["canvas", "surface", "quiet", "raised", "warn-soft", "hover"],
    "bad-text": ["canvas", "surface", "quiet", "raised", "bad-soft", "hover"],
    "p-ink": ["p1", "p2", "p3", "p4", "p5", "p6"],
}
SHAPES = {
    "line-3": ["surface", "quiet", "raised"],
    "live": ["canvas", "surface", "quiet", "raised"],
    "warn": ["canvas", "surface", "quiet", "raised"],
    "bad": ["canvas", "surface", "quiet", "raised"],
    "accent": ["canvas", "surface", "quiet", "raised"],
    "on-warn": ["warn"],
    "knob": ["accent"],
    "surface": ["line-3"],
}


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Each front with each of its grounds."""
    return [(front, ground) for front, grounds in table.items() for ground in grounds]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(TEXTS))
def test_text_has_a_contrast_of_4_5(theme: str, front: str, ground: str) -> None:
    tokens = colours(theme)
    assert contrast(tokens[front], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), pairs(SHAPES))
def test_what_alone_shows_a_control_or_a_meaning_has_a_contrast_of_3(theme: str, front: str, ground: str) -> None:
    tokens = colours(theme)
    assert contrast(tokens[front], tokens[ground]) >= 3


def test_both_themes_name_the_same_colours() -> None:
    assert colours("light").keys() == colours("dark").keys()
