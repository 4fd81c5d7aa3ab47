"""The settings of a portal that save at once, as a table: name in the address → what it changes (T14)."""

from collections.abc import Callable

from django.http import QueryDict

from foyer.portals.hours import WEEK
from foyer.portals.models import AssignTo
from foyer.portals.queue_settings import QUEUE_CHECKS
from foyer.team.queries import active_users

Read = Callable[[QueryDict], dict[str, object]]
TO_USER = "user:"
MAX_HOURS, MAX_DAYS = 120, 8000


def _assignment(data: QueryDict) -> dict[str, object]:
    """`attendee`, or `user:7`; a user who is not there raises DoesNotExist."""
    wanted = data.get("assign_to", "")
    if wanted.startswith(TO_USER):
        return {"assign_to": AssignTo.USER, "assign_user": active_users().get(pk=int(wanted.removeprefix(TO_USER)))}
    return {"assign_to": AssignTo(wanted), "assign_user": None}


def _users(data: QueryDict) -> dict[str, object]:
    ids = [int(text) for text in data.getlist("users")]
    return {"users": list(active_users().filter(pk__in=ids))}


def _website(data: QueryDict) -> dict[str, object]:
    return {
        "name": data.get("name", ""),
        "site_url": data.get("site_url", ""),
        "domains": data.get("domains", "").replace(",", "\n").splitlines(),
    }


def _days(data: QueryDict) -> dict[str, object]:
    return {name: data.get(name, "") for name in ("anonymous_days", "visit_days", "address_days")}


def _hours(data: QueryDict) -> dict[str, object]:
    """As typed: they are read by the action, which says what it does not understand (B22)."""
    week = [data.get(f"day_{day}", "")[:MAX_HOURS] for day in range(WEEK)]
    told = {"zone": data.get("zone", ""), "week": week, "days": data.get("days", "")[:MAX_DAYS]}
    return {"hours": {"on": "on" in data, **told}}


SETTINGS: dict[str, Read] = {
    "push-as": lambda data: {"push_as": data.get("push_as", "")},
    "assignment": _assignment,
    "notification": lambda data: {"notify_visitors": "notify_visitors" in data},
    "users": _users,
    "website": _website,
    "consent": lambda data: {"asks_consent": "asks_consent" in data},
    "address": lambda data: {"kept_address": data.get("kept_address", "")},
    "retention": _days,
    "hours": _hours,
    "queue": lambda data: {name: data.get(name, "") for name in QUEUE_CHECKS},
}
