"""Doing something once, however often it is asked for: the header Idempotency-Key (draft-ietf-httpapi)."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from foyer.api.models import Answer
from foyer.api.v1.refusals import Unreadable
from foyer.lib import clock
from foyer.team.models import User

HEADER = "Idempotency-Key"
KEPT = dt.timedelta(hours=24)
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: HttpRequest, user: User, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `work`, which runs once for each key of a user; without the header it simply runs.

    Who comes second waits for the first, then gets the same answer. Only what was done is kept: a refusal raises, which
    takes everything back, so the same key may be tried again.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not KEY.fullmatch(key):
        raise Unreadable({HEADER: "1 to 200 visible ASCII characters."})
    with transaction.atomic():
        row = _ours(user, key, _digest(request))
        if row.status is not None:
            return _again(row, _digest(request))
        response = work()
        row.status, row.body = response.status_code, response.content.decode()
        row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        row.save(update_fields=["status", "body", "headers"])
    return response


def prune_answers() -> None:
    """Forgets answers after a day."""
    Answer.objects.filter(at__lt=clock.now() - KEPT).delete()


def _ours(user: User, key: str, digest: str) -> Answer:
    """The row of the key, locked: made by us, or by somebody who is ready by now."""
    Answer.objects.filter(user=user, key=key, at__lt=clock.now() - KEPT).delete()
    Answer.objects.bulk_create([Answer(user=user, key=key, digest=digest)], ignore_conflicts=True)
    return Answer.objects.select_for_update().get(user=user, key=key)


def _again(row: Answer, digest: str) -> HttpResponse:
    if row.digest != digest:
        raise Unreadable({HEADER: "This key was used for another request."})
    response = HttpResponse(row.body, status=row.status)
    for name, value in row.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    told = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(told).hexdigest()
