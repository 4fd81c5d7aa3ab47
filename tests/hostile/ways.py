"""Every way in which a visitor can say who he is, and everything that he can ask for then (T1, T4)."""

import asyncio
import json
import time

import jwt
from django.core import mail
from django.test import Client as Pages

from foyer.channels.forms.actions import create_form
from foyer.channels.forms.models import WebForm
from foyer.channels.webchat.invited import refill_invitations
from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.mailing import transcript_token
from foyer.conversations.models import ChatFile, Conversation
from foyer.edge.collect import Collect
from foyer.edge.hits import Collector, deliver_in
from foyer.edge.polling import Polling
from foyer.edge.public import Public
from foyer.edge.visitor_files import VisitorFiles
from foyer.identity.actions import browser_actor
from foyer.portals.models import EmbedCode
from foyer.portals.signing_keys import new_signing_key
from foyer.presence.board import Board
from foyer.visits.fold import Fold
from foyer.visits.journal import Journal
from tests.conversations.test_invitations import invite
from tests.desk.house import signed_in
from tests.desk.house import visit as make_visit
from tests.edge.sockets import KEY, in_thread, settled
from tests.team.people import open_shop
from tests.visits.hits import CHROME, body, hit


async def types_it_before_the_chat(mallory, said):
    await mallory.begin(**said)


async def says_it_in_a_line(mallory, said):
    await mallory.begin()
    await mallory.say({"t": "send", "id": "m-1", "text": " ".join(said.values())}, "ack")


async def introduces_himself_so(mallory, said):
    await in_thread(_invite, mallory)
    await mallory.say({"t": "fetch", "id": "mallory-asks-01"}, "started", "error")
    await mallory.say({"t": "send", "id": "m-1", "text": "Yes"}, "ack")
    introduced = {"t": "introduce", "id": "i-1", **said}
    await mallory.say(introduced, "state", "error", is_meant=_is_not_of_his_answer)


def _is_not_of_his_answer(told):
    """That he answered makes a state of its own, told before the acknowledgement, after it, or with the next one."""
    return told["t"] != "state" or not told["conversation"]["nameless"]


async def has_his_page_say_it(mallory, said):
    await _collects(mallory, hit("event", name="$identify", data=said, browser=mallory.browser))


async def has_another_portal_sign_it(mallory, said):
    token = await in_thread(_signed_elsewhere, mallory, said)
    await _collects(mallory, hit("event", name="$identify", data={"token": token, **said}, browser=mallory.browser))


async def has_the_data_layer_say_it(mallory, said):
    await _collects(mallory, hit("event", name="$set", data=said, browser=mallory.browser))
    await _collects(mallory, hit("event", name="order", data={"customer": said}, browser=mallory.browser))


async def puts_it_into_the_address(mallory, said):
    url = f"https://shop.example/?email={said['email']}&phone={said['phone']}"
    await _collects(mallory, hit(url=url, title=said["email"], referrer=url, browser=mallory.browser))
    await mallory.begin(url=url, title=said["email"])


async def sends_a_web_form(mallory, said):
    await in_thread(_send_form, mallory, said)


async def writes_it_under_his_rating(mallory, said):
    await mallory.begin()
    await in_thread(_over, mallory)
    await settled()
    await mallory.open()
    await mallory.say({"t": "rate", "id": "r-1", "rating": "good", "comment": " ".join(said.values())}, "state")


async def calls_a_file_so(mallory, said):
    await mallory.begin()
    name = f"{said['email']} {said['phone']}.txt"
    app = VisitorFiles(mallory.visitors._book, 0)
    await mallory.asks(
        app, "/visitor/file", "POST", f"portal={KEY}&id=f-1", b"me", x_foyer_name=name, content_length="2"
    )


async def has_the_transcript_sent_there(mallory, said):
    await mallory.begin(**said)
    await settled()
    await in_thread(_transcript, mallory, said["email"])


async def goes_on_on_another_device(mallory, said):
    await mallory.begin(**said)
    link = await mallory.say({"t": "link", "id": "l-1", "url": "https://shop.example/"}, "link", "error")
    mallory.token = None
    await mallory.open()
    code = link["url"].split("=")[-1]
    await mallory.say({"t": "continue", "id": "mallory-goes-on", "code": code}, "started", "error")


async def writes_when_nobody_is_there(mallory, said):
    entry = mallory.visitors._book.find(KEY)
    entry.widget.update(online=False, agents=[])
    await mallory.open()
    await mallory.begin(**said)
    entry.widget.update(online=True, agents=["Anna"])


WAYS = [
    types_it_before_the_chat, says_it_in_a_line, introduces_himself_so, has_his_page_say_it, has_another_portal_sign_it,
    has_the_data_layer_say_it, puts_it_into_the_address, sends_a_web_form, writes_it_under_his_rating, calls_a_file_so,
    has_the_transcript_sent_there, goes_on_on_another_device, writes_when_nobody_is_there,
]  # fmt: skip


