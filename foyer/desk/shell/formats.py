"""How times, amounts and numbers are written on the screens, in the user's language and time zone (D22, D23)."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.lib import clock

PATTERNS: dict[str, dict[str, str]] = {
    "en": {"brief": "d MMM", "short": "EEE d MMM", "year": "d MMM y", "long": "EEEE d MMMM", "full": "EEEE d MMMM y"},
    "de": {
        "brief": "d. MMM",
        "short": "EEE d. MMM",
        "year": "d. MMM y",
        "long": "EEEE, d. MMMM",
        "full": "EEEE, d. MMMM y",
    },
    "fr": {"brief": "d MMM", "short": "EEE d MMM", "year": "d MMM y", "long": "EEEE d MMMM", "full": "EEEE d MMMM y"},
}
NOW_S = 60
MINUTES_S = 3600
CURRENT_DAYS = 180
WEEK_DAYS = 7
COUNT_CAP = 1000
KEPT = 2_000
"""So many days, numbers and amounts are kept as written: writing one takes longer than a row of a list (P5)."""


def time(at: dt.datetime) -> str:
    """The time of day, "14:02"."""
    return _clock(timezone.localtime(at))


def when(at: dt.datetime) -> str:
    """How long ago, as short as it can be told: "now", "3 min", "14:02", "Tue 10 Nov", "3 Nov 2026"."""
    passed_s = (clock.now() - at).total_seconds()
    if 0 <= passed_s < NOW_S:
        return _("now")
    if 0 <= passed_s < MINUTES_S:
        return _("%(minutes)s min") % {"minutes": int(passed_s // 60)}
    return short(at)


def date(at: dt.datetime | dt.date) -> str:
    """The day, with the weekday while it is near and with the year when it is not."""
    return _near(_local_day(at), _local_day(clock.now()))


def brief(at: dt.datetime | dt.date) -> str:
    """The day where there is little room, with the year when it is not near: "25 Nov"."""
    return _near(_local_day(at), _local_day(clock.now()), "brief")


def short(at: dt.datetime) -> str:
    """A moment in the least room: the time while it is today, else the day."""
    here, today = _here(at)
    return _clock(here) if here.date() == today else _near(here.date(), today)


def lately(at: dt.datetime) -> str:
    """As `when`, in still less room: of the days before today the weekday alone, "Sun", further back "25 Nov"."""
    here, today = _here(at)
    days = (today - here.date()).days
    if days <= 0:
        return when(at)
    return str(format_date(here.date(), "EEE", locale=_language())) if days < WEEK_DAYS else brief(at)


def month(first: dt.date) -> str:
    """A month with its year: "November 2026"."""
    return str(format_date(first, "LLLL y", locale=_language()))


def day(at: dt.datetime | dt.date) -> str:
    """The head over the entries of one day: "Today, Thursday 12 November"."""
    day_of, today = _local_day(at), _local_day(clock.now())
    if day_of == today:
        return _("Today, %(day)s") % {"day": _written(day_of, "long")}
    if day_of == today - dt.timedelta(days=1):
        return _("Yesterday, %(day)s") % {"day": _written(day_of, "long")}
    return _written(day_of, "long" if day_of.year == today.year else "full")


def moment(at: dt.datetime) -> str:
    """Day and time of one moment in a list: "Today 14:22", "Tue 10 Nov 09:58"."""
    here, today = _here(at)
    time_of = _clock(here)
    return _("Today %(time)s") % {"time": time_of} if here.date() == today else f"{_near(here.date(), today)} {time_of}"


def full(at: dt.datetime) -> str:
    """Everything, for the title of a shortened time: "Thursday 12 November 2026, 14:02"."""
    here = timezone.localtime(at)
    return f"{_written(here.date(), 'full')}, {_clock(here)}"


def minutes(seconds: float) -> str:
    """A duration in the units people say: "40 s", "3 min", "2 h 10 min"."""
    whole = max(0, int(seconds))
    if whole < NOW_S:
        return _("%(seconds)s s") % {"seconds": whole}
    if whole < MINUTES_S:
        return _("%(minutes)s min") % {"minutes": whole // 60}
    hours, rest = divmod(whole // 60, 60)
    return (
        _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
        if rest
        else _("%(hours)s h") % {"hours": hours}
    )


def ticking(seconds: float) -> str:
    """A running clock: "0:42", "2:07:30"."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def waited(since: dt.datetime) -> str:
    """How long somebody waits, as `minutes` says it."""
    return minutes((clock.now() - since).total_seconds())


def wait_state(since: dt.datetime, goal_s: float) -> str:
    """How bad a wait is: "ok", "warn" from half of the goal, "bad" past it."""
    waited_s = (clock.now() - since).total_seconds()
    if waited_s >= goal_s:
        return "bad"
    return "warn" if waited_s >= goal_s / 2 else "ok"


def money(amount: Decimal | float, currency: str) -> str:
    """An amount with its currency; cents only where there are some."""
    return _money(Decimal(str(amount)), currency, _language())


def number(value: Decimal | float) -> str:
    """A number with the language's marks, at most one digit behind the point."""
    return _number(str(value), _language())


def count(value: int) -> str:
    """A count that was capped by its query: "1,000+" from the cap on."""
    return f"{number(COUNT_CAP)}+" if value >= COUNT_CAP else number(value)


def days(value: int) -> str:
    """A number of days: "1 day", "4 days"."""
    return ngettext("%(count)d day", "%(count)d days", value) % {"count": value}


def language(code: str) -> str:
    """The name of a language in the user's language, the code when nobody knows it: "German (Austria)"."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(_language()) or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def country(code: str) -> str:
    """The name of a country in the user's language."""
    return str(Locale.parse(_language()).territories.get(code.upper(), code))


def _language() -> str:
    return (translation.get_language() or "en").split("-")[0]


def _here(at: dt.datetime) -> tuple[dt.datetime, dt.date]:
    """A moment on the user's clock, and their day today: the zone is asked for once."""
    zone = timezone.get_current_timezone()
    return at.astimezone(zone), clock.now().astimezone(zone).date()


def _clock(here: dt.datetime) -> str:
    return f"{here.hour:02}:{here.minute:02}"


def _local_day(at: dt.datetime | dt.date) -> dt.date:
    return timezone.localtime(at).date() if isinstance(at, dt.datetime) else at


def _near(day_of: dt.date, today: dt.date, length: str = "short") -> str:
    return _written(day_of, length if abs((today - day_of).days) < CURRENT_DAYS else "year")


def _written(day_of: dt.date, length: str) -> str:
    return _day_written(day_of, length, _language())


@lru_cache(maxsize=KEPT)
def _day_written(day_of: dt.date, length: str, language: str) -> str:
    return str(format_date(day_of, PATTERNS.get(language, PATTERNS["en"])[length], locale=language))


@lru_cache(maxsize=KEPT)
def _number(value: str, language: str) -> str:
    return str(format_decimal(round(Decimal(value), 1), locale=language))


@lru_cache(maxsize=KEPT)
def _money(exact: Decimal, currency: str, language: str) -> str:
    if exact != exact.to_integral_value():
        return str(format_currency(exact, currency, locale=language))
    whole = Locale.parse(language).currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(exact, currency, whole, locale=language, currency_digits=False))
