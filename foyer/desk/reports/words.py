"""What the values of a report are called."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from foyer.desk.live.cards import country_name
from foyer.desk.records.words import device_word
from foyer.desk.shell import formats
from foyer.lib.referrers import proper_name
from foyer.portals.models import Portal
from foyer.visits.reports.figures import Figure
from foyer.visits.reports.periods import Period


def value_word(dimension: str, value: str, portals: Mapping[str, str]) -> str:
    """A value as people say it."""
    words = {
        "source": lambda: proper_name(value) or _("Direct"),
        "page": lambda: value,
        "country": lambda: country_name(value) or value or _("Unknown"),
        "device": lambda: device_word(value) or _("Unknown"),
        "medium": lambda: medium_name(value),
        "portal": lambda: portals.get(value, value),
    }
    return words[dimension]()


def figure_words(figure: Figure, portals: Iterable[Portal]) -> str:
    """Which visits a figure counts: "Tue 10 Nov – Thu 12 Nov · Google"."""
    parts = [period_words(figure.period)]
    if figure.by:
        parts.append(value_word(figure.by, figure.value, {str(portal.pk): portal.name for portal in portals}))
    if figure.only_new:
        parts.append(_("New visitors"))
    return " · ".join(parts)


def period_words(period: Period) -> str:
    """Its days: "Tue 10 Nov – Thu 12 Nov", or one of them alone."""
    first, last = formats.date(period.first), formats.date(period.last)
    return first if first == last else f"{first} – {last}"


def medium_name(medium: str) -> str:
    """How somebody found the website, without the name of what led there."""
    words = {
        "direct": _("Direct"),
        "search": _("Organic search"),
        "social": _("Social networks"),
        "mail": _("Mail"),
        "campaign": _("Campaigns"),
        "referral": _("Links"),
    }
    return words.get(medium, medium)