async def asks_for_everything(mallory):
    """What a visitor can ask for: his chat anew, by socket and by requests, files, invitations, settings, pages."""
    await in_thread(_answer_him, mallory)
    await settled()
    await mallory.open(since=0)
    for kind in ("fetch", "continue"):
        await mallory.say({"t": kind, "id": "mallory-asks-99", "code": "guess"}, "started", "error")
    await mallory.leave()
    polled = {
        "id": "",
        "frames": [
            json.dumps({"t": "hello", "portal": KEY, "browser": mallory.browser, "token": mallory.token, "since": 0})
        ],
    }
    await mallory.asks(
        Polling(mallory.visitors, lambda: False, anywhere=True),
        "/poll/visitor",
        "POST",
        body=json.dumps(polled).encode(),
    )
    app = VisitorFiles(mallory.visitors._book, 0)
    for file_id in await in_thread(lambda: list(ChatFile.objects.values_list("pk", flat=True))):
        for more in ("", "&preview"):
            await mallory.asks(app, "/visitor/file", query=f"portal={KEY}&id={file_id}{more}")
    await mallory.asks(Public(mallory.visitors._book), f"/widget/config/{KEY}.json")
    await _collects(mallory, hit(browser=mallory.browser))
    await in_thread(_pages, mallory)


async def _collects(mallory, sent):
    """A hit of his browser, and what is made of it."""
    journal = Journal(mallory.folder / f"{time.monotonic_ns()}.sqlite3", deliver_in(asyncio.get_running_loop()))
    journal.start()
    app = Collect(Collector(journal, mallory.visitors._book, 0), 0)
    await mallory.asks(app, "/collect", "POST", body=body(sent), user_agent=CHROME)
    await in_thread(_fold, journal, mallory.shop)
    journal.close()


def _fold(journal, shop):
    fold = Fold(journal, Board(), lambda: {KEY: shop.pk})
    while fold.fold_next():
        pass


def _invite(mallory):
    actor = browser_actor(mallory.shop.pk, mallory.browser)
    make_visit(mallory.shop, actor, minutes_ago=1, ip="127.0.0.1")
    invite(mallory.shop, actor, mallory.anna)
    refill_invitations()


def _signed_elsewhere(mallory, said):
    other = open_shop(mallory.anna, f"Shop of {said['name']}", "other.example")
    key, secret = new_signing_key(other, mallory.anna)
    facts = {"sub": "4711", "aud": EmbedCode.objects.get(portal=other).key, "exp": int(time.time()) + 600, **said}
    return jwt.encode(facts, secret, "HS256", {"kid": key.kid})


def _send_form(mallory, said):
    form = WebForm.objects.first() or create_form(mallory.anna, "Contact", mallory.shop)
    page = Pages().get(f"/forms/{form.key}/")
    token = page.content.decode().split('name="token" value="')[1].split('"')[0]
    facts = {
        "token": token,
        "f_first_name": "Vera",
        "f_last_name": "Lind",
        "f_emails": said["email"],
        "browser": mallory.browser,
    }
    mallory.bytes += page.content  # nothing is typed yet, and its token is another one each time
    mallory.keep(Pages().post(f"/forms/{form.key}/", facts))


def _over(mallory):
    talk = Conversation.objects.filter(actor__ref__endswith=mallory.browser).latest("pk")
    end_conversation(accept_conversation(talk.pk, mallory.anna).pk, "agent", mallory.anna)


def _answer_him(mallory):
    for talk in Conversation.objects.filter(actor__ref__endswith=mallory.browser).exclude(state="ended"):
        if talk.agent_id is None:
            accept_conversation(talk.pk, mallory.anna)
        send_message(talk.pk, mallory.anna, "How can I help?", f"a-{talk.pk}")


def _transcript(mallory, address):
    talk = Conversation.objects.filter(actor__ref__endswith=mallory.browser).latest("pk")
    signed_in(mallory.anna).post(f"/inbox/{talk.pk}/transcript/", {"address": address})
    mallory.bytes += b"".join(one.message().as_bytes() for one in mail.outbox)
    mallory.keep(Pages().get(f"/chats/{transcript_token(talk)}/"))


def _pages(mallory):
    for form in WebForm.objects.all():
        mallory.keep(Pages().get(f"/forms/{form.key}/"))
        mallory.keep(Pages().get(f"/forms/{form.key}/thanks/"))
    for path in ("/leads/", "/inbox/", "/chats/guess/", f"/privacy/{KEY}/", "/api/v1/leads/", "/files/1/"):
        mallory.keep(Pages().get(path))
