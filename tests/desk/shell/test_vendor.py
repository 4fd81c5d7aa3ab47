"""What we took from others is what we say it is."""

import hashlib
import json
import re

from tests.desk.shell.tokens import STATIC

DESK = STATIC.parents[1]
CLASS = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"')
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")

MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text())
FREE = {"MIT", "0BSD", "OFL-1.1"}


def test_every_vendored_file_has_the_sum_of_the_manifest() -> None:
    named = {path: sum_ for package in MANIFEST for path, sum_ in package["files"].items()}
    assert {path: hashlib.sha256((STATIC / path).read_bytes()).hexdigest() for path in named} == named


def test_no_vendored_file_is_missing_in_the_manifest() -> None:
    named = {path for package in MANIFEST for path in package["files"]}
    kept = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert kept - {"vendor/manifest.json"} <= named


def test_all_of_it_is_free() -> None:
    assert {package["licence"] for package in MANIFEST} <= FREE


def test_every_class_of_a_page_has_a_style() -> None:
    """Of Tabler's styles we keep what was named when they were fetched: for a new one, `bin/vendor`."""
    sheets = [path.read_text() for path in STATIC.rglob("*.css")]
    styled = {name for sheet in sheets for name in re.findall(r"\.([A-Za-z][\w-]*)", sheet)}
    pages = [path for path in DESK.rglob("*.jinja") if path.parent.name != "mails"]
    named = {page: EXPRESSION.sub(" ", " ".join(CLASS.findall(page.read_text()))) for page in pages}
    bare = {str(page): classes for page, names in named.items() if (classes := set(names.split()) - styled)}
    assert bare == {}
