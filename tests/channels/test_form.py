"""The pre-chat form is refused at its field, with a code that the widget has words for (F28, T22)."""

import pytest

from foyer.channels.webchat.form import Rejected, start_form

GOOD = {"id": "client-id-0001", "name": "Vera", "email": "vera@posthaus.example", "text": "Hello"}


def test_a_good_form_is_read():
    form = start_form(GOOD | {"url": "https://shop.example/", "title": "Home"}, "de")
    assert (form.name, form.email, form.text, form.url, form.language) == (
        "Vera",
        "vera@posthaus.example",
        "Hello",
        "https://shop.example/",
        "de",
    )


@pytest.mark.parametrize("field", ["email", "phone"])
def test_what_the_portal_requires_is_missed(field):
    with pytest.raises(Rejected) as rejected:
        start_form(GOOD | {field: " "}, "en", {"name", field})
    assert (rejected.value.code, rejected.value.field) == (f"{field}_missing", field)
    assert start_form(GOOD, "en", {"email"}).email == GOOD["email"]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"name": ""}, "name_missing", "name"),
        ({"name": None}, "name_missing", "name"),
        ({"name": ["x"]}, "name_missing", "name"),
        ({"email": "vera@"}, "email_invalid", "email"),
        ({"email": "vera"}, "email_invalid", "email"),
        ({"text": ""}, "text_missing", "text"),
        ({"text": {"a": 1}}, "text_missing", "text"),
        ({"text": "x" * 4001}, "text_long", "text"),
        ({"id": ""}, "malformed", None),
        ({"id": "short"}, "malformed", None),
    ],
)
def test_what_is_wrong_is_said_at_its_field(fields, code, field):
    with pytest.raises(Rejected) as rejected:
        start_form(GOOD | fields, "en")
    assert (rejected.value.code, rejected.value.field) == (code, field)


def test_an_address_that_is_no_web_address_is_left_out():
    assert start_form(GOOD | {"url": "javascript:alert(1)"}, "en").url == ""
