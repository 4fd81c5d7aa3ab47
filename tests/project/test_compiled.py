"""Templates are compiled once for all starts, and never out of step with their text."""

import pytest
from jinja2 import DictLoader

from foyer.project import jinja
from foyer.project.jinja import environment


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Where byte code is kept meanwhile."""
    monkeypatch.setattr(jinja, "COMPILED", tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path


def drawn(text: str) -> str:
    """What a process that has just started makes of a template of this text."""
    return environment(loader=DictLoader({"page.jinja": text})).get_template("page.jinja").render()


def test_the_next_start_compiles_nothing(kept, monkeypatch):
    assert drawn("{{ 1 + 1 }}") == "2"
    monkeypatch.setattr("jinja2.Environment.compile", None)

    assert drawn("{{ 1 + 1 }}") == "2"


def test_a_changed_template_is_compiled_anew(kept):
    drawn("before")

    assert drawn("after") == "after"


def test_what_was_cut_short_is_compiled_anew(kept):
    drawn("whole")
    (path,) = kept.iterdir()
    whole = path.read_bytes()

    for length in range(0, len(whole), 50):
        path.write_bytes(whole[:length])
        assert drawn("whole") == "whole"


def test_a_folder_that_takes_nothing_is_no_trouble(kept, monkeypatch):
    monkeypatch.setattr(jinja, "COMPILED", kept / "missing")

    assert drawn("as ever") == "as ever"


def test_who_told_python_to_keep_no_byte_code_gets_none(kept, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    drawn("as ever")

    assert list(kept.iterdir()) == []
