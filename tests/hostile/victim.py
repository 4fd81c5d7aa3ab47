"""Vera, of whom twenty secrets are kept, and Mallory, who types her e-mail and phone and keeps what he is sent."""

import re

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import start_form
from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.files import keep_file, said_with
from foyer.conversations.models import Message, Rating
from foyer.conversations.rating import rate_conversation
from foyer.crm.actions import change_record, create_person, set_tags, write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.actions.files import attach_file, attach_visit_file
from foyer.crm.actions.notes import write_visit_note
from foyer.identity.actions import browser_actor
from foyer.identity.models import Level
from foyer.visits.models import CustomEvent, Visit
from foyer.visits.queries import ref_of
from tests.desk.house import visit
from tests.edge.sockets import PAGE, Client, hello

EMAIL, PHONE = "vera@lindqvist.example", "+46 70 174 06 21"
HERS, HIS = "vera-browser-0123456789", "mallory-browser-01234567"
CANARIES = [f"canary{number:02}" for number in range(1, 21)]


def plant(anna, shop):
    """Twenty words in her record, chat, notes, files, visit and tags; returns the record."""
    words = iter(CANARIES)
    actor = browser_actor(shop.pk, HERS)
    stay = visit(
        shop, actor, first_title=next(words), last_url=f"https://shop.example/{next(words)}", referrer=next(words)
    )
    CustomEvent.objects.create(visit=stay, key="k", name="basket", data={"value": next(words)})
    Visit.objects.filter(pk=stay.pk).update(page_data={"plan": ["plan", next(words), 1]})
    write_visit_note(ref_of(stay), anna, next(words))
    attach_visit_file(ref_of(stay), anna, f"{next(words)}.txt", [next(words).encode()])
    names = {"first_name": next(words), "last_name": next(words)}
    vera = create_person(
        "lead", from_actor=actor, portal=shop, by=anna, level=Level.PROVEN, emails=[EMAIL], phones=[PHONE], **names
    )
    change_record(vera, anna, {"company": next(words), "description": next(words)})
    set_tags(vera, anna, [next(words)])
    write_note(vera, anna, next(words))
    create_activity(anna, {"subject": next(words)}, vera)
    attach_file(vera, anna, f"{next(words)}.txt", [b"a file"])
    _talk(anna, shop, words)
    assert next(words, None) is None
    return vera


def _talk(anna, shop, words):
    form = start_form({"id": "hers-0001", "name": "Vera", "email": EMAIL, "phone": PHONE, "text": next(words)}, "en")
    _secret, hers = chat.start(shop.pk, HERS, form)
    talk = accept_conversation(hers.conversation_id, anna)
    kept = keep_file(f"{next(words)}.txt", [b"a file of the chat"], 1000)
    said_with(kept, lambda: send_message(talk.pk, anna, kept.name, "f-1", file=kept))
    send_message(talk.pk, anna, next(words), "n-1", Message.Kind.NOTE)
    rate_conversation(end_conversation(talk.pk, "visitor").pk, Rating.BAD, next(words))


class Mallory:
    """A browser of his on a page of the shop."""

    def __init__(self, visitors, browser=HIS) -> None:
        self.visitors, self.browser, self.token, self.bytes = visitors, browser, None, b""
        self.client: Client | None = None
        self.answers: list[str] = []

    async def open(self, **more) -> dict:
        """A socket of his; what it tells is kept, like everything else."""
        await self.leave()
        self.client = Client(self.visitors, "/ws/visitor", PAGE)
        self.client.say(hello(browser=self.browser, token=self.token) | more)
        return self._answered(await self.client.frame("ready", "close"))

    async def say(self, frame: dict, *kinds: str, is_meant=lambda _told: True) -> dict:
        """Says a frame, and waits for one of these that is its answer."""
        self.client.say(frame)
        while not is_meant(told := await self.client.frame(*kinds)):
            pass
        self._answered(told)
        self.token = told.get("token", self.token)
        return told

    async def begin(self, **fields) -> dict:
        """The form before a chat."""
        typed = {"t": "start", "id": "mallorys-0001", "name": "Mallory", "email": "", "phone": "", "text": "Who am I?"}
        return await self.say(typed | fields, "started", "error")

    async def leave(self) -> None:
        """Goes, with what he has heard."""
        if self.client:
            self.client.leave()
            await self.client.task
            self.bytes += self.client.heard.encode()
            self.client = None

    async def asks(self, app, path, method="GET", query="", body=b"", **headers) -> tuple[int, bytes]:
        """Asks one of the raw routes; returns status and body."""
        told = {"host": "foyer.example", "origin": PAGE, "authorization": f"Bearer {self.token}", **headers}
        scope = {"type": "http", "method": method, "path": path, "client": ("127.0.0.1", 1), "scheme": "http"}
        scope["headers"] = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]
        scope["query_string"] = query.encode()
        events = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(event):
            events.append(event)

        await app(scope, receive, send)
        found = b"".join(event.get("body", b"") for event in events)
        self.bytes += str(events[0]["headers"]).encode() + found
        self._answered([events[0], found])
        return events[0]["status"], found

    def keep(self, response) -> None:
        """An answer of one of Django's pages."""
        self.bytes += str(response.headers).encode() + response.content
        headers = {
            name: sorted(value.split("; ")) for name, value in response.headers.items()
        }  # policies have no order
        self._answered([response.status_code, headers, response.content])

    def _answered(self, told):
        self.answers.append(str(told))
        return told


def alike(answers: list[str], *typed: str) -> list[str]:
    """Without what differs between any two chats: secrets, numbers, and what he typed himself."""
    text = "\n".join(answers)
    for word in typed:
        text = text.replace(word, "typed")
    text = re.sub(r"[A-Za-z0-9_-]{10,}", "secret", text)
    return re.sub(r"\d+", "0", text).splitlines()
