"""Questions about what records became: merged into which, converted into what, and from what (B1, D11, F205)."""

from typing import cast

from foyer.crm.models import Conversion, Lead, Merge
from foyer.crm.modules import MODULES, AnyRecord, module_name

LONGEST = 20
"""A record that was merged into one that was merged … is followed this far."""


def kept_instead(record: AnyRecord) -> AnyRecord | None:
    """The record that stands for one that was merged; None when it was not."""
    module, now = module_name(record), record
    for _step in range(LONGEST):
        if now.gone != "merged":
            break
        merge = Merge.objects.filter(module=module, gone=now.pk, undone_at=None).order_by("-pk").first()
        into = MODULES[module].model._default_manager.filter(pk=merge.kept).first() if merge else None
        if into is None:
            return None
        now = cast("AnyRecord", into)
    return now if now.pk != record.pk else None


def conversion_of(lead: Lead) -> Conversion | None:
    """What the lead became; None while it is a lead."""
    found = lead.conversions.filter(undone_at=None).select_related("contact", "account", "deal__stage", "user")
    return found.order_by("-pk").first()
