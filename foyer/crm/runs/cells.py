"""Reading the cells of a file into values: labels in three languages, people by name, companies by name (E35).

Every table that is needed is read once for the whole run.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.crm.access import visible
from foyer.crm.choices import options_of
from foyer.crm.fields.kinds import FALSE, TRUE, read
from foyer.crm.fields.stored import empty
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.models import Stage
from foyer.crm.pipelines import stage_word
from foyer.crm.runs.foreign_words import WORDS
from foyer.lib.text import folded, id_from
from foyer.team.models import User

LANGUAGES = ("en", "de", "fr")
ORDERS = ("dmy", "mdy")
MAX_LIST = 50
_SLASHED = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?)?$")
_PARTS = re.compile(r"[;,\n]")

Words = Mapping[str, str]


class Cells:
    """Reads cells for one user. `order` says how 03/04/2026 is meant: "dmy" or "mdy"."""

    def __init__(self, user: User, order: str = "dmy") -> None:
        self._user, self._order = user, order if order in ORDERS else "dmy"
        self._choices: dict[tuple[str, str], Words] = {}
        self._records: dict[tuple[str, str], Any] = {}
        self._readers: dict[Kind, Callable[[Field, str], Any]] = {
            Kind.CHOICE: self._choice,
            Kind.MULTI: self._multi,
            Kind.USER: self._person,
            Kind.RECORD: self._record,
            Kind.STAGE: self._stage,
            Kind.COUNTRY: self._country,
            Kind.DATE: self._date,
            Kind.MOMENT: self._date,
            Kind.FLAG: self._flag,
        }

    def read(self, field: Field, text: str) -> Any:
        """The value of a cell. Raises BadValue with a sentence."""
        if not text.strip():
            return empty(field)
        return self._readers.get(field.kind, read)(field, text)

    def _choice(self, field: Field, text: str) -> str:
        key = self._words_of(field).get(folded(text))
        if key is None:
            raise UnknownChoice(field, text.strip())
        return key

    def _multi(self, field: Field, text: str) -> list[str]:
        parts = [part for part in _PARTS.split(text) if part.strip()]
        return list(dict.fromkeys(self._choice(field, part) for part in parts[:MAX_LIST]))

    def _words_of(self, field: Field) -> Words:
        place = (field.choices, "" if field.choices else field.key)
        if place not in self._choices:
            self._choices[place] = _listed(field.choices) if field.choices else _own(field)
        return self._choices[place]

    def _person(self, field: Field, text: str) -> Any:
        found = self._people.get(folded(text))
        if found is None:
            raise BadValue(_("Nobody here is called “%(name)s”.") % {"name": text.strip()[:60]})
        return found.pk if field.is_custom else found

    @cached_property
    def _people(self) -> dict[str, User]:
        """By e-mail, by name, by id; a name that two have says nothing."""
        people = list(User.objects.filter(is_active=True).order_by("-pk"))
        names = [folded(person.name) for person in people]
        found = {name: person for name, person in zip(names, people, strict=True) if names.count(name) == 1}
        return found | {person.email.lower(): person for person in people} | {str(p.pk): p for p in people}

    def _record(self, field: Field, text: str) -> Any:
        """A record by its id or its whole name, among what the user sees."""
        key = (field.target or "", folded(text))
        if key not in self._records:
            self._records[key] = self._found(field, text)
        found = self._records[key]
        if found is None:
            raise BadValue(_("There is no “%(name)s”.") % {"name": text.strip()[:60]})
        return found.pk if field.is_custom else found

    def _found(self, field: Field, text: str) -> Any:
        if field.target is None:
            return None
        rows = visible(field.target, self._user).order_by("pk")
        words = folded(text).split()
        number = id_from(words[0]) if len(words) == 1 else None
        if number is not None and (by_id := rows.filter(pk=number).first()) is not None:
            return by_id
        turned = " ".join([*words[-1:], *words[:-1]])
        return rows.filter(sort_name__in={folded(text), turned.replace(",", "")}).first()

    def _stage(self, field: Field, text: str) -> Stage:
        found = self._stages.get(folded(text))
        if found is None:
            raise BadValue(_("“%(value)s” is not in the list.") % {"value": text.strip()[:60]})
        return found

    @cached_property
    def _stages(self) -> dict[str, Stage]:
        rows = list(
            Stage.objects.filter(is_active=True).select_related("pipeline").order_by("-pipeline__position", "-pk")
        )
        found: dict[str, Stage] = {}
        for language in LANGUAGES:
            with translation.override(language):
                found |= {folded(stage_word(row)): row for row in rows}
        return found | {row.key: row for row in rows if row.key} | {str(row.pk): row for row in rows}

    def _country(self, field: Field, text: str) -> str:
        code = self._countries.get(folded(text))
        return code or str(read(field, text))

    @cached_property
    def _countries(self) -> Words:
        found: dict[str, str] = {}
        for language in LANGUAGES:
            names = Locale(language).territories
            found |= {folded(name): code for code, name in names.items() if len(code) == 2 and code.isalpha()}
        return found | {"usa": "US", "uk": "GB", "england": "GB", "deutschland": "DE"}

    def _date(self, field: Field, text: str) -> Any:
        match = _SLASHED.match(text.strip())
        if match is None:
            return read(field, text)
        first, second, year = (int(part) for part in match.groups()[:3])
        month, day = (first, second) if self._order == "mdy" and "." not in text else (second, first)
        hour, minute = int(match[4] or 0), int(match[5] or 0)
        if match[6]:
            hour = hour % 12 + (12 if match[6].lower() == "pm" else 0)
        try:
            return read(field, dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001  `read` knows the zone
        except ValueError as error:
            raise BadValue(_("Write the date like 2026-11-23 or 23.11.2026.")) from error

    def _flag(self, field: Field, text: str) -> bool:
        word = text.strip().casefold()
        if word in {"y", "wahr", "vrai"} or word in TRUE:
            return True
        if word in {"n", "falsch", "faux"} or word in FALSE:
            return False
        return bool(read(field, text))


class UnknownChoice(BadValue):
    """A word that is not in its list; an administrator may have it added."""

    def __init__(self, field: Field, word: str) -> None:
        super().__init__(_("“%(value)s” is not in the list.") % {"value": word[:60]})
        self.field, self.word = field, word


def _listed(name: str) -> dict[str, str]:
    """The words of a pick list in all languages, its keys, and the words that other systems have for them."""
    keys = {option.key for option in options_of(name)}
    found = {word: key for word, key in WORDS.get(name, {}).items() if key in keys}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(option.label): option.key for option in options_of(name)}
    return found | {folded(option.key): option.key for option in options_of(name)}


def _own(field: Field) -> dict[str, str]:
    """The words of a custom field."""
    choices = field.options.get("choices", [])
    return {folded(one["label"]): one["key"] for one in choices} | {folded(one["key"]): one["key"] for one in choices}
