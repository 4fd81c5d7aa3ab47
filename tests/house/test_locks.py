"""What is installed is exactly what the locks name, and they name all that is asked for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = {"foyer.txt": PROJECT["project"]["dependencies"], "dev.txt": PROJECT["dependency-groups"]["dev"]}
BOTH = pytest.mark.parametrize("name", list(WANTED))


def entries(name: str) -> dict[str, str]:
    """What a lock says of each package."""
    lines = re.sub(r"\\\n\s*", "", (ROOT / "requirements" / name).read_text()).splitlines()
    return {canonicalize_name(line.split("==")[0]): line for line in lines}


def versions(name: str) -> dict[str, str]:
    return {package: line.split("==")[1].split()[0] for package, line in entries(name).items()}


@BOTH
def test_every_package_of_a_lock_has_its_version_and_sums(name: str) -> None:
    whole = r"[a-z0-9][a-z0-9.-]*==[\w.!+]+ ?(; [^-]+? )?(--hash=sha256:[0-9a-f]{64} ?)+"
    assert [line for line in entries(name).values() if not re.fullmatch(whole, line)] == []


@BOTH
def test_a_lock_names_what_the_project_asks_for(name: str) -> None:
    locked = versions(name)
    asked = [Requirement(text) for text in WANTED[name]]
    assert [str(r) for r in asked if not r.specifier.contains(locked.get(canonicalize_name(r.name), "0"))] == []


@BOTH
def test_everything_asked_for_has_a_lower_bound(name: str) -> None:
    assert [text for text in WANTED[name] if ">=" not in text] == []


def test_what_is_tested_is_what_is_run() -> None:
    assert versions("foyer.txt").items() <= versions("dev.txt").items()
