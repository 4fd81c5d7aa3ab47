"""What crosses the border of this folder."""

import dataclasses
from typing import Any, ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted(Happening):
    """A visitor sent a form, or somebody said that one was no spam after all."""

    subject_type: ClassVar[str] = "submission"
    module: str
    form: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionMoved(Happening):
    """Somebody moved a submission to spam or back."""

    subject_type: ClassVar[str] = "submission"
    state: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FormChanged(Happening):
    """A form was made or changed; `fields` names what."""

    subject_type: ClassVar[str] = "form"
    fields: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One field as it was filled in: `text` for people, `value` as the record would store it."""

    key: str
    label: str
    text: str
    value: Any


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that was filled in and checked. `reason` is a short word when it looks like spam, else empty."""

    answers: tuple[Answer, ...]
    consented: bool
    nonce: str
    sender: str
    browser: str
    page_url: str
    page_title: str
    reason: str
