"""Who hears that a form was sent: the owner of the record, whoever the form names, else the portal's users (E24)."""

from foyer.channels.forms.models import Submission
from foyer.channels.forms.types import FormSubmitted
from foyer.crm.queries import person_of
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.lib.bus import bus
from foyer.notifications.actions import announce


@reacts_to(FormSubmitted)
def tell_of_form(event: Event) -> None:
    """A pop-up, and the feed of the record is another one now."""
    found = Submission.objects.select_related("form", "portal").filter(pk=event.subject_id).first()
    if found is None:
        return
    card = person_of(found.actor_id) if found.actor_id else None
    wanted = set(found.form.notify.filter(is_active=True).values_list("pk", flat=True))
    wanted |= {card.owner_id} if card and card.owner_id else set()
    if not wanted:
        wanted = set(found.portal.users.filter(is_active=True).values_list("pk", flat=True))
    told = sorted(pk for pk in wanted if pk)
    announce(event.pk, "form", found.pk, told)
    for user_id in told:
        bus().publish(f"user:{user_id}", {"t": "form", "id": found.pk})
    bus().publish("records", {"t": "record", "actor": event.actor_id})
