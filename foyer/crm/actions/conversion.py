"""Converting a lead into contact, account and deal, and taking that back (F205, F206, F238, D11)."""

import dataclasses
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may, require, visible
from foyer.crm.actions.belongings import copy_handles, copy_tags
from foyer.crm.actions.storing import CREATED, about, insert, locked, put, write
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import Field
from foyer.crm.fields.words import value_text
from foyer.crm.mapping import Going, going, held
from foyer.crm.models import Account, Contact, Conversion, Deal, Gone, Lead, Pipeline, Stage
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.naming import Naming
from foyer.crm.pipelines import first_stage, state_in
from foyer.crm.types import FieldChanged, LeadConverted, ModuleName
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Claim
from foyer.identity.queries import identifiers_of
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.queries import organisation
from foyer.team.types import Refusal


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a lead is to become. An id chooses what is there already, `new` makes one, and else there is none."""

    contact: int | None = None
    new_contact: bool = True
    account: int | None = None
    new_account: bool = False
    account_name: str = ""
    new_deal: bool = False
    deal_name: str = ""
    pipeline: Pipeline | None = None
    stage: Stage | None = None
    amount: Decimal = Decimal(0)


def convert_lead(lead: Lead, by: User | None, wanted: Wanted) -> Conversion:
    """Makes a customer of a lead; the lead stays as their trace, in no list any more (D11, F205).

    Every value goes where the mapping says; what has no place stays on the lead, and so does a company that is hidden
    from `by`: accounts show their names (T7). What is chosen gets only what it has
    not. Twice is once. `by` is None in the simple mode. Raises PermissionDenied, or Refusal with a sentence.
    """
    with transaction.atomic():
        take_turn()
        fresh = cast("Lead", locked(lead))
        if fresh.gone == Gone.CONVERTED:
            return fresh.conversions.filter(undone_at=None).latest("at")
        _require(fresh, by, wanted)
        conversion = Conversion.objects.create(lead=fresh, user=by)
        found = _Work(fresh, by, wanted, conversion).carried_out()
        write(lead, fresh, {"gone": Gone.CONVERTED.value, "gone_at": clock.now(), **_became(found)})
        ids = {name: row.pk for name, row in found.items()}
        record(LeadConverted(**about(fresh, by), conversion=conversion.pk, **ids))
    return conversion


def _require(lead: Lead, by: User | None, wanted: Wanted) -> None:
    if by is not None:
        if not may(by, "edit", lead):
            raise PermissionDenied
        for module in _new(wanted):
            require(by, "create", module)
    if lead.gone:
        raise Refusal(_("This lead is in no list any more. Bring it back first."))
    if not (_new(wanted) or wanted.contact or wanted.account):
        raise Refusal(_("Choose what becomes of the lead: a contact, an account or a deal."))


def _new(wanted: Wanted) -> list[ModuleName]:
    """The modules of which a record will be made, in the order of making."""
    made: list[ModuleName] = ["account"] if wanted.new_account and not wanted.account else []
    made += ["contact"] if wanted.new_contact and not wanted.contact else []
    return [*made, "deal"] if wanted.new_deal else made


def _became(found: dict[ModuleName, AnyRecord]) -> dict[str, Any]:
    return {f"converted_{name}": found.get(name) for name in ("contact", "account", "deal")}


class _Work:
    """One conversion while it is carried out: what is there, and what undoing will need."""

    def __init__(self, lead: Lead, by: User | None, wanted: Wanted, conversion: Conversion) -> None:
        self.lead, self.by, self.wanted, self.conversion = lead, by, wanted, conversion
        self.naming = Naming(by, "lead") if by else None
        self.company = self.naming.company(lead) if self.naming else lead.company
        self.found: dict[ModuleName, AnyRecord] = {}
        self.filled: list[tuple[str, str, Any]] = []

    def carried_out(self) -> dict[ModuleName, AnyRecord]:
        """The steps, in their order."""
        made = _new(self.wanted)
        self._choose()
        values = self._values(made)
        for module in list(self.found):
            self._fill(module, values)
        for module in made:
            self._make(module, values)
        before = self._belongings(made)
        if "contact" in self.found and "contact" not in made:
            self._place_contact()
        before["filled"] = self.filled
        before["versions"] = {module: self.found[module].version for module in made}
        self.conversion.made, self.conversion.before = list(made), before
        for module, row in self.found.items():
            setattr(self.conversion, module, row)
        self.conversion.save()
        return self.found

    def _values(self, made: list[ModuleName]) -> list[Going]:
        """What goes along: everything but a hidden company."""
        values = going(self.lead, [*self.found, *made])
        return values if self.company else [each for each in values if each.field.key != "company"]

    def _choose(self) -> None:
        """Records that are there already and that the user sees."""
        chosen: tuple[tuple[ModuleName, int | None], ...] = (
            ("account", self.wanted.account),
            ("contact", self.wanted.contact),
        )
        for module, pk in chosen:
            if pk is not None:
                rows = visible(module, self.by) if self.by else _MODELS[module]._default_manager.filter(gone_at=None)
                row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
                if row is None:
                    raise Refusal(_("Choose one from the list."))
                self.found[module] = row

    def _fill(self, module: ModuleName, values: list[Going]) -> None:
        """What is chosen keeps what it has; only empty fields are filled, and only by who may."""
        row = self.found[module]
        if self.by is not None and not may(self.by, "edit", row):
            return
        events: list[FieldChanged] = []
        columns: set[str] = set()
        for field, value in _for(module, values):
            old = held(row, field)
            if old in (None, "", []):
                columns.add(put(row, field, value))
                self.filled.append((module, field.key, as_json(value)))
                events.append(self._filled(row, field, old, value))
        if events:
            write(row, row, {column: getattr(row, column) for column in columns})
            record(*events)

    def _filled(self, row: AnyRecord, field: Field, old: Any, value: Any) -> FieldChanged:
        facts = {"module": module_name(row), "field": field.key, "old": "", "new": value_text(field, value)}
        return FieldChanged(**about(row, self.by), **facts, was=as_json(old))

    def _make(self, module: ModuleName, values: list[Going]) -> None:
        row = cast("AnyRecord", _MODELS[module](created_by=self.by, portal=self.lead.portal))
        for field, value in _for(module, values):
            put(row, field, value)
        if isinstance(row, Account):
            row.name = self.wanted.account_name or row.name or self._called()
        elif isinstance(row, Contact):
            row.account = cast("Account | None", self.found.get("account"))
        elif isinstance(row, Deal):
            self._furnish(row)
        insert(row)
        self.found[module] = row
        record(CREATED[module](**about(row, self.by), source=row.source))

    def _furnish(self, deal: Deal) -> None:
        """A deal begins in the first stage of its pipeline, unless another was chosen."""
        deal.account = cast("Account | None", self.found.get("account"))
        deal.contact = cast("Contact | None", self.found.get("contact"))
        deal.name = self.wanted.deal_name or self._called()
        deal.stage = self.wanted.stage or first_stage(self.wanted.pipeline)
        deal.state, deal.probability, deal.amount = state_in(deal.stage), deal.stage.probability, self.wanted.amount
        deal.closed_at = None if deal.state == Deal.State.OPEN else clock.now()
        house = organisation()
        deal.currency = house.currency if house else deal.currency

    def _called(self) -> str:
        """A lead without any name is called like its address or number (D14), by nothing that is hidden (T7)."""
        if self.company or self.lead.name:
            return (self.company or self.lead.name)[:120]
        known = identifiers_of(self.lead.actor_id)
        seen = self.naming.reach(known) if self.naming else known
        return seen[0].value[:120] if seen else _("No name")

    def _place_contact(self) -> None:
        """A chosen contact without an account comes to that of the conversion."""
        contact, account = self.found["contact"], self.found.get("account")
        if isinstance(contact, Contact) and account is not None and contact.account_id is None:
            if self.by is not None and not may(self.by, "edit", contact):
                return
            write(contact, contact, {"account": account})
            facts = {"module": "contact", "field": "account", "old": "", "new": account.name}
            record(FieldChanged(**about(contact, self.by), **facts))
            self.filled.append(("contact", "account", account.pk))

    def _belongings(self, made: list[ModuleName]) -> dict[str, Any]:
        """Tags and what is known of addresses are copied; everything else comes with the person (idea 1)."""
        heir = self.found.get("contact") or (self.found["account"] if "account" in made else None)
        if heir is None:
            return {}
        ref = f"convert:{self.conversion.pk}"
        claim = identity.link(self.lead.actor, heir.actor, ref, Claim.Way.CREATED, user=self.by)
        if module_name(heir) not in made:
            write(heir, heir, {})
        copied = {"heir": module_name(heir), "claim": claim.pk}
        return copied | {"tags": copy_tags(self.lead, heir), "handles": copy_handles(self.lead, heir)}


_MODELS: dict[ModuleName, Any] = {"contact": Contact, "account": Account, "deal": Deal}


def _for(module: ModuleName, values: list[Going]) -> list[tuple[Field, Any]]:
    return [(field, each.value) for each in values for name, field in each.to if name == module]
