"""The doctor: whether a portal works, read from the database and from who is here now."""

import dataclasses
import datetime as dt

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foyer.desk.shell import formats
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.presence.board import board
from foyer.team.queries import online_users
from foyer.visits.models import Action, Visit

LATELY = dt.timedelta(hours=1)
RECENT_VISITS = 50
"""The last sign of life is looked for in the newest so many visits; older ones have ended."""


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """One finding: `state` is good, warn or bad."""

    state: str
    title: str
    detail: str
    aside: str = ""


def examine(portal: Portal) -> list[Check]:
    """All findings, in the order in which one would look; five queries."""
    return [
        _portal_is_on(portal),
        _code_seen(portal),
        _last_hit(portal),
        _somebody_answers(portal),
        _somebody_belongs(portal),
    ]


def last_visit(portal: Portal) -> Visit | None:
    """The visit with the latest sign of life."""
    newest = Visit.objects.filter(portal=portal).order_by("-started", "-pk")[:RECENT_VISITS]
    return max(newest, key=lambda visit: visit.ended, default=None)


def _portal_is_on(portal: Portal) -> Check:
    if portal.is_enabled:
        return Check("good", _("Portal is switched on"), portal.site_url)
    return Check("bad", _("Portal is disabled"), _("Nothing is tracked and no chat shows until you enable it."))


def _code_seen(portal: Portal) -> Check:
    since = clock.now() - LATELY
    pages = (
        Action.objects.filter(visit__portal=portal, visit__ended__gte=since, at__gte=since)
        .exclude(type=Action.Type.CHAT)
        .count()
    )
    if pages:
        detail = ngettext("%(count)s page in the last hour", "%(count)s pages in the last hour", pages) % {
            "count": formats.number(pages)
        }
        return Check("good", _("Code seen on the website"), detail)
    if Visit.objects.filter(portal=portal).exists():
        return Check(
            "warn",
            _("Nothing in the last hour"),
            _("The code was seen before. Perhaps nobody came, or it was taken out."),
        )
    return Check(
        "bad", _("Code not seen yet"), _("Put the line into the pages, then open one of them in another window.")
    )


def _last_hit(portal: Portal) -> Check:
    visit = last_visit(portal)
    if visit is None:
        return Check(
            "warn", _("No hit yet"), _("Allowed are pages of: %(domains)s") % {"domains": ", ".join(portal.domains)}
        )
    here = board.visitor(visit.pk)
    page = (here.title or here.url) if here else (visit.last_title or visit.last_url)
    return Check("good", _("Last hit"), page, formats.when(visit.ended))


def _somebody_answers(portal: Portal) -> Check:
    names = [user.first_name for user in online_users(portal.pk)]
    if names:
        listed = format_list(names, locale=(get_language() or "en")[:2])
        detail = ngettext("%(names)s is online", "%(names)s are online", len(names)) % {"names": listed}
        return Check("good", _("Somebody can answer"), detail)
    return Check(
        "warn",
        _("Nobody can answer now"),
        _("No user of this portal is online. Visitors can leave a message; it stands under Missed."),
    )


def _somebody_belongs(portal: Portal) -> Check:
    count = portal.users.filter(is_active=True).count()
    if count:
        detail = ngettext(
            "%(count)s user sees its visits and chats", "%(count)s users see its visits and chats", count
        ) % {"count": count}
        return Check("good", _("Users belong to it"), detail)
    return Check("bad", _("No users belong to it"), _("Choose at least one under Users of this portal."))
