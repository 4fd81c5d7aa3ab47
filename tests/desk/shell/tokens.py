"""Reads tokens.css and computes contrast as WCAG 2.2 defines it."""

import re
from pathlib import Path

SHELL = Path(__file__).resolve().parents[3] / "foyer" / "desk" / "shell"
STATIC = SHELL / "static"
TOKENS = STATIC / "css" / "tokens.css"
THEMES = {"light": r':root, \[data-bs-theme="light"\] \{(.*?)\n\}', "dark": r'\n\[data-bs-theme="dark"\] \{(.*?)\n\}'}


def colours(theme: str) -> dict[str, str]:
    """Name (without --f-) to #RRGGBB of one theme."""
    block = re.search(THEMES[theme], TOKENS.read_text(), re.DOTALL)
    assert block
    return dict(re.findall(r"--f-([a-z0-9-]+): (#[0-9A-F]{6})", block[1]))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
