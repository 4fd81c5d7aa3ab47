"""The settings of a portal's chat widget: what they may be, who may change them (E13, B25; T14, T17, T22)."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from foyer.events.models import Event
from foyer.portals.contrast import contrast, readable_on
from foyer.portals.models import Logo, Portal, WidgetText
from foyer.portals.widget_settings import CHECKS, WidgetRefused, read_widget
from foyer.portals.widget_told import widget_look
from foyer.portals.widgets import change_widget, remove_logo, reset_widget, set_logo, texts_of
from foyer.team.types import Refusal

FORM = {
    "accent": "#2f4a3a",
    "theme": "own",
    "surface": "#FFFDF8",
    "text": "#26241F",
    "radius": "16",
    "side": "start",
    "distance": "24",
    "launcher": "words",
    "sounds": "on",
    "emoji": "",
    "brand": "on",
    "greets_after_s": "20",
    "ask_name": "optional",
    "ask_email": "required",
    "ask_phone": "hidden",
    "ask_question": "optional",
    "consent_url": "https://shop.example/privacy",
    "text_de_hello": "Moin!",
    "text_en_offline": "We sleep. Leave a note.",
}


def told(portal):
    return widget_look(portal, texts_of(portal))


def picture(mode="RGB", size=(400, 200), kind="PNG", **more) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "#2F4A3A").save(file, kind, **more)
    return file.getvalue()


def logo(shop, by, content: bytes):
    return set_logo(shop, by, [content], len(content))


def test_settings_and_texts_are_told_to_the_widget(shop, anna):
    change_widget(shop, anna, FORM)
    look = told(Portal.objects.get())
    assert (look["accent"], look["on_accent"], look["position"]) == ("#2F4A3A", "#FFFFFF", "start")
    assert (look["surface"], look["distance"], look["launcher"], look["emoji"]) == ("#FFFDF8", 24, "words", False)
    assert look["fields"] == {"name": "optional", "email": "required", "phone": "hidden", "text": "optional"}
    note = "We sleep. Leave a note."
    assert look["texts"] == {"de": {"hello": "Moin!"}, "en": {"nobody_here": note, "write_us": note}}


def test_the_box_before_a_chat_is_there_with_a_wording_in_any_language(shop, anna):
    """B20."""
    change_widget(shop, anna, FORM)
    assert told(Portal.objects.get())["consent"] is None
    change_widget(shop, anna, FORM | {"text_fr_consent": "J’accepte.", "text_de_consent": "Ich stimme zu."})
    look = told(Portal.objects.get())
    assert look["consent"] == {"text": "Ich stimme zu.", "url": "https://shop.example/privacy"}
    assert look["texts"]["fr"] == {"consent": "J’accepte."}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "shop.example", "https://a b", "https://" + "x" * 500]
)
def test_what_is_no_web_address_stands_behind_no_box(shop, anna, address):
    """T16."""
    with pytest.raises(WidgetRefused) as refused:
        change_widget(shop, anna, FORM | {"consent_url": address})
    assert list(refused.value.errors) == ["consent_url"]


def test_own_colours_hold_only_where_they_are_chosen(shop, anna):
    change_widget(shop, anna, FORM | {"theme": "dark"})
    assert (told(shop)["surface"], told(shop)["text"], told(shop)["theme"]) == (None, None, "dark")


def test_what_changed_is_an_event_and_the_same_again_is_none(shop, anna):
    before = Event.objects.count()
    change_widget(shop, anna, FORM)
    fields = Event.objects.latest("pk").data["fields"]
    assert "accent" in fields
    assert "widget_texts" in fields
    assert "sounds" not in fields
    change_widget(shop, anna, FORM)
    assert Event.objects.count() == before + 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[("accent", text) for text in ("red", "", "#12", "#30 4AA6", "#304AA6;}*{", "url(//evil)", "#３04AA6")],
        *[("surface", "javascript:alert(1)"), ("text", "var(--x)"), ("theme", "neon"), ("side", "top")],
        *[("launcher", ""), ("ask_email", "on"), ("ask_phone", "")],
        *[("radius", text) for text in ("25", "-1", "1e1", "", "٣", "9" * 50)],
        *[("distance", "201"), ("greets_after_s", "2"), ("greets_after_s", "601"), ("ask_name", "maybe")],
        *[("text_fr_hello", "x" * 81), ("text_en_launcher", "x" * 31), ("text_de_greeting", "x" * 100_000)],
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(shop, anna, field, typed):
    with pytest.raises(WidgetRefused) as refused:
        change_widget(shop, anna, FORM | {field: typed})
    assert list(refused.value.errors) == [field]
    assert Portal.objects.get().accent == "#304AA6"
    assert not WidgetText.objects.exists()


def test_markup_is_text_and_what_turns_it_round_is_taken_out(shop, anna):
    """T15, T22."""
    change_widget(shop, anna, FORM | {"text_de_hello": "<b>Hi</b>\u202egnol\x00\n  \u2066there"})
    assert texts_of(shop)["de", "hello"] == "<b>Hi</b>gnol there"


def test_other_names_are_ignored(shop, anna):
    """T14."""
    change_widget(shop, anna, FORM | {"is_enabled": "", "name": "Stolen", "logo": "x", "text_xx_hello": "?"})
    kept = Portal.objects.get()
    assert (kept.is_enabled, kept.name, kept.logo) == (True, "Demo shop", "")
    assert set(read_widget(FORM).settings) == set(CHECKS)


def test_everything_but_the_logo_goes_back_to_how_it_is_shipped(shop, anna):
    shipped = told(shop)
    logo(change_widget(shop, anna, FORM), anna, picture())
    reset_widget(shop, anna)
    kept = Portal.objects.get()
    assert told(kept) | {"logo": None} == shipped
    assert kept.logo


def test_a_logo_is_made_anew_and_small(shop, anna):
    """T17."""
    shop = logo(shop, anna, picture(kind="JPEG", exif=b"Exif\x00\x00secret place"))
    content = bytes(Logo.objects.get().content)
    with Image.open(io.BytesIO(content)) as made:
        assert (made.format, made.size) == ("WEBP", (192, 96))
    assert b"secret" not in content
    assert told(shop)["logo"] == f"/widget/logo/{shop.logo}.webp"
    remove_logo(shop, anna)
    assert told(Portal.objects.get())["logo"] is None


@pytest.mark.parametrize(
    "content",
    [
        *[b"", b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.4", picture()[:80]],
        *[b"\x89PNG\r\n\x1a\n" + b"x" * 90, b"x" * 1_000_001],
    ],
)
def test_what_is_no_picture_is_no_logo(shop, anna, content):
    """T17."""
    with pytest.raises(Refusal):
        logo(shop, anna, content)
    assert not Logo.objects.exists()


def test_who_may_not_set_the_portal_up_changes_nothing(shop, anna, boris):
    for verb in (lambda: change_widget(shop, boris, FORM), lambda: reset_widget(shop, boris)):
        with pytest.raises(PermissionDenied):
            verb()
    for verb in (lambda: logo(shop, boris, picture()), lambda: remove_logo(shop, boris)):
        with pytest.raises(PermissionDenied):
            verb()


def test_text_on_any_colour_is_readable():
    """E33."""
    steps = range(0, 256, 17)
    colours = [f"#{red:02X}{green:02X}{blue:02X}" for red in steps for green in steps for blue in steps]
    assert min(contrast(readable_on(colour), colour) for colour in colours) >= 4.5
