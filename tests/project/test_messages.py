"""Every text of the screens can be translated, and is (T15, D22)."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext, ngettext
from jinja2 import Environment

from foyer.project import catalogues

ENGLISH_ONLY = {"500.jinja"}  # shown when nothing works any more
TEMPLATES = sorted(path for path in catalogues.FOYER.rglob("*.jinja") if path.name not in ENGLISH_ONLY)
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[A-Z][a-z]+( [a-z]+)*\.?")
MARKS = {"_", "ngettext", "pgettext", "npgettext"}
SAID = ("title", "aria-label", "placeholder", "alt")
NOT_WORDS = {"Foyer", "Alt", "Ctrl", "Enter", "Esc", "English", "Deutsch", "Français"}  # names, and what keyboards say
MARKS_OF_A_TAG = re.compile(r'(\b[a-z-]+="[^"<>]*"\s*(autofocus\s*)?)+')  # kept in a variable, for several tags
NO_TEXT = re.compile(
    r"""[\w-]+=("[^"]*"|'[^']*')|\bf-[\w-]+|[?&]\w+=|-----BEGIN[ A-Z]+-----"""
)  # attributes, classes and addresses in variables, and the first line of a key
UNSEEN = {"script", "style", "svg", "code", "kbd", "pre"}


def test_the_catalogues_are_what_the_code_says():
    assert list(catalogues.problems()) == []


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Catalogues of a test, of two messages in the code."""
    template = Catalog(charset="utf-8")
    template.add("Hello %(name)s")
    template.add(("%(n)s page", "%(n)s pages"))
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "FOYER", tmp_path / "foyer")
    monkeypatch.setattr(catalogues, "in_code", lambda: template)
    catalogues.update()
    for language in catalogues.TRANSLATED:
        change(language, 'name)s"\nmsgstr ""', 'name)s"\nmsgstr "Hallo %(name)s"')
        change(language, 'msgstr[0] ""', 'msgstr[0] "%(n)s Seite"')
        change(language, 'msgstr[1] ""', 'msgstr[1] "%(n)s Seiten"')
    return tmp_path


def change(language, old, new):
    path = catalogues.path_of(language)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_complete_catalogues_pass(folder):
    call_command("messages", "--check")


def test_english_says_what_the_code_says(folder):
    english = catalogues.read("en")
    assert english["Hello %(name)s"].string == "Hello %(name)s"
    assert english["%(n)s page"].string == ("%(n)s page", "%(n)s pages")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Hallo %(name)s", "", "has no translation"),
        ("Hallo %(name)s", "Hallo", "other placeholders"),
        ("Hallo %(name)s", "Hallo %(nom)s", "other placeholders"),
        ("%(n)s Seiten", "Seiten", "other placeholders"),
        ("Hallo %(name)s", "<b>Hallo</b> %(name)s", "other placeholders or tags"),
        ('msgid "Hello', '#, fuzzy\nmsgid "Hello', "nobody confirmed"),
        ("Hello %(name)s", "Hi %(name)s", "is missing"),
        ("Language: de", "X-Date: 2026\\n", "is not what"),
    ],
)
def test_the_check_names_what_is_wrong(folder, capsys, old, new, said):
    change("de", old, new)
    with pytest.raises(CommandError):
        call_command("messages", "--check")
    assert said in capsys.readouterr().err


def test_updating_keeps_translations_and_drops_what_is_gone(folder, monkeypatch):
    template = Catalog(charset="utf-8")
    template.add("Hello %(name)s")
    monkeypatch.setattr(catalogues, "in_code", lambda: template)
    call_command("messages")
    text = catalogues.path_of("de").read_text("utf-8")
    assert "Hallo %(name)s" in text
    assert "Seite" not in text
    assert "Date" not in text


def test_programs_read_what_was_compiled(folder):
    call_command("messages", "--compile")
    with catalogues.path_of("fr").with_suffix(".mo").open("rb") as file:
        french = GNUTranslations(file)
    assert french.gettext("Hello %(name)s") == "Hallo %(name)s"
    assert [french.ngettext("%(n)s page", "%(n)s pages", n) for n in (1, 2)] == ["%(n)s Seite", "%(n)s Seiten"]


def test_screens_speak_the_users_language():
    with translation.override("de"):
        assert gettext("Actions performed") == "Durchgeführte Aktionen"
    with translation.override("fr"):
        assert ngettext("%(n)s visit", "%(n)s visits", 0) == "%(n)s visite"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(catalogues.FOYER)))
def test_every_text_of_a_template_is_marked(path):
    assert list(unmarked(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ('<a title="Go home"></a>', ["Go home"]),
        ('{{ button("Save it") }}', ["Save it"]),
        ('<p>{{ _("Hello") }} {% trans n=1 %}One {{ n }}{% pluralize %}Many {{ n }}{% endtrans %}</p>', []),
        ('{{ pgettext("mails", "Refused") }}', []),
        ("{# Why #}<p>Foyer</p><code>p_x</code>", []),
    ],
)
def test_unmarked_texts_are_found(source, found):
    assert list(unmarked(source)) == found


def unmarked(source: str) -> Iterator[str]:
    """Texts of a template that nobody can translate."""
    tokens = [token[1:] for token in Environment(autoescape=True).lex(source) if token[1] != "whitespace"]
    markup, said = parts(tokens)
    reader = Reader()
    reader.feed(markup)
    for text in [*reader.texts, *said]:
        if set(WORD.findall(NO_TEXT.sub("", MARKS_OF_A_TAG.sub("", text)))) - NOT_WORDS:
            yield " ".join(text.split())


def parts(tokens: list[tuple[str, str]]) -> tuple[str, list[str]]:
    """The markup without what Jinja fills in, and what looks like a sentence in an expression but is not marked."""
    markup, said, calls, in_trans = [], [], [""], False
    for (_kind, before), (kind, value) in pairwise([("", ""), *tokens]):
        if before.startswith("{%") and value in {"trans", "endtrans"}:
            in_trans = value == "trans"
        elif kind == "data":
            markup.append("" if in_trans else value)
        elif value in {"(", "["}:
            calls.append(before)
        elif value in {")", "]"}:
            calls.pop()
        elif kind == "string" and calls[-1] not in MARKS and SENTENCE.fullmatch(value[1:-1]):
            said.append(value[1:-1])
    return "".join(markup), said


class Reader(HTMLParser):
    """Collects what is seen or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self.texts.extend(value for name, value in attrs if name in SAID and value)

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.texts.append(data)
