"""What the settings do with what was sent: run the verb, say "Saved" or why not, and go back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foyer.team.types import Refusal


def changed(request: HttpRequest, verb: Callable[[], Any], back: str, *, said: str = "", **where: Any) -> HttpResponse:
    """Runs the verb and redirects to the page called `back`; a refusal is told there, and nothing changed."""
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said or _("Saved"))
    answer: HttpResponse = redirect(back, **where)
    return answer
