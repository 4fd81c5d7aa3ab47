"""The words for why two records may be one."""

from django.utils.translation import gettext as _

from foyer.crm.models import Pair


def reason_word(reason: str) -> str:
    """Why two may be the same."""
    words = {
        Pair.Reason.EMAIL: _("same e-mail"),
        Pair.Reason.PHONE: _("same phone"),
        Pair.Reason.NAME: _("same name"),
        Pair.Reason.LIKENESS: _("similar name"),
    }
    return words[Pair.Reason(reason)]
