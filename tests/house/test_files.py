"""The manner of the house, as far as a machine sees it (STYLE.md)."""

import ast
import os
import re

from tests.house.files import ROOT, SCRIPTS, all_files, own_code, texts

MOST_LINES = 300
NAMES_THAT_SAY_NOTHING = {"core", "common", "utils", "helpers", "misc", "services", "managers"}
# In halves, so that this file does not hold them.
NOTES_TO_SELF = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
THIS_MACHINE = re.compile(r"(?<![\w.])/(wo" + r"rk|op" + r"t/(wheels|pypi)|ro" + r"ot)/")
INDEX_HOSTS = re.compile(
    r"(pyp"
    + r"i\.org|pyth"
    + r"onhosted\.org|registry\.np"
    + r"mjs\.org|--(extra-)?ind"
    + r"ex-url|--find-li"
    + r"nks)"
)


def saying(pattern: re.Pattern[str]) -> list[str]:
    return [str(path) for path, text in texts() if "vendor" not in path.parts and pattern.search(text)]


def test_nothing_is_left_to_do_in_the_code() -> None:
    assert saying(NOTES_TO_SELF) == []


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    assert saying(THIS_MACHINE) == []


def test_no_file_says_from_which_index_packages_come() -> None:
    assert saying(INDEX_HOSTS) == []


def test_every_folder_has_a_name_that_says_something() -> None:
    assert [str(path) for path in all_files() if NAMES_THAT_SAY_NOTHING & set(path.parts)] == []


def test_no_file_is_too_long_to_read() -> None:
    long = {str(path): text.count("\n") for path, text in own_code() if text.count("\n") > MOST_LINES}
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    modules = [(path, text) for path, text in own_code() if path.suffix == ".py" and path.parts[0] == "foyer"]
    assert [str(path) for path, text in modules if not ast.get_docstring(ast.parse(text))] == []


def test_every_command_can_be_run_and_says_what_it_is_for() -> None:
    commands = [ROOT / path for path in all_files() if path.parts[0] == "bin"]
    assert {str(path.relative_to(ROOT)) for path in commands} >= SCRIPTS | {"bin/demo", "bin/serve", "bin/foyer"}
    assert [path.name for path in commands if not os.access(path, os.X_OK)] == []
    assert [path.name for path in commands if not re.match(r"#!/.*\n(#|\"\"\") ?\w", path.read_text())] == []


def test_what_lines_up_its_own_questions_lets_nobody_elses_stand_among_them() -> None:
    """htmx hands `hx-sync` down: what is pressed inside would wait in the same line, where only the last one stays."""
    lined_up = re.compile(r'hx-sync="this:qu' + r'eue last"(?! hx-disinherit="hx-sync")')
    assert saying(lined_up) == []
