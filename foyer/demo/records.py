"""Writes the demo's leads, contacts and deals by the actions that the live ones use, then dates them back."""

import datetime as dt
from collections import defaultdict
from zlib import crc32

from foyer.crm.actions import create_person
from foyer.crm.actions.storing import insert
from foyer.crm.models import Contact, Deal, Lead, Note, Source
from foyer.crm.pipelines import stage_called, state_in
from foyer.crm.types import NoteWritten, StatusChanged
from foyer.demo.chats import Chat
from foyer.demo.house import House
from foyer.demo.people import NOTES, Persona
from foyer.demo.timeline import past_event, settle
from foyer.events.models import Event
from foyer.identity.actions import claim
from foyer.identity.customers import customer_value
from foyer.identity.models import Actor, Claim, Decision, Identifier, Level, Profile
from foyer.lib import clock

BEFORE_THE_DEAL = dt.timedelta(days=12)
AFTER_THE_FIRST_LINE = dt.timedelta(seconds=5)
FIRST_STEP = dt.timedelta(hours=20)


def store_records(chats: list[Chat], house: House, now: dt.datetime) -> None:
    """A record for everybody who gave an e-mail address in a chat: contacts were known before, leads are new."""
    by_persona: defaultdict[str, list[Chat]] = defaultdict(list)
    for chat in sorted(chats, key=lambda chat: chat.started_at):
        if chat.persona:
            by_persona[chat.persona.email].append(chat)
    for theirs in by_persona.values():
        if theirs[0].persona:
            _store(theirs[0].persona, theirs, house, now)
    _date_decisions_back()


def _store(persona: Persona, chats: list[Chat], house: House, now: dt.datetime) -> None:
    began = clock.now()
    if persona.module == "contact":
        person = _new_contact(persona, house)
        since = _known_since(persona, chats, now)
        _claim(persona, chats)
        _log_in(persona, chats[-1], house)
    else:
        _claim(persona, chats[:1])
        person = _new_lead(persona, chats[0], house)
        since = chats[0].started_at + AFTER_THE_FIRST_LINE
        _claim(persona, chats[1:])
    _date_back(person, since, began)
    _finish(person, persona, since, house, now)


def _new_contact(persona: Persona, house: House) -> Lead | Contact:
    return create_person(
        "contact",
        first_name=persona.first_name,
        last_name=persona.last_name,
        company=persona.company,
        source=Source.IMPORT,
        portal=house.shop,
        owner=house.user(persona.owner),
        emails=[persona.email],
        phones=[persona.phone] if persona.phone else [],
        event_ref="import",
        level=Level.ATTESTED,
    )


def _new_lead(persona: Persona, chat: Chat, house: House) -> Lead | Contact:
    return create_person(
        "lead",
        first_name=persona.first_name,
        last_name=persona.last_name,
        company=persona.company,
        source=Source.CHAT,
        portal=house.shop,
        owner=house.user(persona.owner),
        emails=[persona.email],
        phones=[persona.phone] if persona.phone else [],
        from_actor=Actor.objects.get(pk=chat.stay.browser.actor_id),
        event_ref=_event_ref(chat),
    )


def _claim(persona: Persona, chats: list[Chat]) -> None:
    """The browser showed the e-mail address in the chat's form."""
    for chat in chats:
        claim(
            Actor.objects.get(pk=chat.stay.browser.actor_id),
            Identifier.Kind.EMAIL,
            persona.email,
            event_ref=_event_ref(chat),
            level=Level.TYPED,
            way=Claim.Way.CHAT_FORM,
            name=persona.name,
            at=chat.started_at,
        )


def _log_in(persona: Persona, chat: Chat, house: House) -> None:
    """Who has bought has an account at the shop, which signs who is logged in (E39)."""
    if persona.sale and persona.sale.closed:
        number = f"L-{10_000 + crc32(persona.email.encode()) % 90_000}"
        claim(
            Actor.objects.get(pk=chat.stay.browser.actor_id),
            Identifier.Kind.CUSTOMER,
            customer_value(house.shop.pk, number),
            event_ref=_event_ref(chat),
            level=Level.PROVEN,
            way=Claim.Way.SIGNED,
            name=persona.name,
            at=chat.started_at,
        )


