"""Taking a conversion back: the lead returns, and what was made of it goes while nobody has worked on it (B1, D11)."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from foyer.crm.actions.belongings import drop_handles, drop_tags
from foyer.crm.actions.storing import about, locked, put, touch, write
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.stored import as_json, empty
from foyer.crm.mapping import held
from foyer.crm.models import Account, Activity, Attachment, Contact, Conversion, Deal, Gone, Lead, Note
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import ConversionUndone, ModuleName, RecordDeleted
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Claim
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.rights import rights_of


def undo_conversion(conversion: Conversion, by: User) -> tuple[ModuleName, ...]:
    """Brings the lead back. Returns the modules of what was made and stays, because it was worked on since.

    Twice is once. The caller has seen to it that the user sees the lead.
    """
    if not rights_of(by).may("lead", "edit"):
        raise PermissionDenied
    with transaction.atomic():
        take_turn()
        lead = cast("Lead", locked(conversion.lead))
        fresh = Conversion.objects.select_for_update(of=("self",)).get(pk=conversion.pk)
        if fresh.undone_at is not None or lead.gone != Gone.CONVERTED:
            return ()
        _give_back(fresh, lead, by)
        kept = _take_away(fresh, by)
        nothing = {f"converted_{module}": None for module in ("contact", "account", "deal")}
        write(conversion.lead, lead, {"gone": "", "gone_at": None, **nothing})
        Conversion.objects.filter(pk=fresh.pk).update(undone_at=clock.now())
        record(ConversionUndone(**about(lead, by), conversion=fresh.pk, kept=kept))
    return kept


def _give_back(conversion: Conversion, lead: Lead, by: User) -> None:
    """The person parts again; what was put on a record that was there before comes off."""
    before = conversion.before
    claim = Claim.objects.filter(pk=before.get("claim", 0)).first()
    if claim is not None:
        identity.unlink(claim, by)
    heir = getattr(conversion, before.get("heir", "contact"), None)
    if heir is not None and module_name(heir) not in conversion.made:
        drop_tags(heir, before["tags"])
        drop_handles(heir, lead, before["handles"])
        touch(heir)
    for module in ("contact", "account"):
        row = getattr(conversion, module)
        filled = {key: value for name, key, value in before.get("filled", []) if name == module}
        if row is not None and filled:
            _empty_again(locked(row), filled)


def _empty_again(row: AnyRecord, filled: dict[str, object]) -> None:
    fields = fields_of(module_name(row))
    still = [fields[key] for key, value in filled.items() if key in fields and as_json(held(row, fields[key])) == value]
    columns = [put(row, field, empty(field)) for field in still]
    if columns:
        write(row, row, {column: getattr(row, column) for column in columns})


def _take_away(conversion: Conversion, by: User) -> tuple[ModuleName, ...]:
    """The deal first, because it hangs on the others."""
    kept: list[ModuleName] = []
    order: tuple[ModuleName, ...] = ("deal", "contact", "account")
    for module in order:
        row = getattr(conversion, module) if module in conversion.made else None
        if row is None or row.gone:
            continue
        fresh = locked(row)
        if fresh.version != conversion.before["versions"][module] or _is_worked_on(fresh):
            kept.append(module)
        else:
            write(row, fresh, {"gone": Gone.DELETED.value, "gone_at": clock.now()})
            record(RecordDeleted(**about(fresh, by), module=module))
    return tuple(kept)


def _is_worked_on(row: AnyRecord) -> bool:
    """Whether anything hangs on it that is not in the bin."""
    own: list[QuerySet[Any]] = [
        model.objects.filter(actor=row.actor_id, gone_at=None) for model in (Note, Activity, Attachment)
    ]
    if isinstance(row, Contact):
        own.append(Deal.objects.filter(contact=row, gone_at=None))
    if isinstance(row, Account):
        own += [model.objects.filter(account=row, gone_at=None) for model in (Contact, Deal)]
    return any(rows.exists() for rows in own)
