"""What we took from others is what we say it is."""

import hashlib
import json

from tests.desk.shell.tokens import STATIC

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
