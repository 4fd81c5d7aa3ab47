"""What administrators decide about the CRM: its mode, and the mapping of a conversion (F204, F224, F238, D11)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.fields.registry import custom_fields
from foyer.crm.mapping import TARGETS, crm_settings, targets
from foyer.crm.models import CrmSettings, Pipeline
from foyer.crm.types import CrmSettingsChanged, ModuleName
from foyer.events.actions import record
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

ONLY_ROW = 1


def change_crm_settings(by: User, *, mode: str, makes: str, pipeline: Pipeline | None) -> CrmSettings:
    """Classic or simple, what the simple mode makes, and in which pipeline (F204-F206, F224)."""
    if mode not in CrmSettings.Mode.values or makes not in CrmSettings.Makes.values:
        raise Refusal(_("Choose one from the list."))
    if pipeline is not None and not pipeline.is_active:
        raise Refusal(_("This pipeline is no longer in use."))
    return _store(by, "mode", {"mode": mode, "makes": makes, "pipeline": pipeline})


def set_mapping(by: User, wanted: Mapping[str, Mapping[str, str]]) -> CrmSettings:
    """By key of a lead's custom field: the field of each module that takes its value, "" for none."""
    known = custom_fields("lead")
    kept: dict[str, dict[ModuleName, str]] = {}
    for key, places in wanted.items():
        if key not in known:
            raise Refusal(_("Choose one from the list."))
        takers = {module: {one.key for one in found} for module, found in targets(known[key]).items()}
        kept[key] = {module: places[module] for module in TARGETS if module in places}
        if any(place and place not in takers[module] for module, place in kept[key].items()):
            raise Refusal(_("Choose a field of the same kind."))
    return _store(by, "mapping", {"mapping": kept})


def _store(by: User, what: str, values: dict[str, object]) -> CrmSettings:
    require_administrator(by)
    with transaction.atomic():
        row = crm_settings()
        for name, value in values.items():
            setattr(row, name, value)
        row.pk = row.pk or ONLY_ROW
        row.save()
        record(CrmSettingsChanged(subject_id=row.pk, user_id=by.pk, what=what))
    return row
