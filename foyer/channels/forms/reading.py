"""What was posted, read once into a filled form, or refused at the field (T22, T34)."""

import dataclasses
import re
from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from foyer.channels.forms.offered import Asked
from foyer.channels.forms.types import Answer
from foyer.crm.fields import BadValue, Kind
from foyer.crm.fields.kinds import read
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.words import plain_text
from foyer.lib.text import clean, clean_line

MAX_ANSWER = 10_000
MAX_CHOSEN = 50
CONSENT = "consent"
_BROWSER = re.compile(r"[A-Za-z0-9_-]{16,40}\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """The answers that can be stored, and a sentence for each field that cannot; `kept` is what was typed."""

    answers: tuple[Answer, ...]
    errors: dict[str, str]
    kept: dict[str, list[str]]


def read_answers(fields: Iterable[Asked], post: QueryDict, consent: str) -> Read:
    """Reads every field. Nothing that was posted beside them is looked at (T14)."""
    answers, errors, kept = [], {}, {}
    for field in fields:
        kept[field.name] = _typed(field, post)
        try:
            answers.append(_answer(field, kept[field.name]))
        except BadValue as error:
            errors[field.name] = str(error)
    if consent:
        kept[CONSENT] = post.getlist(CONSENT)[:1]
        if not post.get(CONSENT, ""):
            errors[CONSENT] = _("Tick this box to send the form.")
    if not errors and not any(answer.text for answer in answers):
        errors[""] = _("Fill in the form before you send it.")
    return Read(tuple(answers), errors, kept)


def browser_id(post: QueryDict) -> str:
    """The tracker's public name of the browser, when the page told one; it opens nothing (T6)."""
    told = post.get("visitor", "")
    return told if _BROWSER.match(told) else ""


def web_address(text: str) -> str:
    """An address of a page, or nothing (T16)."""
    url = clean_line(text, 2000)
    return url if url.lower().startswith(("http://", "https://")) else ""


def _typed(field: Asked, post: QueryDict) -> list[str]:
    """What stands in the control, cut and cleaned; one too many, so that too long is seen."""
    keep = clean if field.input == "textarea" else clean_line
    values = post.getlist(field.name)[:MAX_CHOSEN] if field.field.kind == Kind.MULTI else post.getlist(field.name)[-1:]
    return [text for text in (keep(value, MAX_ANSWER + 1) for value in values) if text]


def _answer(field: Asked, typed: list[str]) -> Answer:
    if any(len(text) > MAX_ANSWER for text in typed):
        raise BadValue(_("At most %(most)s characters.") % {"most": MAX_ANSWER})
    if field.is_required and not typed:
        raise BadValue(_("Fill this in."))
    raw = typed if field.field.kind == Kind.MULTI else typed[0] if typed else ""
    value = read(field.field, raw)
    text = _text(field, value) if typed else ""
    return Answer(key=field.field.key, label=field.label, text=text, value=as_json(value))


def _text(field: Asked, value: object) -> str:
    words: dict[str, str] = dict(field.choices)
    if field.field.kind == Kind.MULTI and isinstance(value, list):
        return ", ".join(words.get(str(one), str(one)) for one in value)
    return words.get(value, value) if isinstance(value, str) else plain_text(field.field, value)
