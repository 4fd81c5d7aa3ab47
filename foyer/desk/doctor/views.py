"""The doctor for administrators, and help for everybody: the same questions (B14, F135-F140)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.access import administrators_only, signed_in
from foyer.desk.doctor.questions import questions
from foyer.portals.queries import may_create
from foyer.team.models import Role, User


@administrators_only
@require_safe
def setup_doctor(request: HttpRequest) -> HttpResponse:
    """What the installation says of itself."""
    return render(request, "desk/doctor/doctor.jinja", {"questions": questions(signed_in(request))})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The questions for the one who asks, and whom to write to."""
    user = signed_in(request)
    people = User.objects.filter(is_active=True, role=Role.ADMINISTRATOR).exclude(pk=user.pk).order_by("name")
    return render(
        request,
        "desk/doctor/help.jinja",
        {"questions": questions(user), "administrators": list(people[:5]), "may_create": may_create(user)},
    )
