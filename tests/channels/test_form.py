"""The pre-chat form is refused at its field, with a code that the widget has words for (F28, T22)."""

import pytest

from foyer.channels.webchat.form import Rejected, Wanted, introduction, start_form, wanted_by

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
        start_form(GOOD | {field: " "}, "en", Wanted(fields=frozenset({"name", field})))
    assert (rejected.value.code, rejected.value.field) == (f"{field}_missing", field)
    assert start_form(GOOD, "en", Wanted(fields=frozenset({"email"}))).email == GOOD["email"]


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


WORDING = "You may keep what I write."
TOLD = {
    "fields": {"name": "required", "email": "optional", "text": "optional"},
    "consent": {"text": WORDING, "url": ""},
    "texts": {"de": {"consent": "Meine Angaben dürfen gespeichert werden.", "hello": "Moin"}},
}


@pytest.mark.parametrize(
    ("language", "wording"), [("en", WORDING), ("de", TOLD["texts"]["de"]["consent"]), ("fr", WORDING), ("", WORDING)]
)
def test_consent_is_asked_in_the_language_of_the_chat_else_in_the_first_there_is(language, wording):
    assert wanted_by(TOLD, language).consent == wording


@pytest.mark.parametrize("widget", [{}, {"consent": None}, {"fields": None, "texts": None, "consent": None}])
def test_without_a_wording_nothing_is_to_agree_to_and_a_question_is_wanted(widget):
    assert wanted_by(widget, "de") == Wanted(fields=frozenset({"text"}), consent="")


@pytest.mark.parametrize("ticked", [None, False, "true", 1, "on", [True], {}])
def test_who_does_not_agree_starts_no_chat_and_introduces_nobody(ticked):
    wanted = wanted_by(TOLD, "en")
    for read in (lambda frame: start_form(frame, "en", wanted), lambda frame: introduction(frame, wanted)):
        with pytest.raises(Rejected) as rejected:
            read(GOOD | {"consent": ticked})
        assert (rejected.value.code, rejected.value.field) == ("consent_missing", "consent")


def test_what_was_agreed_to_is_read_with_the_form():
    assert start_form(GOOD | {"consent": True}, "en", wanted_by(TOLD, "en")).consent == WORDING
    assert start_form(GOOD | {"consent": True}, "en").consent == ""


def test_where_no_question_is_wanted_none_is_missed_and_a_bad_one_still_refused():
    silent = Wanted(fields=frozenset())
    assert start_form({**GOOD, "text": ""}, "en", silent).text == ""
    assert start_form({name: value for name, value in GOOD.items() if name != "text"}, "en", silent).text == ""
    with pytest.raises(Rejected):
        start_form(GOOD | {"text": "x" * 4001}, "en", silent)
