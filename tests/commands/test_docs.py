"""What the pages claim can be found."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
TESTS = re.compile(r"`(tests/[a-z_/]+\.py)`")
FILES = re.compile(
    r"`((?:edge|visits|identity|channels|conversations|crm|presence|lib|project|notifications)/[a-z_/]+\.py)"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    missing = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]

    assert not missing


def test_the_tests_that_security_names_exist():
    named = TESTS.findall((ROOT / "docs" / "security.md").read_text("utf-8"))

    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_files_that_the_architecture_names_exist():
    named = FILES.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8"))

    assert named
    assert not [name for name in named if not (ROOT / "foyer" / name).exists()]


def test_no_template_switches_escaping_off():
    """docs/decisions/trusted-types.md relies on it (T15)."""
    templates = (path for path in ROOT.glob("foyer/**/*.jinja") if not path.stem.endswith("_txt"))  # plain text mails

    assert not [path for path in templates if re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))]


def test_the_widget_never_sets_html():
    """The same page says so."""
    sources = ROOT.glob("widget/[ct]*/**/*.ts")

    assert not [path for path in sources if "innerHTML" in path.read_text("utf-8")]
