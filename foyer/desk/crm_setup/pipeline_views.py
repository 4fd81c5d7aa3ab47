"""Setup > CRM > Pipelines: stages with what they mean (F224, D12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions.pipelines import (
    StageRow,
    change_stages,
    close_stage,
    create_pipeline,
    make_default,
    rename_pipeline,
    switch_pipeline,
)
from foyer.crm.models import Pipeline, Stage
from foyer.crm.pipelines import pipeline_word, stage_word, stages_of
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import number
from foyer.desk.setup.changing import changed
from foyer.team.types import Refusal

MEANINGS = (
    (Stage.Meaning.OPEN, gettext_lazy("Open")),
    (Stage.Meaning.CONFIRMED, gettext_lazy("Confirmed")),
    (Stage.Meaning.WON, gettext_lazy("Won")),
    (Stage.Meaning.LOST, gettext_lazy("Lost")),
)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def pipelines(request: HttpRequest) -> HttpResponse:
    """All pipelines with their stages."""
    if request.method == "POST":
        try:
            made = create_pipeline(signed_in(request), request.POST.get("name", ""))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("pipelines")
        return redirect("pipeline", pipeline_id=made.pk)
    rows = Pipeline.objects.prefetch_related("stages")
    shown = [(row, pipeline_word(row), [stage_word(stage) for stage in stages_of(row)]) for row in rows]
    return render(request, "desk/crm_setup/pipelines.jinja", {"pipelines": shown})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def pipeline(request: HttpRequest, pipeline_id: int) -> HttpResponse:
    """One pipeline: its name and stages, saved together."""
    found, user = get_object_or_404(Pipeline, pk=pipeline_id), signed_in(request)
    if request.method == "POST":
        rows, name = _rows(request), request.POST.get("name", "")

        def verb() -> None:
            if name.strip() != pipeline_word(found):
                rename_pipeline(found, user, name)
            change_stages(found, user, rows)

        return changed(request, verb, "pipeline", pipeline_id=found.pk)
    stages = [(stage, stage_word(stage)) for stage in found.stages.filter(is_active=True)]
    context = {"pipeline": found, "word": pipeline_word(found), "stages": stages, "meanings": MEANINGS}
    return render(request, "desk/crm_setup/pipeline.jinja", context)


@administrators_only
@require_POST
def pipeline_state(request: HttpRequest, pipeline_id: int) -> HttpResponse:
    """Makes a pipeline the default, takes it out of use, or brings it back."""
    found, user = get_object_or_404(Pipeline, pk=pipeline_id), signed_in(request)
    wanted = request.POST.get("state", "")
    verbs = {
        "default": lambda: make_default(found, user),
        "on": lambda: switch_pipeline(found, user, is_active=True),
        "off": lambda: switch_pipeline(found, user, is_active=False),
    }
    return changed(request, verbs.get(wanted, lambda: None), "pipelines")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def stage_closing(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Asks where the deals of a stage go, then takes it out of use."""
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=stage_id, is_active=True)
    others = stage.pipeline.stages.filter(is_active=True).exclude(pk=stage.pk)
    if request.method == "POST":
        into = others.filter(pk=number(request.POST.get("into", ""))).first()
        said = _("The stage is out of use")
        verb = lambda: close_stage(stage, signed_in(request), into)  # noqa: E731  one line says it
        return changed(request, verb, "pipeline", said=said, pipeline_id=stage.pipeline_id)
    context = {
        "stage": stage,
        "word": stage_word(stage),
        "others": [(other, stage_word(other)) for other in others],
        "number": stage.deals.count(),
    }
    return render(request, "desk/crm_setup/stage_closing.jinja", context)


def _rows(request: HttpRequest) -> list[StageRow]:
    post = request.POST
    named = zip(
        post.getlist("id"), post.getlist("label"), post.getlist("meaning"), post.getlist("percent"), strict=False
    )
    return [
        StageRow(name=label, meaning=meaning, probability=number(percent), id=number(pk) or None)
        for pk, label, meaning, percent in named
    ]
