"""Pipelines and their stages: the one there is from the start, and the words for them (F224, D12)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.crm.models import Deal, Pipeline, Stage
from foyer.events.kept import kept

START: tuple[tuple[str, str, int], ...] = (
    ("new", Stage.Meaning.OPEN, 10),
    ("quote", Stage.Meaning.OPEN, 40),
    ("negotiation", Stage.Meaning.OPEN, 70),
    ("confirmed", Stage.Meaning.CONFIRMED, 95),
    ("won", Stage.Meaning.WON, 100),
    ("lost", Stage.Meaning.LOST, 0),
)
"""Key, meaning and percent of the stages of the first pipeline."""
_WORDS = {
    "new": gettext_lazy("New"),
    "quote": gettext_lazy("Quote sent"),
    "negotiation": gettext_lazy("Negotiation"),
    "confirmed": gettext_lazy("Order confirmed"),
    "won": gettext_lazy("Won"),
    "lost": gettext_lazy("Lost"),
}


def lay_first_pipeline(**_signal: object) -> None:
    """There is always a pipeline: called after the tables are made."""
    if Pipeline.objects.exists():
        return
    pipeline = Pipeline.objects.create(is_default=True)
    Stage.objects.bulk_create(
        Stage(pipeline=pipeline, key=key, meaning=meaning, probability=percent, position=place)
        for place, (key, meaning, percent) in enumerate(START)
    )


def default_pipeline() -> Pipeline:
    """The pipeline that deals are made in when nobody says otherwise (D12)."""
    pipelines = Pipeline.objects.filter(is_active=True).order_by("-is_default", "position", "pk")
    found = pipelines.first()
    if found is None:
        lay_first_pipeline()
        found = pipelines.get()
    return found


@kept
def pipelines_in_use() -> tuple[Pipeline, ...]:
    """Those in use with their stages, in their order; kept in memory until one is changed."""
    return tuple(Pipeline.objects.filter(is_active=True).prefetch_related("stages"))


def stages_of(pipeline: Pipeline) -> list[Stage]:
    """The stages in use, in their order."""
    return [stage for stage in pipeline.stages.all() if stage.is_active]


@kept
def all_stages() -> dict[int, Stage]:
    """All stages of all pipelines by id, also those that are in use no more; kept in memory until one is changed."""
    return Stage.objects.select_related("pipeline").in_bulk()


def first_stage(pipeline: Pipeline | None = None) -> Stage:
    """Where a deal begins."""
    return (pipeline or default_pipeline()).stages.filter(is_active=True).order_by("position", "pk")[0]


def stage_called(key: str) -> Stage:
    """A stage of the default pipeline that is there from the start, by its key."""
    return default_pipeline().stages.get(key=key)


def state_in(stage: Stage) -> Deal.State:
    """What a deal in this stage counts as (D3)."""
    words = {Stage.Meaning.WON: Deal.State.WON, Stage.Meaning.LOST: Deal.State.LOST}
    return words.get(Stage.Meaning(stage.meaning), Deal.State.OPEN)


def stage_word(stage: Stage) -> str:
    """The name of a stage in the user's language."""
    return stage.name or str(_WORDS.get(stage.key, stage.key))


def pipeline_word(pipeline: Pipeline) -> str:
    """The name of a pipeline in the user's language."""
    return pipeline.name or _("Sales pipeline")
