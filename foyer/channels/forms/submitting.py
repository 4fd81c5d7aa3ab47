"""Taking what a visitor sent: on disk before anything is thanked for, once however often it is sent (R12, T1)."""

import datetime as dt
import hashlib
import json

from django.db import IntegrityError, transaction

from foyer.channels.forms.models import Submission, WebForm
from foyer.channels.forms.types import Filled, FormSubmitted, SubmissionMoved
from foyer.events.actions import record
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from foyer.lib.text import folded
from foyer.team.models import User

SAME_FOR = dt.timedelta(minutes=10)
ALIKE_FOR = dt.timedelta(hours=24)
MOST_ALIKE = 5
MOST_OF_ONE_PAGE = 5
MAX_WORDS = 20_000


def submit(form: WebForm, filled: Filled) -> Submission:
    """Stores a submission and has it recognised. The same one sent again within minutes is the same one (R12)."""
    digest = _digest(form, filled)
    known = _same(digest, filled)
    if known is not None:
        return known
    made = _submission(form, filled, digest)
    try:
        with transaction.atomic():
            if made.state == Submission.State.RECEIVED:
                made.actor = browser_actor(form.portal_id, filled.browser or f"form-{made.token[:32]}")
            made.save(force_insert=True)
            _tell(made)
    except IntegrityError:  # the other of two clicks was first
        return Submission.objects.get(token=made.token)
    return made


def mark_as_spam(submission: Submission, by: User) -> Submission:
    """Moves it to the spam folder; a record that was made of it stays."""
    return _move(submission, by, Submission.State.SPAM)


def take_out_of_spam(submission: Submission, by: User) -> Submission:
    """It is no spam: it comes in as if it had just been sent, record and notification included."""
    return _move(submission, by, Submission.State.RECEIVED)


def _move(submission: Submission, by: User, state: Submission.State) -> Submission:
    with transaction.atomic():
        fresh = Submission.objects.select_for_update().select_related("form").get(pk=submission.pk)
        if fresh.state == state:
            return fresh
        fresh.state = state
        if fresh.actor is None and state == Submission.State.RECEIVED:
            fresh.actor = browser_actor(fresh.portal_id, fresh.browser or f"form-{fresh.token[:32]}")
            fresh.save(update_fields=["state", "actor"])
            _tell(fresh)
        else:
            fresh.save(update_fields=["state"])
        record(
            SubmissionMoved(
                subject_id=fresh.pk,
                actor_id=fresh.actor_id,
                portal_id=fresh.portal_id,
                user_id=by.pk,
                state=state.value,
            )
        )
    return fresh


def _tell(made: Submission) -> None:
    if made.state == Submission.State.RECEIVED:
        record(
            FormSubmitted(
                subject_id=made.pk,
                actor_id=made.actor_id,
                portal_id=made.portal_id,
                module=made.form.module,
                form=made.form_id,
            )
        )


def _submission(form: WebForm, filled: Filled, digest: str) -> Submission:
    at, reason = clock.now(), filled.reason or _repeated(digest, filled)
    answers = [{"key": a.key, "label": a.label, "text": a.text, "value": a.value} for a in filled.answers if a.text]
    return Submission(
        form=form,
        portal_id=form.portal_id,
        state=Submission.State.SPAM if reason else Submission.State.RECEIVED,
        spam_reason=reason,
        answers=answers,
        words=folded(" ".join(answer["text"] for answer in answers))[:MAX_WORDS],
        consent=form.consent if filled.consented else "",
        consented_at=at if form.consent and filled.consented else None,
        page_url=filled.page_url,
        page_title=filled.page_title,
        browser=filled.browser,
        token=_token(digest, filled, at),
        nonce=filled.nonce,
        digest=digest,
        sender=filled.sender,
        at=at,
    )


def _digest(form: WebForm, filled: Filled) -> str:
    """The same answers to the same form have the same one."""
    told = [form.pk, [[answer.key, answer.value] for answer in filled.answers]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _token(digest: str, filled: Filled, at: dt.datetime) -> str:
    """Unique for the opened page and its answers; for a page that is not ours, for sender, answers and ten minutes."""
    window = "" if filled.nonce else f"{filled.sender}:{at.timestamp() // SAME_FOR.total_seconds():.0f}"
    return hashlib.sha256(f"{digest}:{filled.nonce}:{window}".encode()).hexdigest()


def _same(digest: str, filled: Filled) -> Submission | None:
    sent = Submission.objects.filter(digest=digest, sender=filled.sender, at__gt=clock.now() - SAME_FOR)
    return sent.order_by("-at", "-pk").first()


def _repeated(digest: str, filled: Filled) -> str:
    """The same words from everywhere, or one opened page that sends again and again."""
    if filled.nonce and Submission.objects.filter(nonce=filled.nonce).count() >= MOST_OF_ONE_PAGE:
        return "repeated"
    alike = Submission.objects.filter(digest=digest, at__gt=clock.now() - ALIKE_FOR)
    return "repeated" if alike.count() >= MOST_ALIKE else ""
