"""Templates need nothing the content security policy refuses, and draw only icons we ship (T15)."""

import re
from pathlib import Path

import pytest

from tests.desk.shell.tokens import SHELL, STATIC

FOYER = SHELL.parents[1]
TEMPLATES = sorted(path for path in FOYER.rglob("*.jinja") if "mails" not in path.parts)
SPRITE = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
ICON_CALLS = re.compile(r'\b(?:icon\(|icon_name=|channel=|"icon": ?)"([a-z0-9-]+)"')


def names(path: Path) -> set[str]:
    """The icons a template names."""
    return set(ICON_CALLS.findall(path.read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOYER)))
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOYER)))
def test_every_icon_of_a_template_is_in_the_sprite(path: Path) -> None:
    assert names(path) <= SPRITE


def test_the_sprite_holds_what_the_list_names() -> None:
    assert set((STATIC / "icons.txt").read_text().split()) == SPRITE
