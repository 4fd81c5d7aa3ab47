"""Canned replies name variables from a short list, and nothing else (E13, T19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.conversations.variables import VARIABLES, values_for
from foyer.lib.variables import filled_in, unknown_in

VALUES = {"visitor": "Vera Lindqvist", "visitor_first_name": "Vera", "page": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {{visitor}}!", "Hello Vera Lindqvist!"),
        ("Hello {{ visitor_first_name }}", "Hello Vera"),
        ("You look at {{page|our shop}}.", "You look at our shop."),
        ("Hello {{page}}, welcome", "Hello, welcome"),
        ("Hello {{visitor|there}}", "Hello Vera Lindqvist"),
        ("{visitor} {{ {visitor} }}", "{visitor} {{ {visitor} }}"),
    ],
)
def test_variables_are_filled_in(text, said):
    assert filled_in(text, VALUES) == said


@pytest.mark.parametrize(
    "name", ["contact.secret", "visitor.__class__", "agent.password", "SECRET_KEY", "visitor['a']", "7*7", ""]
)
def test_what_is_not_on_the_list_stays_as_it_is_written(name):
    """T19."""
    assert filled_in(f"a {{{{{name}}}}}", VALUES) == f"a {{{{{name}}}}}"
    assert unknown_in(f"a {{{{{name}}}}} {{{{visitor}}}}", VARIABLES) == [name]


@given(st.text(), st.text())
def test_what_a_visitor_is_called_is_never_filled_in_itself(name, rest):
    """T19."""
    said = filled_in("{{visitor}}{{page}}", {"visitor": "{{page}}" + name, "page": "secret"})
    assert said == "{{page}}" + name + "secret"
    assert isinstance(filled_in(rest, VALUES), str)


def test_visitors_are_called_what_they_called_themselves(chat, anna):
    """T1: not what a record says."""
    values = values_for(chat, anna)
    assert set(values) == set(VARIABLES)
    assert (values["visitor"], values["agent_first_name"], values["page"]) == ("Vera Lindqvist", "Anna", "Alder bench")
