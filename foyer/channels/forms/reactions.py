"""What follows from a submission: the visitor is recognised, and becomes a lead or contact (F122, T1)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from foyer.channels.forms.models import Submission
from foyer.channels.forms.offered import module_of, offered
from foyer.channels.forms.types import FormSubmitted
from foyer.crm.actions import claim_of_visitor, create_person
from foyer.crm.fields.stored import from_json
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.identity.queries import claims_left

NAMED = frozenset({"first_name", "last_name", "company", "emails", "phones"})
"""What `create_person` takes by name."""


@reacts_to(FormSubmitted)
@transaction.atomic
def recognise(event: Event) -> None:
    """The typed addresses are claims of the lowest level. Who is known keeps all values as they are (T1)."""
    rows = Submission.objects.select_related("form__portal", "actor")
    found = rows.filter(pk=event.subject_id, record_actor=None, state=Submission.State.RECEIVED).first()
    if found is None or found.actor is None:
        return
    values = {answer["key"]: answer["value"] for answer in found.answers}
    emails, phones = _texts(values.get("emails")), _texts(values.get("phones"))
    _claim_all(found, found.actor, emails, phones)
    person = create_person(
        module_of(found.form),
        first_name=str(values.get("first_name") or ""),
        last_name=str(values.get("last_name") or ""),
        company=str(values.get("company") or ""),
        source=found.form.source,
        portal=found.form.portal,
        emails=emails,
        phones=phones,
        from_actor=found.actor,
        event_ref=_event_ref(found),
        more=_more(found, values),
    )
    Submission.objects.filter(pk=found.pk, record_actor=None).update(record_actor=person.actor_id)


def _more(found: Submission, values: Mapping[str, Any]) -> dict[str, Any]:
    """The other fields for a new record; those that were removed since are left out."""
    fields = offered(module_of(found.form))
    return {key: from_json(fields[key], value) for key, value in values.items() if key in fields and key not in NAMED}


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _event_ref(found: Submission) -> str:
    return f"form:{found.pk}"


def _claim_all(found: Submission, actor: Actor, emails: list[str], phones: list[str]) -> None:
    shown = [(Identifier.Kind.EMAIL, value) for value in emails] + [(Identifier.Kind.PHONE, value) for value in phones]
    name = " ".join(a["text"] for a in found.answers if a["key"] in {"first_name", "last_name"})
    left = claims_left(actor.pk, Claim.Way.WEB_FORM, _event_ref(found), found.at)
    for kind, value in shown[:left]:
        claim_of_visitor(
            actor,
            kind,
            value,
            event_ref=_event_ref(found),
            level=Level.TYPED,
            way=Claim.Way.WEB_FORM,
            name=name,
            at=found.at,
        )
