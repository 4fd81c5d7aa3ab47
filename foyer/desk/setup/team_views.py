"""Setup > People > Teams: who works with whom (E25)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.desk.access import administrators_only, signed_in
from foyer.desk.setup.changing import changed
from foyer.team.models import Team, User
from foyer.team.queries import active_users
from foyer.team.teams import create_team, delete_team, rename_team, set_members


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """All teams with their members."""
    if request.method == "POST":
        return changed(request, lambda: create_team(signed_in(request), request.POST.get("name", "")), "teams")
    context = {"teams": Team.objects.prefetch_related("members"), "everybody": list(active_users())}
    return render(request, "desk/setup/teams.jinja", context)


@administrators_only
@require_POST
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Sets name and members."""
    found, user = get_object_or_404(Team, pk=team_id), signed_in(request)
    ids = [int(text) for text in request.POST.getlist("members") if text.isdecimal() and len(text) < 19]

    def verb() -> None:
        rename_team(found, user, request.POST.get("name", ""))
        set_members(found, user, list(User.objects.filter(pk__in=ids)))

    return changed(request, verb, "teams")


@administrators_only
@require_POST
def team_deletion(request: HttpRequest, team_id: int) -> HttpResponse:
    """The team goes, its people stay."""
    found = get_object_or_404(Team, pk=team_id)
    return changed(request, lambda: delete_team(found, signed_in(request)), "teams", said=_("The team is deleted"))
