"""Two shops with everything that has an id; Boris belongs to the first one only."""

from django.core.cache import cache
from django.test import Client

from foyer.channels.forms.actions import create_form
from foyer.conversations.actions import start_conversation
from foyer.conversations.canned import create_canned_reply
from foyer.crm.actions import create_person, write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.actions.files import attach_file
from foyer.crm.models import Run
from foyer.identity.actions import browser_actor
from foyer.identity.models import Decision, Identifier
from foyer.notifications.models import Device
from foyer.portals.models import EmbedCode, Portal
from foyer.privacy.models import Erasure
from foyer.team.actions import create_token
from tests.channels.forms.sent import submission
from tests.crm.people import deal
from tests.desk.house import is_here, visit

LETTER = {"subject": "Canary", "text": "Canary"}


def ids_of(shop: Portal, name: str) -> dict[str, object]:
    """A value for each parameter of the URLconf, of things of this shop."""
    actor = browser_actor(shop.pk, f"browser-of-{name}-0123456789")
    stay = visit(shop, actor, minutes_ago=1, last_title=name)
    is_here(stay, name)
    chat = start_conversation(
        portal_id=shop.pk,
        actor_id=actor.pk,
        visitor_name=name,
        text=f"Canary of {name}",
        client_id="c1",
        page_url="https://shop.example/",
        page_title=name,
        language="en",
    )
    facts = {"first_name": name, "last_name": "Canary", "portal": shop, "emails": [f"{name}@canary.example"]}
    lead = create_person("lead", source="chat", from_actor=actor, **facts)
    code = EmbedCode.objects.filter(portal=shop).first()
    identifier = Identifier.objects.filter(value=f"{name.lower()}@canary.example").first()
    decision = Decision.objects.order_by("-pk").first()
    sale = deal(create_person("contact", last_name=f"Customer of {name}", portal=shop), "open", name=f"Sale of {name}")
    activity = create_activity(shop.created_by, {"subject": f"Call {name}"}, lead)
    form = create_form(shop.created_by, f"Form of {name}", shop)
    sent = submission(form, name)
    note = write_note(lead, shop.created_by, f"About {name}")
    return {
        "device_id": Device.objects.create(user=shop.created_by, name=name, endpoint_hash=name).pk,
        "form_id": form.pk,
        "form_key": form.key,
        "submission_id": sent.pk,
        "activity_id": activity.pk,
        "merge_id": 1,
        "note_id": note.pk,
        "reply_id": create_canned_reply(shop.created_by, f"of-{name}", "Canary", for_everybody=False).pk,
        "erasure_id": Erasure.objects.create(user=shop.created_by).pk,
        "run_id": Run.objects.create(kind="mass", module="lead", user=shop.created_by, plan={"act": "delete"}).pk,
        "mailing_id": Run.objects.create(kind="mail", module="lead", user=shop.created_by, plan=LETTER).pk,
        "mention_id": 1,
        "file_id": attach_file(lead, shop.created_by, "offer.txt", [b"offer"]).pk,
        "deal_id": sale.pk,
        "stage_id": sale.stage_id,
        "view_id": 1,
        "portal_id": shop.pk,
        "profile_id": 1,
        "list_name": "source",
        "pipeline_id": sale.stage.pipeline_id,
        "pool_id": 1,
        "team_id": 1,
        "visit_id": stay.pk,
        "conversation_id": chat.pk,
        "record_id": lead.pk,
        "lead_id": lead.pk,
        "contact_id": lead.pk,
        "identifier_id": identifier.pk if identifier else 1,
        "decision_id": decision.pk if decision else 1,
        "code_id": code.pk,
        "key": code.key,
        "kid": "k_nothing",
        "user_id": shop.created_by_id,
        "module": "lead",
        "event_id": 1,
        "setting": "name",
        "stream": "people",
        "token": "nothing",
        "name": "catalogue.html",
    }


def with_token(user) -> Client:
    """A program that asks the API for this user."""
    cache.clear()
    return Client(headers={"Authorization": f"Bearer {create_token(user, 'test')}"}, raise_request_exception=False)
