"""Setup > CRM > Mode: with leads or without, and where a lead's own fields go (F204-F206, F224, F238, D11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions.deciding import change_crm_settings, set_mapping
from foyer.crm.fields.registry import custom_fields
from foyer.crm.mapping import TARGETS, crm_settings, mapping, targets
from foyer.crm.models import Pipeline
from foyer.crm.modules import MODULES
from foyer.crm.pipelines import pipeline_word
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import number
from foyer.desk.setup.changing import changed


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def crm_mode(request: HttpRequest) -> HttpResponse:
    """Classic or simple, what the simple mode makes, and the pipeline of its deals."""
    if request.method == "POST":
        post, wanted = request.POST, number(request.POST.get("pipeline", ""))
        pipeline = get_object_or_404(Pipeline, pk=wanted) if wanted else None
        mode, makes = post.get("mode", ""), post.get("makes", "contact")
        user = signed_in(request)
        return changed(
            request, lambda: change_crm_settings(user, mode=mode, makes=makes, pipeline=pipeline), "crm_mode"
        )
    context = {
        "settings": crm_settings(),
        "pipelines": [(row, pipeline_word(row)) for row in Pipeline.objects.filter(is_active=True)],
        "going": _going(),
        "modules": [MODULES[name] for name in TARGETS],
    }
    return render(request, "desk/crm_setup/mode.jinja", context)


@administrators_only
@require_POST
def conversion_mapping(request: HttpRequest) -> HttpResponse:
    """Says which field takes the value of each custom field of leads."""
    keys = [key for key, field in custom_fields("lead").items() if field.is_writable]
    wanted: dict[str, dict[str, str]] = {
        key: {module: request.POST.get(f"{key}.{module}", "") for module in TARGETS} for key in keys
    }
    return changed(request, lambda: set_mapping(signed_in(request), wanted), "crm_mode")


def _going() -> list[tuple[object, list[tuple[str, object, list[object], str]]]]:
    """Each custom field of leads with the fields that could take it, by module, and the one that does."""
    chosen, found = mapping(), []
    for key, field in custom_fields("lead").items():
        if key in chosen:
            takers = targets(field)
            found.append(
                (field, [(name, MODULES[name].one, list(takers[name]), chosen[key][name]) for name in TARGETS])
            )
    return found  # type: ignore[return-value]
