"""Setup > Channels > Chat > Look and texts (E13, E33)."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foyer.portals.models import Portal
from tests.desk.chats import HTMX
from tests.portals.test_widgets import FORM, picture

pytestmark = pytest.mark.django_db
PLACES = ("", "told/", "reset/", "logo/")


def place(shop, rest=""):
    return f"/setup/portals/{shop.pk}/widget/{rest}"


def told(answer):
    found = re.search(r'data-config="([^"]*)"', answer.content.decode())
    return json.loads(html.unescape(found[1]))


def test_what_is_saved_stands_in_the_form(as_anna, shop):
    answer = as_anna.post(place(shop), FORM, follow=True)
    assert b"Saved. New pages of the website show it at once." in answer.content
    page = answer.content.decode()
    assert 'value="#2F4A3A"' in page
    assert 'value="words" selected' in page
    assert 'value="Moin!"' in page
    assert 'placeholder="Guten Tag! Wie können wir Ihnen weiterhelfen?"' in page


def test_what_was_refused_stays_with_the_reason(as_anna, shop):
    answer = as_anna.post(place(shop), FORM | {"accent": '"><script>', "text_fr_hello": "é" * 90})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not a colour." in page
    assert "At most 80 characters fit here." in page
    assert 'name="language" value="fr" checked' in page
    assert 'value="&#34;&gt;&lt;script&gt;"' in page
    assert Portal.objects.get().launcher == "icon"


def test_the_preview_is_told_what_is_not_saved(as_anna, shop):
    answer = as_anna.post(place(shop, "told/"), FORM | {"radius": "99"}, **HTMX)
    config = told(answer)
    assert (config["accent"], config["radius"], config["texts"]["de"]["hello"]) == ("#2F4A3A", 18, "Moin!")
    assert b"The preview shows there what is saved." in answer.content
    assert Portal.objects.get().accent == "#304AA6"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "#AAAAAA"}, "Text on this background is hard to read: 2."),
        ({"accent": "#FFFFFF"}, "hardly stands out from the background"),
        ({"accent": "#FFD400"}, "Text on the colour is black"),
    ],
)
def test_it_is_said_how_readable_colours_are(as_anna, shop, changed, sentence):
    """E33."""
    assert sentence in as_anna.post(place(shop, "told/"), FORM | changed, **HTMX).content.decode()


def test_the_preview_stands_in_a_frame_of_ours_only(as_anna, shop):
    """T32."""
    answer = as_anna.get(place(shop, "preview/"))
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_as_shipped(as_anna, shop):
    as_anna.post(place(shop), FORM)
    assert b"The chat looks as it is shipped again" in as_anna.post(place(shop, "reset/"), follow=True).content
    assert Portal.objects.get().accent == "#304AA6"


def test_a_logo_is_saved_at_once_and_taken_away(as_anna, shop):
    """T17."""
    file = SimpleUploadedFile("../../x.html", picture(), "text/html")
    answer = as_anna.post(place(shop, "logo/"), {"logo": file}, **HTMX)
    assert f"/widget/logo/{Portal.objects.get().logo}.webp" in answer.content.decode()
    assert answer["HX-Trigger"] == "foyer:logo"
    as_anna.post(place(shop, "logo/"), **HTMX)
    assert not Portal.objects.get().logo


def test_what_is_no_picture_is_said(as_anna, shop):
    answer = as_anna.post(place(shop, "logo/"), {"logo": SimpleUploadedFile("x.png", b"<svg/>")}, **HTMX)
    assert b"This is no picture that can be shown." in answer.content


@pytest.mark.parametrize("rest", PLACES)
def test_agents_without_the_right_may_not(as_boris, stranger, shop, rest):
    assert as_boris.post(place(shop, rest), FORM).status_code == 403
    assert {as_boris.get(place(shop, way)).status_code for way in ("", "preview/")} == {403}
    assert stranger.post(place(shop, rest), FORM).url.startswith("/login/")
    assert Portal.objects.get().accent == "#304AA6"


def test_a_portal_that_is_not_there_is_not_found(as_anna, shop):
    assert as_anna.get(place(Portal(pk=99))).status_code == 404


def test_the_page_costs_few_queries(as_anna, shop, django_assert_max_num_queries):
    as_anna.post(place(shop), FORM)
    with django_assert_max_num_queries(9):
        as_anna.get(place(shop))


def test_the_wording_of_the_box_is_saved_and_previewed(as_anna, shop):
    """B20."""
    changed = FORM | {"text_de_consent": "Ich stimme <b>zu</b>.", "ask_question": "hidden"}
    config = told(as_anna.post(place(shop, "told/"), changed, **HTMX))
    assert config["consent"] == {"text": "Ich stimme <b>zu</b>.", "url": "https://shop.example/privacy"}
    assert config["fields"]["text"] == "hidden"
    page = as_anna.post(place(shop), changed, follow=True).content.decode()
    assert ">Ich stimme &lt;b&gt;zu&lt;/b&gt;.</textarea>" in page
