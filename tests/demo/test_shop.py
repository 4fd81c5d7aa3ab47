"""The demo shop's pages (F24, T17, T33)."""

import pytest
from django.test import Client

from foyer.demo import views
from foyer.demo.house import PORTAL
from foyer.demo.views import File
from foyer.portals.actions import create_portal
from foyer.portals.models import EmbedCode
from foyer.team.actions import create_organisation

PAGE = b'<title>Alder bench</title><script src="/foyer.js" data-portal="{{key}}"></script>'


@pytest.fixture(autouse=True)
def site(monkeypatch):
    """A shop of three files."""
    files = {
        "index.html": File(PAGE, "text/html; charset=utf-8"),
        "product.html": File(PAGE, "text/html; charset=utf-8"),
        "art/bench.svg": File(b"<svg/>", "image/svg+xml"),
    }
    monkeypatch.setattr(views, "_files", lambda: files)


@pytest.fixture
def shop(db):
    anna = create_organisation(
        "Linden & Oak", "Europe/Berlin", "en", "EUR", "Anna", "anna@foyer.test", "a garden bench"
    )
    return create_portal(anna, PORTAL, "http://127.0.0.1:8000")


def test_pages_carry_the_key_of_the_portal(shop, client):
    page = client.get("/demo/")

    assert EmbedCode.objects.get().key in page.content.decode()
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "connect-src 'self' ws://testserver wss://testserver" in page["Content-Security-Policy"]


def test_every_piece_has_the_product_page(shop, client):
    assert b"<title>Heron armchair</title>" in client.get("/demo/product.html?piece=heron-armchair").content
    assert b"<title>Alder bench</title>" in client.get("/demo/product.html?piece=<script>").content


def test_without_the_demo_portal_there_is_no_shop(db, client):
    assert client.get("/demo/").status_code == 404


def test_pictures_may_be_kept(shop, client):
    picture = client.get("/demo/art/bench.svg")

    assert (picture.content, picture["Content-Type"]) == (b"<svg/>", "image/svg+xml")
    assert picture["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "path",
    [
        "../views.py",
        "..%2fviews.py",
        "art/../../views.py",
        "%2e%2e/house.py",
        "other.html",
        "art/none.svg",
        "/etc/x.css",
    ],
)
def test_nothing_else_can_be_read(path, shop):
    assert Client().get(f"/demo/{path}").status_code == 404


def test_the_shop_is_only_looked_at(shop, client):
    assert client.post("/demo/").status_code == 405


def test_nobody_may_put_desk_or_shop_into_a_frame(shop, client):
    """T32."""
    assert "frame-ancestors 'none'" in client.get("/demo/")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/login/")["Content-Security-Policy"]
    assert client.get("/login/")["X-Frame-Options"] == "DENY"
