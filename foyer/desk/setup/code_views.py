"""Sending the embed code to the webmaster, and the page on which the webmaster sees whether it works (F22, F23)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foyer.desk.access import or_404, public, signed_in
from foyer.desk.mails.send import mail_is_set_up
from foyer.desk.setup.codes import WebmasterForm, mail_for, mailto, send_to_webmaster
from foyer.desk.setup.doctor import last_visit
from foyer.portals.models import EmbedCode
from foyer.portals.queries import embed_code_for


@require_http_methods(["GET", "HEAD", "POST"])
def code_mail(request: HttpRequest, code_id: int) -> HttpResponse:
    """A dialog with the address. Whoever belongs to the portal may send its code: it is no secret."""
    code = or_404(embed_code_for, signed_in(request), code_id)
    form, context = WebmasterForm(request.POST or None), {"code": code, "mail_is_set_up": mail_is_set_up()}
    if form.is_valid():
        if send_to_webmaster(request, code, form):
            messages.success(request, _("Sent to %(address)s") % form.cleaned_data)
            return _gone(request)
        mail = mail_for(request, code)
        context |= {"mail": mail, "mailto": mailto(form.cleaned_data["address"], mail)}
    fragment = "_dialog" if request.headers.get("HX-Request") else ""
    return render(request, f"desk/setup/code_mail{fragment}.jinja", {**context, "form": form})


@public
@require_safe
def code_check(request: HttpRequest, key: str) -> HttpResponse:
    """For the webmaster, who has no log-in: whether the code of this key was seen. The key is public."""
    code = get_object_or_404(EmbedCode.objects.select_related("portal"), key=key)
    return render(request, "desk/setup/code_check.jinja", {"portal": code.portal, "visit": last_visit(code.portal)})


def _gone(request: HttpRequest) -> HttpResponse:
    """The dialog goes and a toast comes."""
    if request.headers.get("HX-Request"):
        return render(request, "desk/setup/toast.jinja")
    return redirect("visits")
