"""A submission as pages show it: without the fields that the user's profile hides (E25)."""

import dataclasses
import datetime as dt

from foyer.channels.forms.models import Submission
from foyer.team.models import User
from foyer.team.rights import rights_of


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, ready to show."""

    id: int
    form: str
    portal: str
    at: dt.datetime
    record_actor: int | None
    spam_reason: str
    answers: tuple[tuple[str, str], ...]
    consent: str
    consented_at: dt.datetime | None
    page: str


def sent_of(row: Submission, user: User) -> Sent:
    """The row needs its form and its portal."""
    rights, module = rights_of(user), row.form.module
    return Sent(
        id=row.pk,
        form=row.form.name,
        portal=row.portal.name,
        at=row.at,
        record_actor=row.record_actor_id,
        spam_reason=row.spam_reason,
        answers=tuple(
            (answer["label"], answer["text"]) for answer in row.answers if rights.sees(module, answer["key"])
        ),
        consent=row.consent,
        consented_at=row.consented_at,
        page=row.page_title or row.page_url,
    )
