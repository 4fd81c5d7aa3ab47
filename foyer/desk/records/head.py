"""The head of a record: who it is and where they are now, where it stands, whose it is, what can be done with it."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.urls import NoReverseMatch, reverse

from foyer.crm.access import may
from foyer.crm.choices import options_of
from foyer.crm.fields.standard import STANDARD
from foyer.crm.handles import Described, first_value
from foyer.crm.models import Contact, Deal, Lead, Stage
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.pipelines import stage_word
from foyer.crm.queries import card_of
from foyer.crm.types import ModuleName, PersonCard
from foyer.desk.records.details import is_open, may_assign
from foyer.desk.records.values import Shown, shown_values
from foyer.identity.models import Identifier
from foyer.presence.board import Visitor, board
from foyer.team.models import User
from foyer.team.queries import Named, active_names
from foyer.team.rights import rights_of

FACTS: dict[ModuleName, tuple[str, ...]] = {
    "lead": ("company", "job_title", "city"),
    "contact": ("account", "job_title", "city"),
    "account": ("kind", "industry", "city"),
    "deal": ("amount", "account", "contact", "close_date"),
}
"""The fields that stand below the name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A status of a lead or a stage of a deal, as the menu offers it."""

    value: str
    text: str
    is_now: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """The record's head. `steps` is empty where there are none or the field is hidden."""

    subject: AnyRecord
    module: ModuleName
    card: PersonCard | None
    facts: tuple[Shown, ...]
    here: Visitor | None
    owners: Sequence[Named]
    sees_owner: bool
    steps: tuple[Step, ...]
    may_step: bool
    is_open: bool
    may_delete: bool
    privacy_url: str
    convert_url: str
    merge_url: str
    won: str
    email: str
    phone: str

    @property
    def step(self) -> Step | None:
        """Where it stands."""
        return next((step for step in self.steps if step.is_now), None)


def head_of(
    user: User,
    subject: AnyRecord,
    actors: Sequence[int],
    known: Sequence[Described],
    values: Mapping[str, Shown] | None = None,
) -> Head:
    """Only the head, which is fetched again when presence changes. `values`: its fields, where they are read."""
    module, rights, theirs = module_name(subject), rights_of(user), set(actors)
    is_person = isinstance(subject, Lead | Contact)
    opened, stage = is_open(user, subject), {"lead": "status", "deal": "stage"}.get(module, "")
    steps = _steps(subject) if stage and rights.sees(module, stage) else ()
    may_all = rights.may(module, "delete") and rights.may(module, "export")
    may_step = opened and bool(stage) and rights.field(module, stage) == "write"
    return Head(
        subject=subject,
        module=module,
        card=card_of(user, subject.actor_id) if is_person else None,
        facts=_facts(subject, user, values),
        here=next((visitor for visitor in board.here() if visitor.actor_id in theirs), None) if is_person else None,
        owners=active_names() if may_assign(user, subject) else [],
        sees_owner=rights.sees(module, "owner"),
        steps=steps,
        may_step=may_step,
        is_open=opened,
        may_delete=may(user, "delete", subject) and not subject.gone,
        privacy_url=_url("person_privacy", module=module, record_id=subject.pk) if is_person and may_all else "",
        convert_url=_url("convert", record_id=subject.pk) if module == "lead" and opened else "",
        merge_url=_url("merge", module=module, record_id=subject.pk) if opened else "",
        won=_won(subject) if isinstance(subject, Deal) and may_step else "",
        email=_first(known, Identifier.Kind.EMAIL) if rights.sees(module, "emails") else "",
        phone=_first(known, Identifier.Kind.PHONE) if rights.sees(module, "phones") else "",
    )


def _facts(subject: AnyRecord, user: User, values: Mapping[str, Shown] | None) -> tuple[Shown, ...]:
    """What stands behind the name, as far as the user may see it."""
    module, rights = module_name(subject), rights_of(user)
    wanted = [STANDARD[module][key] for key in FACTS[module] if rights.sees(module, key)]
    read = shown_values(subject, wanted, user) if values is None else values
    return tuple(read[field.key] for field in wanted if read[field.key].text)


def _steps(subject: AnyRecord) -> tuple[Step, ...]:
    if isinstance(subject, Lead):
        found = [option for option in options_of("lead_status") if option.is_active or option.key == subject.status]
        return tuple(Step(option.key, option.label, option.key == subject.status) for option in found)
    if isinstance(subject, Deal):
        stages = Stage.objects.filter(pipeline=subject.stage.pipeline_id)
        kept = [stage for stage in stages if stage.is_active or stage.pk == subject.stage_id]
        return tuple(Step(str(stage.pk), stage_word(stage), stage.pk == subject.stage_id) for stage in kept)
    return ()


def _won(deal: Deal) -> str:
    """The stage that the one primary act of an open deal moves it to."""
    if deal.state != Deal.State.OPEN:
        return ""
    stages = Stage.objects.filter(pipeline=deal.stage.pipeline_id, meaning=Stage.Meaning.WON, is_active=True)
    first = stages.values_list("pk", flat=True).first()
    return str(first or "")


def _first(known: Sequence[Described], kind: str) -> str:
    return first_value((each.known for each in known), kind)


def _url(name: str, **parameters: object) -> str:
    """The address of a route, or nothing where it does not exist."""
    try:
        return reverse(name, kwargs=parameters)
    except NoReverseMatch:
        return ""
