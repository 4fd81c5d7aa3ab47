"""A person of whom something is kept in every place there is, each time with a word that stands nowhere else."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from foyer.channels.forms.actions import create_form
from foyer.channels.forms.submitting import submit
from foyer.channels.forms.types import Answer, Filled
from foyer.channels.webchat.models import ChatSession, DeviceLink
from foyer.conversations.actions import (
    accept_conversation,
    end_conversation,
    receive_message,
    send_message,
    start_conversation,
)
from foyer.conversations.blocking import block_visitor
from foyer.conversations.files import keep_file, said_with
from foyer.conversations.models import Rating, TranscriptMail
from foyer.conversations.rating import rate_conversation
from foyer.crm.actions import change_record, convert_lead, create_person, merge_records, set_tags, write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.actions.conversion import Wanted
from foyer.crm.actions.files import attach_file, attach_visit_file
from foyer.crm.actions.notes import change_note, write_visit_note
from foyer.crm.models import Contact, Lead, Mail, Note, Run, RunRow
from foyer.crm.runs.files import folder
from foyer.crm.search import follow
from foyer.events.dispatch import react_to_pending
from foyer.identity.actions import browser_actor
from foyer.visits.models import CustomEvent, SeenField, Visit
from foyer.visits.queries import ref_of
from tests.desk.house import visit

WORD = "canarybird"


def canary(anna, shop) -> Lead:
    """Vera Canarybird: visited, chatted, sent a form, was written about, merged, imported, and converted."""
    actor = browser_actor(shop.pk, "canarybird-of-vera-0123456789")
    stay = visit(shop, actor, first_title=WORD, last_url=f"https://shop.example/{WORD}", user_agent=WORD)
    CustomEvent.objects.create(visit=stay, key="k", name="basket", data={"name": WORD})
    Visit.objects.filter(pk=stay.pk).update(page_data={"name": ["name", WORD, 1]})
    SeenField.objects.create(portal=shop, name="name", label="name", kind="text", visit=stay)
    SeenField.objects.create(portal=shop, name="v", label=f"Vera@{WORD}.example", kind="text")
    facts = {"first_name": "Vera", "last_name": "Canarybird", "portal": shop, "emails": [f"vera@{WORD}.example"]}
    vera = create_person("lead", source="chat", from_actor=actor, **facts)
    _talk(anna, shop, actor)
    write_visit_note(ref_of(stay), anna, f"Asked for {WORD}")
    change_note(Note.objects.latest("pk"), anna, f"Asked twice for {WORD}")
    attach_visit_file(ref_of(stay), anna, f"{WORD}-visit.txt", [f"sketch for {WORD}".encode()])
    _write(anna, shop, vera)
    other = create_person("lead", **(facts | {"first_name": "V."}))
    merge_records(vera, other, anna)
    _import(anna, vera)
    _write_to_many(anna, vera)
    vera.refresh_from_db()
    _send_form(anna, shop)
    return vera


def converted(anna, vera: Lead) -> Contact:
    """The same person as a contact with a deal of that name."""
    convert_lead(vera, anna, Wanted(new_deal=True, deal_name=f"Garden of {WORD}"))
    return Contact.objects.latest("pk")


def _talk(anna, shop, actor) -> None:
    chat = start_conversation(
        portal_id=shop.pk, actor_id=actor.pk, visitor_name="Vera Canarybird", text=WORD, client_id="c", language="en",
        page_url=f"https://shop.example/{WORD}", page_title=WORD,
    )  # fmt: skip
    accept_conversation(chat.pk, anna)
    send_message(chat.pk, anna, f"Hello {WORD}", "a1")
    kept = keep_file(f"{WORD}-chat.txt", [f"plan for {WORD}".encode()], 1000)
    said_with(kept, lambda: receive_message(chat.pk, kept.name, "f1", file=kept))
    rate_conversation(end_conversation(chat.pk, "visitor").pk, Rating.GOOD, f"Good for {WORD}")
    address = f"vera@{WORD}.example"
    kept_session = ChatSession.objects.create(token_hash="t", conversation=chat, start_id="s", email=address)
    DeviceLink.objects.create(session=kept_session, code_hash="c", token_hash="d", used_as=WORD)
    TranscriptMail.objects.create(conversation=chat, address=address, is_whole=False, by=anna)
    block_visitor(chat.pk, anna, f"Spam about {WORD}", "203.0.113.7")


def _send_form(anna, shop) -> None:
    form, address = create_form(anna, "Contact", shop), f"vera@{WORD}.example"
    answers = (
        Answer(key="last_name", label="Last name", text="Canarybird", value="Canarybird"),
        Answer(key="emails", label="E-mail", text=address, value=[address]),
    )
    facts = {
        "page_url": "",
        "page_title": WORD,
        "nonce": "n",
        "sender": "s",
        "browser": "canarybird-of-vera-0123456789",
    }
    submit(form, Filled(answers=answers, consented=True, reason="", **facts))
    react_to_pending()


def _write(anna, shop, vera) -> None:
    write_note(vera, anna, f"Note on {WORD}")
    create_activity(anna, {"subject": f"Call {WORD}", "text": WORD}, vera)
    attach_file(vera, anna, f"{WORD}.txt", [f"about {WORD}".encode()])
    change_record(vera, anna, {"company": WORD, "description": f"Likes {WORD}"})
    change_record(vera, anna, {"company": "Other"})
    set_tags(vera, anna, ["garden"])


def _import(anna, vera) -> None:
    run = Run.objects.create(kind="import", module="lead", user=anna, state="done", stored="f" * 40, file_name=WORD)
    (folder("imports") / run.stored).write_text(f"name\n{WORD}\n")
    RunRow.objects.create(run=run, number=1, record=vera.pk, outcome="made", message=WORD, before={"name": WORD})
    RunRow.objects.create(run=run, number=2, outcome="failed", message=f"vera@{WORD}.example stands twice")


def _write_to_many(anna, vera) -> None:
    run = Run.objects.create(
        kind="mail", module="lead", user=anna, state="done", plan={"subject": "Fair", "text": "Come"}
    )
    address = f"vera@{WORD}.example"
    values = {"name": f"Vera {WORD}"}
    Mail.objects.create(
        run=run, number=1, record=vera.pk, actor=vera.actor, address=address, values=values, state="sent"
    )


def indexed() -> None:
    """What follows from the events has followed, and the index knows all of it."""
    react_to_pending()
    while follow.catch_up():
        continue


def places(word: str = WORD) -> set[str]:
    """Every table of the database, and every file, in which the word stands."""
    found = {table for table in _tables() if word in _text_of(table).lower()}
    folders = (Path(settings.FILES), Path(settings.DATA_FOLDER))
    paths = {path for each in folders for path in each.rglob("*") if path.is_file() and "sqlite" not in path.name}
    return found | {str(path.name) for path in paths if word.encode() in path.read_bytes().lower()}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _text_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return str(
            [[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()]
        )


def kept_bytes() -> bytes:
    """The file of the database and the log beside it."""
    path = Path(connection.settings_dict["NAME"])
    return b"".join(each.read_bytes() for each in (path, path.with_name(path.name + "-wal")) if each.exists())
