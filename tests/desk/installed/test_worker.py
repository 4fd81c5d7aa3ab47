"""Foyer as an app: its worker, what that keeps, and the page without a connection (E32, T33)."""

import json
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

BRAND = Path(settings.STATICFILES_DIRS[0]) / "brand"
MANIFEST = json.loads((BRAND / "manifest.webmanifest").read_text())
pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> dict:
    """What the worker is told by the server."""
    program = Client().get("/sw.js").content.decode()
    return json.loads(program.splitlines()[0].removeprefix("const OWN = ").removesuffix(";"))


def test_the_worker_stands_at_the_root_and_is_never_kept_on_the_way():
    response = Client().get("/sw.js")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in response["Cache-Control"]


def test_the_worker_keeps_files_of_ours_and_the_page_without_a_connection_and_nothing_else(own):
    assert all(path.startswith(settings.STATIC_URL) for path in own["files"])
    assert set(own["pages"].values()) == {f"/offline/{language}/" for language in ("en", "de", "fr")}


def test_what_the_worker_keeps_is_there(own):
    kept = [*own["files"], own["icon"], own["badge"]]
    assert [path for path in kept if not finders.find(path.removeprefix(settings.STATIC_URL))] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "No connection to Foyer"), ("de", "Keine Verbindung zu Foyer"), ("fr", "Pas de connexion à Foyer")],
)
def test_the_page_without_a_connection_speaks_three_languages(language, words):
    response = Client().get(f"/offline/{language}/")
    assert words in response.content.decode()
    assert response["Content-Language"] == language


def test_the_page_without_a_connection_is_the_same_for_everybody(as_boris):
    assert as_boris.get("/offline/de/").content == Client().get("/offline/de/").content


def test_there_is_no_page_in_a_language_that_nobody_speaks_here():
    assert Client().get("/offline/xx/").status_code == 404


def test_the_app_has_a_name_a_beginning_and_icons_of_the_size_they_say():
    assert {MANIFEST[key] for key in ("name", "start_url", "scope", "id", "display")} == {"Foyer", "/", "standalone"}
    assert {(each["sizes"], each.get("purpose")) for each in MANIFEST["icons"]} >= {
        ("192x192", None), ("512x512", None), ("192x192", "maskable"), ("512x512", "maskable"),
    }  # fmt: skip
    pictures = [each for each in MANIFEST["icons"] if each["type"] == "image/png"]
    assert {each["src"]: each["sizes"] for each in pictures} == {each["src"]: size(each["src"]) for each in pictures}


def size(name: str) -> str:
    """What the head of the PNG says."""
    return "{}x{}".format(*struct.unpack(">II", (BRAND / name).read_bytes()[16:24]))
