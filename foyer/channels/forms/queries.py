"""Questions about forms and submissions, each with a fixed number of SQL queries."""

from django.db.models import Count, Q, QuerySet

from foyer.channels.forms.models import Submission, WebForm
from foyer.crm.access import all_visible
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.fields import fields_of
from foyer.crm.fields.rights import shown_fields
from foyer.crm.types import Module
from foyer.lib.text import folded
from foyer.portals.queries import portals_of
from foyer.team.models import User
from foyer.team.rights import rights_of

PAGE = 50
MAX_SEARCH = 100
MODULES_OF_FORMS: tuple[Module, ...] = ("lead", "contact")


def forms_with_counts() -> QuerySet[WebForm]:
    """All forms with how much was sent; for administrators."""
    received = Count("submissions", filter=Q(submissions__state=Submission.State.RECEIVED))
    spam = Count("submissions", filter=Q(submissions__state=Submission.State.SPAM))
    return WebForm.objects.select_related("portal").annotate(received=received, spam=spam).order_by("name", "pk")


def forms_of(user: User) -> QuerySet[WebForm]:
    """The forms whose submissions the user may see: of their portals, and of modules that are open to them."""
    modules = [name for name in MODULES_OF_FORMS if rights_of(user).may(name, "view")]
    return WebForm.objects.filter(portal__in=portals_of(user), module__in=modules).order_by("name", "pk")


def submissions_of(user: User) -> QuerySet[Submission]:
    """What a user may see: of their portals, and only of records that they see (T7, E25)."""
    seen, rights = Q(), rights_of(user)
    for module in MODULES_OF_FORMS:
        if rights.may(module, "view") and rights.scope(module) == "all":
            seen |= Q(form__module=module)
        elif rights.may(module, "view"):
            seen |= Q(form__module=module, record_actor__in=all_visible(module, user).order_by().values("actor"))
    found = Submission.objects.filter(portal__in=portals_of(user)).filter(seen) if seen else Submission.objects.none()
    return found.select_related("form", "portal")


def submission_for(user: User, submission_id: int) -> Submission:
    """One of them; DoesNotExist alike for what is not there and what may not be seen (T7)."""
    return submissions_of(user).get(pk=submission_id)


def submissions_page(
    user: User, form_id: int | None = None, *, spam: bool = False, search: str = "", before: str | None = None
) -> tuple[list[Submission], str | None]:
    """The newest first, and the cursor of what is older; two queries at most, any page."""
    state = Submission.State.SPAM if spam else Submission.State.RECEIVED
    found = submissions_of(user).filter(state=state)
    if form_id is not None:
        found = found.filter(form=form_id)
    if search:
        found = found.filter(form__module__in=_searchable(user))
    for word in folded(search.replace("\x00", "")[:MAX_SEARCH]).split():
        found = found.filter(words__contains=word)
    start = cursor_from(before)
    if start:
        found = found.filter(start.older("at"))
    rows = list(found.order_by("-at", "-pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], Cursor(last.at, last.pk).text() if last else None


def _searchable(user: User) -> list[Module]:
    """A hidden field must not be found by its words either: they are kept together (F229)."""
    return [name for name in MODULES_OF_FORMS if len(shown_fields(user, name)) == len(fields_of(name))]


def records_of(submissions: list[Submission], user: User) -> dict[int, tuple[Module, int, str]]:
    """By the actor of the record: module, id and name of those that the user sees; a query for each module."""
    actors = [each.record_actor_id for each in submissions if each.record_actor_id]
    found: dict[int, tuple[Module, int, str]] = {}
    for module in MODULES_OF_FORMS:
        for row in all_visible(module, user).exclude(gone="deleted").filter(actor__in=actors):
            found[row.actor_id] = (module, row.pk, row.name)
    return found
