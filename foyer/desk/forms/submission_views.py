"""What was sent with forms: the list, the spam folder, the pop-up (E24)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.channels.forms.queries import forms_of, records_of, submission_for, submissions_page
from foyer.channels.forms.submitting import mark_as_spam, take_out_of_spam
from foyer.desk.access import or_404, signed_in
from foyer.desk.forms.shown import sent_of
from foyer.desk.setup.changing import changed
from foyer.lib.text import id_from


@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """The newest first: of all forms or one, received or spam."""
    user, get = signed_in(request), request.GET
    form_id = id_from(get.get("form", ""))
    is_spam, search = get.get("folder") == "spam", get.get("q", "")
    rows, older = submissions_page(user, form_id, spam=is_spam, search=search, before=get.get("before"))
    context = {
        "rows": [sent_of(row, user) for row in rows],
        "records": records_of(rows, user),
        "forms": list(forms_of(user)),
        "form_id": form_id,
        "is_spam": is_spam,
        "search": search[:100],
        "older_url": _address(form_id, is_spam, search, older) if older else "",
        "newer_url": _address(form_id, is_spam, search) if get.get("before") else "",
    }
    return render(request, "desk/forms/submissions.jinja", context)


@require_safe
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Leads to the record that it belongs to, or shows it alone where there is none."""
    user = signed_in(request)
    found = or_404(submission_for, user, submission_id)
    record = records_of([found], user).get(found.record_actor_id or 0)
    if record is not None:
        return redirect(record[0], record_id=record[1])
    return render(request, "desk/forms/submission.jinja", {"sent": sent_of(found, user)})


@require_POST
def spam(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Moves one to spam, or says that it is none."""
    user = signed_in(request)
    found = or_404(submission_for, user, submission_id)
    if request.POST.get("spam") == "no":
        return changed(
            request, lambda: take_out_of_spam(found, user), "submissions", said=_("It is no spam and came in")
        )
    return changed(request, lambda: mark_as_spam(found, user), "submissions", said=_("Moved to spam"))


@require_safe
def popup(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A form was sent, as it pops up."""
    user = signed_in(request)
    found = or_404(submission_for, user, submission_id)
    record = records_of([found], user).get(found.record_actor_id or 0)
    return render(request, "desk/forms/popup.jinja", {"sent": sent_of(found, user), "record": record})


def _address(form_id: int | None, is_spam: bool, search: str, before: str = "") -> str:
    query = {"form": form_id or "", "folder": "spam" if is_spam else "", "q": search, "before": before}
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse('submissions')}?{urlencode(kept)}" if kept else reverse("submissions")
