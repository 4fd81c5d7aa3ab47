"""The words for why two records may be one."""

from django.utils.translation import gettext as _

from foyer.crm.duplicates import SAME_PERSON
from foyer.crm.models import Pair


def reason_word(reason: str) -> str:
    """Why two may be the same."""
    words = {
        SAME_PERSON: _("known as one person"),
        Pair.Reason.EMAIL.value: _("same e-mail"),
        Pair.Reason.PHONE.value: _("same phone"),
        Pair.Reason.NAME.value: _("same name"),
        Pair.Reason.LIKENESS.value: _("similar name"),
    }
    return words[reason]