def _event_ref(chat: Chat) -> str:
    return f"chat:{chat.id}"


def _known_since(persona: Persona, chats: list[Chat], now: dt.datetime) -> dt.datetime:
    first = min(chat.stay.started for chat in chats)
    if persona.sale:
        first = min(first, now - dt.timedelta(days=persona.sale.began))
    return first - BEFORE_THE_DEAL


def _date_back(person: Lead | Contact, since: dt.datetime, began: dt.datetime) -> None:
    """What was written just now, `began` or later, happened `since`; chats have their own times."""
    type(person).objects.filter(pk=person.pk).update(created_at=since, changed_at=since)
    Actor.objects.filter(pk=person.actor_id).update(created_at=since)
    Profile.objects.filter(pk=person.actor_id).update(created_at=since)
    Claim.objects.filter(at__gte=began).update(at=since)
    Event.objects.filter(actor=person.actor_id, at__gte=began).update(at=since)


def _finish(person: Lead | Contact, persona: Persona, since: dt.datetime, house: House, now: dt.datetime) -> None:
    type(person).objects.filter(pk=person.pk).update(city=persona.city)
    if isinstance(person, Contact) and person.account:
        settle(person.account, persona.city, since)
    if isinstance(person, Lead) and persona.status != Lead.Status.NEW:
        _change_status(person, persona, min(since + FIRST_STEP, now), house)
    if isinstance(person, Contact) and persona.sale:
        _sell(person, persona, house, now)
    if persona.email in NOTES:
        _write_note(person, persona, house, now)


def _change_status(lead: Lead, persona: Persona, at: dt.datetime, house: House) -> None:
    Lead.objects.filter(pk=lead.pk).update(status=persona.status, changed_at=at)
    user = house.user(persona.owner)
    happening = StatusChanged(
        subject_id=lead.pk,
        actor_id=lead.actor_id,
        portal_id=house.shop.pk,
        user_id=user.pk if user else None,
        module="lead",
        old=Lead.Status.NEW.value,
        new=persona.status,
    )
    past_event(happening, at).save()


def _sell(contact: Contact, persona: Persona, house: House, now: dt.datetime) -> None:
    sale = persona.sale
    if sale is None:
        return
    stage = stage_called(sale.stage)
    deal = Deal(
        name=sale.name,
        contact=contact,
        account=contact.account,
        amount=sale.amount,
        stage=stage,
        state=state_in(stage),
        probability=stage.probability,
        owner=house.user(persona.owner),
        created_at=now - dt.timedelta(days=sale.began),
        closed_at=None if sale.closed is None else now - dt.timedelta(days=sale.closed),
    )
    insert(deal)


def _write_note(person: Lead | Contact, persona: Persona, house: House, now: dt.datetime) -> None:
    author, days_ago, text = NOTES[persona.email]
    user = house.user(author)
    note = Note.objects.create(actor_id=person.actor_id, author=user, text=text, at=now - dt.timedelta(days=days_ago))
    happening = NoteWritten(
        subject_id=note.pk,
        actor_id=person.actor_id,
        portal_id=house.shop.pk,
        user_id=user.pk if user else None,
        module=persona.module,
        record=person.pk,
    )
    past_event(happening, note.at).save()


def _date_decisions_back() -> None:
    """A decision was made when the last of its claims came; its event says the same."""
    times = dict(Claim.objects.values_list("pk", "at"))
    decisions = list(Decision.objects.all())
    for decision in decisions:
        decision.at = max((times[claim_id] for claim_id in decision.claims if claim_id in times), default=decision.at)
    Decision.objects.bulk_update(decisions, ["at"])
    made = {decision.pk: decision.at for decision in decisions}
    events = list(Event.objects.filter(kind="ActorsJoined"))
    for event in events:
        event.at = made[event.data["decision"]]
    Event.objects.bulk_update(events, ["at"])
