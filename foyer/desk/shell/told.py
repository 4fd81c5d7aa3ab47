"""Of whom a user hears when somebody comes: the choices, in words, and the kinds of visitors of each (F100-F103)."""

import dataclasses

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from foyer.team.models import ToldOf, User


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen; `kinds` of visitors pop up, with blanks between."""

    value: str
    text: str | Promise
    kinds: str


CHOICES = (
    Choice(ToldOf.EVERYBODY, gettext_lazy("Everybody"), "customer potential lead contact unknown"),
    Choice(ToldOf.KNOWN, gettext_lazy("Leads, contacts, customers"), "customer potential lead contact"),
    Choice(ToldOf.CUSTOMERS, gettext_lazy("Customers and open deals"), "customer potential"),
    Choice(ToldOf.NOBODY, gettext_lazy("Nobody"), ""),
)


def choice_of(user: User) -> Choice:
    """What the user has chosen."""
    return next(choice for choice in CHOICES if choice.value == user.told_of)
