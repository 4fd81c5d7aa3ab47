"""Which column of a file is which field: by our own words in three languages, and as other systems export (E35)."""

from collections.abc import Mapping, Sequence

from django.utils import translation

from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Field
from foyer.crm.runs.cells import LANGUAGES
from foyer.crm.runs.foreign import MARKS, READY, Table
from foyer.crm.runs.lines import ID, WHOLE_NAME
from foyer.crm.types import ModuleName
from foyer.lib.text import folded

SPARE: Table = {
    "e-mail": "emails",
    "email": "emails",
    "email address": "emails",
    "mail": "emails",
    "phone": "phones",
    "telephone": "phones",
    "mobile": "phones",
    "name": WHOLE_NAME,
    "full name": WHOLE_NAME,
    "vorname": "first_name",
    "nachname": "last_name",
    "prenom": "first_name",
    "nom": "last_name",
    "telefon": "phones",
    "handy": "phones",
    "owner": "owner",
    "title": "job_title",
}


def recognised(head: Sequence[str]) -> str:
    """The system that a file comes from, by the columns that only its files have; "" when none."""
    names = {folded(name) for name in head}
    scores = {system: len(names & marks) for system, marks in MARKS.items()}
    best = max(scores, key=lambda system: scores[system])
    return best if scores[best] else ""


def mapping_for(
    module: ModuleName, fields: Mapping[str, Field], head: Sequence[str], system: str = "auto"
) -> list[str]:
    """The target of each column, "" where none is known; a field that holds one value is the target of one column."""
    if system == "auto":
        system = recognised(head)
    ready = READY[system][1].get(module, {}) if system in READY else {}
    own = _own_words(fields)
    found: list[str] = []
    all_keys = {ID, *fields_of(module)}
    is_ours = all(name in all_keys for name in head)
    for name in head:
        key = folded(name)
        if key == ID and not is_ours:  # the numbers of another system are none of ours
            found.append("")
            continue
        target = ready.get(key) or own.get(key) or SPARE.get(key, "")
        found.append(target if _fits(target, fields, found) else "")
    return found


def _fits(target: str, fields: Mapping[str, Field], taken: Sequence[str]) -> bool:
    if target == WHOLE_NAME:
        return "last_name" in fields and target not in taken
    if target == ID:
        return target not in taken
    return target in fields and (target not in taken or target in {"emails", "phones", "tags", "description"})


def _own_words(fields: Mapping[str, Field]) -> dict[str, str]:
    """Labels in all languages, and keys."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(field.label)): key for key, field in reversed(list(fields.items()))}
    return found | {folded(key): key for key in fields} | {ID: ID}
