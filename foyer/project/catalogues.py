"""The messages of code and templates, and the catalogues that translate them (T15, D22)."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOYER = Path(__file__).resolve().parents[1]
FOLDER = FOYER / "locale"
SOURCE = "en"
TRANSLATED = ("de", "fr")
LANGUAGES = (SOURCE, *TRANSLATED)
WIDTH = 120

METHODS = [("**.py", "python"), ("**.jinja", "jinja2")]
# What foyer/project/jinja.py sets, so that a message is read here as it is looked up there.
JINJA = {
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
    "newstyle_gettext": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# No dates, names or addresses: what is not in the file cannot differ.
HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
MUST_STAY = re.compile(r"%\(\w+\)[a-z]|%[sd]|</?\w[^>]*>")  # placeholders and tags


def path_of(language: str) -> Path:
    """The text that people edit."""
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def in_code() -> Catalog:
    """Every message that stands in code and templates."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(FOYER, METHODS, {"**.jinja": JINJA}, keywords=KEYWORDS, comment_tags=())
    for _file, _line, text, _comments, context in rows:
        found.add(text, context=context)
    return found


def read(language: str) -> Catalog:
    """A catalogue as it lies on the disk; an empty one where there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue with every message of the code, without those that are gone; translations stay."""
    catalogue = read(language)
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)  # which takes the messages over as they are
    catalogue.obsolete.clear()
    if language == SOURCE:
        for message in messages_of(catalogue):
            message.string = message.id
    return catalogue


def text_of(catalogue: Catalog) -> bytes:
    """The file of a catalogue, the same for the same messages."""
    made = BytesIO()
    write_po(made, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    head = HEAD.format(language=catalogue.locale, plurals=catalogue.plural_forms)
    return head.encode() + made.getvalue().strip() + b"\n"


def update() -> None:
    """Brings every catalogue in line with the code."""
    template = in_code()
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text_of(updated(language, template)))


def compile_all() -> None:
    """Writes what programs read, beside each text."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each; nothing when all is well."""
    template = in_code()
    for language in LANGUAGES:
        yield from _missing(language, template)
        for message in messages_of(read(language)):
            yield from (f"{language}: {shown(message)} {wrong}." for wrong in _wrong_with(message))
        path = path_of(language)
        if not path.exists() or path.read_bytes() != text_of(updated(language, template)):
            yield f"{language}: {path.relative_to(FOYER.parent)} is not what `foyer messages` writes."


def messages_of(catalogue: Catalog) -> list[Message]:
    """All but the head."""
    return [message for message in catalogue if message.id]


def shown(message: Message) -> str:
    """The first words of a message, in quotes."""
    return f"“{_forms(message.id)[0]}”"


def _missing(language: str, template: Catalog) -> Iterator[str]:
    catalogue = read(language)
    for message in messages_of(template):
        if catalogue.get(_forms(message.id)[0], message.context) is None:
            yield f"{language}: {shown(message)} is missing."


def _wrong_with(message: Message) -> Iterator[str]:
    strings = _forms(message.string)
    if not all(strings):
        yield "has no translation"
    elif not all(_keeps(message, form, string) for form, string in enumerate(strings)):
        yield "has other placeholders or tags than its translation"
    if message.fuzzy:
        yield "has a translation that nobody confirmed"


def _keeps(message: Message, form: int, string: str) -> bool:
    """The first plural form may say "one" where English does; what stands for many needs the number."""
    ids = _forms(message.id)
    allowed = ids if form == 0 else ids[-1:]
    return _fixed(string) in [_fixed(text) for text in allowed]


def _fixed(text: str) -> list[str]:
    return sorted(MUST_STAY.findall(text))


def _forms(texts: str | Iterable[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or [""])
