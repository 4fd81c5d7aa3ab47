"""Setup > Channels > Web forms: the list and the builder (F126-F129, E24)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.channels.forms.actions import change_form, create_form, set_fields, set_notified, switch_form
from foyer.channels.forms.models import WebForm
from foyer.channels.forms.offered import asked, module_of, offered
from foyer.channels.forms.publishing import frame_snippet, plain_snippet, script_snippet
from foyer.channels.forms.queries import forms_with_counts
from foyer.channels.forms.views import page_of
from foyer.crm.choices import options_of
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.forms.editing import fields_posted, rows_of, settings_posted, users_posted
from foyer.desk.setup.changing import changed
from foyer.lib.base_url import base_url
from foyer.portals.actions import create_portal, enable_portal
from foyer.portals.models import EmbedCode, Portal
from foyer.team.queries import active_users
from foyer.team.types import Refusal

MAX_DIGITS = 18


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: HttpRequest) -> HttpResponse:
    """All forms; a new one needs a name, and a portal that may be made on the spot (F128, F129)."""
    if request.method == "POST":
        try:
            return redirect("web_form", form_id=_created(request).pk)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("web_forms")
    context = {"forms": list(forms_with_counts()), "portals": list(Portal.objects.all())}
    return render(request, "desk/forms/forms.jinja", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, form_id: int) -> HttpResponse:
    """The builder with its preview. One form, one button: what was moved or added is saved with the rest."""
    form = _form(form_id)
    if request.method == "POST":
        return changed(request, lambda: _save(request, form), "web_form", form_id=form.pk)
    fields, base = offered(module_of(form)), base_url(request)
    codes = list(EmbedCode.objects.select_related("portal").order_by("portal__name", "-pk"))
    rows = rows_of(form, fields)
    context = {
        "form": form,
        "rows": rows,
        "more": [(key, field.label) for key, field in fields.items() if key not in {row.key for row in rows}],
        "codes": codes[::-1],
        "firsts": list({code.portal_id: code for code in codes}.values()),
        "sources": [option for option in options_of("source") if option.is_active or option.key == form.source],
        "users": list(active_users()),
        "notified": {user.pk for user in form.notify.all()},
        "address": f"{base}/forms/{form.key}/",
        "snippets": {"script": script_snippet(form, base), "frame": frame_snippet(form, base)},
        "plain": plain_snippet(form, base),
    }
    return render(request, "desk/forms/editor.jinja", context)


@administrators_only
@require_POST
def operation(request: HttpRequest, form_id: int) -> HttpResponse:
    """Switches the form on or off."""
    form, on = _form(form_id), request.POST.get("active") == "yes"
    return changed(request, lambda: switch_form(form, signed_in(request), on), "web_form", form_id=form.pk)


@administrators_only
@xframe_options_sameorigin
@require_safe
def preview(request: HttpRequest, form_id: int) -> HttpResponse:
    """The form as visitors see it; it cannot be sent."""
    form = _form(form_id)
    with translation.override(form.language):
        return page_of(request, form, asked(form), is_preview=True)


def _created(request: HttpRequest) -> WebForm:
    """With the chosen portal, or with a new one for the website that was typed."""
    by, chosen = signed_in(request), request.POST.get("portal", "")
    with transaction.atomic():
        if chosen.isdecimal() and len(chosen) <= MAX_DIGITS:
            portal = get_object_or_404(Portal, pk=chosen)
            if not portal.is_enabled:
                enable_portal(portal, by)  # F128
        else:
            site = request.POST.get("site", "")
            if not site.strip():
                raise Refusal(_("Choose a portal, or type the address of the website."))
            portal = create_portal(by, site.strip()[:80], site)
        module = request.POST.get("module", "lead")
        return create_form(by, request.POST.get("name", ""), portal, module, translation.get_language() or "en")


def _save(request: HttpRequest, form: WebForm) -> None:
    by, post = signed_in(request), request.POST
    with transaction.atomic():
        change_form(form, by, **settings_posted(post, form))
        set_fields(form, by, fields_posted(post))
        set_notified(form, by, users_posted(post, list(active_users())))


def _form(form_id: int) -> WebForm:
    return get_object_or_404(WebForm.objects.select_related("portal", "embed_code"), pk=form_id)
