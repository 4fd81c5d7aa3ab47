"""What stands around every answer: nothing personal is cached, nothing framed, no foreign script (T15, T33)."""

import pytest

from tests.project.routes import Who, guarded_by, routes
from tests.project.world import with_token

OWN_PIECES = (b"<style", b" style=", b" onclick=", b" onload=", b"<script>")
FRAMED = {"form", "form_thanks", "web_form_preview", "portal_widget_preview"}
"""By the domains of its portal, or by the builder: its own policy says by whom."""
PUBLIC = {"demo", "demo_page", "demo_asset", "form_embed", "form_script", "form_style"}
POLICY = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip


def answers(as_anna, anna, own):
    """Each route, opened by the administrator."""
    api, token_routes = with_token(anna), guarded_by(Who.TOKEN)
    last = [route for route in routes() if route.name != "logout"]
    return {
        f"{method} {route.name}": getattr(api if route in token_routes else as_anna, method)(route.address(own))
        for route in last
        for method in ("get", "post")
    }


@pytest.mark.slow
def test_every_answer_is_hardened_and_none_is_kept_by_anybody_between(as_anna, anna, own):
    problems = {name: wrong_with(name, response) for name, response in answers(as_anna, anna, own).items()}
    assert {name: wrong for name, wrong in problems.items() if wrong} == {}


def wrong_with(name, response) -> list[str]:
    """What is missing at an answer, or too much in it."""
    is_public, cache = name.split()[1] in PUBLIC, response.get("Cache-Control", "")
    policy = response.get("Content-Security-Policy", "")
    wrong = {
        "breaks": response.status_code >= 500,
        "may be cached": "no-store" not in cache and not (is_public and cache),
        "may be sniffed": response.get("X-Content-Type-Options") != "nosniff",
        "tells where one was": response.get("Referrer-Policy") != "same-origin",
        "may be framed": response.get("X-Frame-Options") != "DENY" and name.split()[1] not in FRAMED,
    }
    if response.get("Content-Type", "").startswith("text/html"):
        own = [piece for piece in OWN_PIECES if piece in response.content and not is_public]
        wrong |= {
            "policy": not policy
            or "unsafe" in policy
            or not (is_public or set(policy.split("; ")) >= POLICY - allowed_of(name)),
            f"has {own}": bool(own),
        }
    return [word for word, is_so in wrong.items() if is_so]


def allowed_of(name) -> set[str]:
    """What a form's own policy says otherwise."""
    return {"frame-ancestors 'none'"} if name.split()[1] in FRAMED else set()


def test_pages_for_errors_are_hardened_too(stranger, as_anna):
    for client, path in ((stranger, "/nothing/"), (as_anna, "/nothing/"), (as_anna, "/visits/99999/")):
        response = client.get(path)
        assert response.status_code in {302, 404}
        assert "no-store" in response["Cache-Control"]
        assert response["X-Frame-Options"] == "DENY"
        assert response["Content-Security-Policy"]
