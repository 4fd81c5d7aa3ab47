"""Pipelines and their stages: names, order, meaning, percent, and closing what deals leave (F224, D12, E16)."""

import dataclasses
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from foyer.crm.actions.settings import MAX_LABEL, named
from foyer.crm.models import Deal, Pipeline, Stage
from foyer.crm.pipelines import START, stage_word, state_in
from foyer.crm.setup_types import PipelineChanged
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_PIPELINES = 20
MAX_STAGES = 30
NEEDED = (Stage.Meaning.OPEN, Stage.Meaning.WON, Stage.Meaning.LOST)
"""Each pipeline has a stage of each of these: deals begin somewhere, and end."""


@dataclasses.dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as an administrator wants it; without an id it is new."""

    name: str
    meaning: str
    probability: int
    id: int | None = None


def create_pipeline(by: User, name: str) -> Pipeline:
    """A pipeline with the stages that the first one had from the start."""
    require_administrator(by)
    title = named(name)
    with transaction.atomic():
        if Pipeline.objects.count() >= MAX_PIPELINES:
            raise Refusal(_("There are %(most)s pipelines, which is the most.") % {"most": MAX_PIPELINES})
        last = Pipeline.objects.aggregate(last=Max("position"))["last"] or 0
        made = Pipeline.objects.create(name=title, position=last + 1)
        Stage.objects.bulk_create(
            Stage(pipeline=made, key=key, meaning=meaning, probability=percent, position=place)
            for place, (key, meaning, percent) in enumerate(START)
        )
        _changed(made, by, "created")
    return made


def rename_pipeline(pipeline: Pipeline, by: User, name: str) -> Pipeline:
    """Another name; an empty one is that from the start."""
    return _set(pipeline, by, "name", name=clean_line(name, MAX_LABEL))


def make_default(pipeline: Pipeline, by: User) -> Pipeline:
    """Deals begin in it when nobody says otherwise (D12)."""
    require_administrator(by)
    if not pipeline.is_active:
        raise Refusal(_("This pipeline is no longer in use."))
    with transaction.atomic():
        Pipeline.objects.exclude(pk=pipeline.pk).update(is_default=False)
        return _set(pipeline, by, "default", is_default=True)


def switch_pipeline(pipeline: Pipeline, by: User, *, is_active: bool) -> Pipeline:
    """Takes a pipeline out of use, when no deal is open in it, or brings it back."""
    require_administrator(by)
    if not is_active:
        if pipeline.is_default:
            raise Refusal(_("Deals begin in this pipeline. Make another one the default first."))
        if Deal.objects.filter(stage__pipeline=pipeline, state=Deal.State.OPEN, gone_at=None).exists():
            raise Refusal(_("Deals are open in this pipeline. Move or close them first."))
    return _set(pipeline, by, "switched", is_active=is_active)


def change_stages(pipeline: Pipeline, by: User, rows: Iterable[StageRow]) -> None:
    """Names, orders and means the stages anew; deals in a stage follow its meaning. A row without an id is new."""
    require_administrator(by)
    with transaction.atomic():
        there = {stage.pk: stage for stage in pipeline.stages.select_for_update().filter(is_active=True)}
        for place, row in enumerate(row for row in rows if row.id is not None or row.name.strip()):
            stage = there.pop(row.id, None) if row.id is not None else Stage(pipeline=pipeline)
            if stage is not None:
                _fill(stage, row, place)
        last = pipeline.stages.aggregate(last=Max("position"))["last"] or 0
        for number, stage in enumerate(there.values()):
            Stage.objects.filter(pk=stage.pk).update(position=last + 1 + number)
        _refuse_without_ends(pipeline)
        _changed(pipeline, by, "stages")


def close_stage(stage: Stage, by: User, into: Stage | None = None) -> int:
    """Takes a stage out of use; its deals go to another one of the same pipeline. Returns how many.

    Raises Refusal while deals are in it and nothing was chosen, or when the pipeline could not do without it.
    """
    require_administrator(by)
    with transaction.atomic():
        fresh = Stage.objects.select_for_update().get(pk=stage.pk)
        number = fresh.deals.count()
        if number and (
            into is None or into.pk == fresh.pk or into.pipeline_id != fresh.pipeline_id or not into.is_active
        ):
            raise Refusal(_("Deals are in this stage. Choose where they go."))
        if number and into is not None:
            _follow(fresh.pk, into)
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        _refuse_without_ends(fresh.pipeline)
        _changed(fresh.pipeline, by, "stage closed")
    return number


def _fill(stage: Stage, row: StageRow, place: int) -> None:
    if row.meaning not in Stage.Meaning.values or not 0 <= row.probability <= 100:
        raise Refusal(_("Percent are between 0 and 100."))
    title, meant = named(row.name), stage.meaning
    stage.name = "" if not stage.name and stage.pk and stage_word(stage) == title else title
    stage.meaning, stage.probability, stage.position = row.meaning, row.probability, place
    is_new = stage.pk is None
    stage.save()
    if not is_new and meant != row.meaning:
        _follow(stage.pk, stage)


def _follow(stage_id: int, into: Stage) -> None:
    """The deals of a stage go to another one, or follow the new meaning of their own."""
    state, now = state_in(into), clock.now()
    closed = (
        Value(None) if state == Deal.State.OPEN else Case(When(state=state, then=F("closed_at")), default=Value(now))
    )
    Deal.objects.filter(stage=stage_id).update(
        stage=into,
        state=state,
        probability=into.probability,
        closed_at=closed,
        version=F("version") + 1,
        changed_at=now,
    )


def _refuse_without_ends(pipeline: Pipeline) -> None:
    active = pipeline.stages.filter(is_active=True)
    if active.count() > MAX_STAGES:
        raise Refusal(_("There are %(most)s stages, which is the most.") % {"most": MAX_STAGES})
    if not set(NEEDED) <= set(active.values_list("meaning", flat=True)):
        raise Refusal(_("A pipeline needs a stage that is open, one that is won and one that is lost."))


def _set(pipeline: Pipeline, by: User, what: str, **values: object) -> Pipeline:
    require_administrator(by)
    with transaction.atomic():
        for name, value in values.items():
            setattr(pipeline, name, value)
        pipeline.save(update_fields=list(values))
        _changed(pipeline, by, what)
    return pipeline


def _changed(pipeline: Pipeline, by: User, what: str) -> None:
    record(PipelineChanged(subject_id=pipeline.pk, user_id=by.pk, what=what))
