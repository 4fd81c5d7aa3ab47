"""docs/features.md is true: every row stands there once, and what it calls done names tests that exist."""

import ast
import re
from collections import Counter

import pytest

from tests.house.files import ROOT

ROWS = [*(f"F{n}" for n in range(1, 243)), *(f"E{n}" for n in range(1, 41)), *(f"B{n}" for n in range(1, 27))]
STATES = {"done", "part", "open"}
NAMED = re.compile(r"tests/[\w/]+\.py::\w+(?:::\w+)?")

Row = tuple[str, str, str, str]  # number, what, state, tests


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The lines of the tables that begin with a number."""
    lines = (ROOT / "docs" / "features.md").read_text().splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| *[FEB]\d+ *\|", line)
    ]
    return [(number, what, state, tests) for number, what, state, tests in cells]


def functions(path: str) -> set[str]:
    """The tests of a file, as pytest names them."""
    if not (ROOT / path).is_file():
        return set()
    body = ast.parse((ROOT / path).read_text()).body
    plain = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    return plain | {f"{c.name}::{n.name}" for c in classes for n in c.body if isinstance(n, ast.FunctionDef)}


def test_every_row_stands_there_once(rows: list[Row]) -> None:
    assert Counter(number for number, *_ in rows) == Counter(ROWS)


def test_every_row_has_a_name_and_a_state(rows: list[Row]) -> None:
    assert [number for number, what, state, _ in rows if not what or state not in STATES] == []


def test_what_is_done_names_a_test(rows: list[Row]) -> None:
    assert [number for number, _, state, tests in rows if state != "open" and not NAMED.search(tests)] == []


def test_what_is_open_names_none(rows: list[Row]) -> None:
    assert [number for number, _, state, tests in rows if state == "open" and tests] == []


def test_every_test_that_is_named_exists(rows: list[Row]) -> None:
    named = {name for *_, tests in rows for name in NAMED.findall(tests)}
    known = {path: functions(path) for path in {name.split("::")[0] for name in named}}
    assert sorted(name for name in named if name.split("::", 1)[1] not in known[name.split("::")[0]]) == []
