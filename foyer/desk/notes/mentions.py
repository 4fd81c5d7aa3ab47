"""Where colleagues named the user, as My day shows it (E16)."""

import dataclasses
import datetime as dt

from foyer.crm.activities import unseen_mentions
from foyer.crm.activity_types import Subject
from foyer.crm.attached import subjects_of_notes
from foyer.crm.models import Mention
from foyer.desk.notes.rendering import note_html
from foyer.team.models import User

WORDS = 160


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """One mention: who named or told the user, on which record, in which words."""

    id: int
    who: str
    subject: Subject
    text: str
    at: dt.datetime
    is_told: bool


def mentions_shown(user: User) -> list[Named]:
    """All that the user has not looked at, on records and visits that they may see (T7)."""
    return _named(user, unseen_mentions(user))


def mention_shown(user: User, mention_id: int) -> Named:
    """One of them; Mention.DoesNotExist for those of others, and of records that are not seen."""
    rows = Mention.objects.select_related("note", "note__author", "note__visit")
    row = rows.get(pk=mention_id, user=user, note__gone_at=None)
    for named in _named(user, [row]):
        return named
    raise Mention.DoesNotExist


def _plain(text: str) -> str:
    """The words of a note without its marks."""
    return note_html(text).striptags()[:WORDS]


def _named(user: User, mentions: list[Mention]) -> list[Named]:
    subjects = subjects_of_notes(user, [mention.note for mention in mentions])
    return [
        Named(
            id=mention.pk,
            who=mention.note.author.name if mention.note.author else "",
            subject=subjects[mention.note_id],
            text=_plain(mention.note.text),
            at=mention.note.at,
            is_told=mention.is_told,
        )
        for mention in mentions
        if mention.note_id in subjects
    ]
