"""Colours and sizes stand in tokens.css and nowhere else (style 22)."""

import re
from pathlib import Path

import pytest

from tests.desk.shell.tokens import STATIC, TOKENS

SHEETS = sorted(path for path in (STATIC / "css").glob("*.css") if path != TOKENS)
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\d(?:px|rem)\b|\b(?:white|black|red|green|blue|gr[ae]y)\b(?=[;\s])"
)


def declarations(path: Path) -> str:
    """The sheet without comments and without the widths of @media, which cannot be tokens."""
    return re.sub(r"/\*.*?\*/|@media [^{]*", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_or_size_stands_outside_the_tokens(path: Path) -> None:
    assert LITERAL.findall(declarations(path)) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_token_used_is_defined(path: Path) -> None:
    defined = set(re.findall(r"(--f-[a-z0-9-]+):", TOKENS.read_text()))
    assert set(re.findall(r"var\((--f-[a-z0-9-]+)", path.read_text())) <= defined


def test_every_sheet_is_part_of_the_desk() -> None:
    imported = set(re.findall(r'@import url\("([a-z]+\.css)"\)', (STATIC / "css" / "desk.css").read_text()))
    assert imported == {path.name for path in (STATIC / "css").glob("*.css")} - {"desk.css"}


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_behaviour_is_one_short_file(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 120


def test_a_class_is_drawn_in_one_sheet() -> None:
    """Two things of one name would draw each other, as the modes of the CRM once stretched the cards of deals."""
    drawn: dict[str, set[str]] = {}
    for path in SHEETS:
        for name in re.findall(r"^(\.f-[a-z0-9-]+) \{", path.read_text(), re.MULTILINE):
            drawn.setdefault(name, set()).add(path.name)
    assert {name: sheets for name, sheets in drawn.items() if len(sheets) > 1} == {}
