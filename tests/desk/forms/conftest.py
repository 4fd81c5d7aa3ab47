"""Anna's form on the shop's website."""

from tests.channels.forms.conftest import _nobody_sent_anything, form, vera
from tests.desk.house import _contexts_are_told, anna, as_anna, as_boris, boris, other_shop, shop, stranger

__all__ = [
    "_contexts_are_told",
    "_nobody_sent_anything",
    "anna",
    "as_anna",
    "as_boris",
    "boris",
    "form",
    "other_shop",
    "shop",
    "stranger",
    "vera",
]
