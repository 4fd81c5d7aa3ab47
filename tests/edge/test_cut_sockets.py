"""The line is cut a thousand times before, in and after what is sent: each thing is stored once, in order (R11)."""

import asyncio
import random

import pytest

from foyer.channels.webchat.session import start
from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import ChatFile, Message
from foyer.edge import visitor as visitor_module
from foyer.edge import visitor_files
from foyer.edge.visitor_files import VisitorFiles
from foyer.lib.buckets import Buckets
from tests.channels.test_webchat import form
from tests.edge.cut import LOST, CutWidget
from tests.edge.serving import Serving
from tests.edge.sockets import KEY, PAGE, VERA, in_thread, socket_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]
CUTS, LINES, ANSWERS, FILES = 1000, 300, 60, 12


@pytest.fixture(autouse=True)
def _as_fast_as_one_likes(monkeypatch):
    monkeypatch.setattr(visitor_module, "lines_allowed", Buckets(100_000, 100_000))
    monkeypatch.setattr(visitor_files, "files_allowed", Buckets(100_000, 100_000))


@pytest.fixture
def begun(shop, anna):
    """Vera's secret, and the chat that Anna has taken."""
    secret, session = start(shop.pk, VERA, form())
    return secret, accept_conversation(session.conversation_id, anna)


async def test_a_thousand_cuts_lose_nothing_and_double_nothing(shop, anna, begun, reactions):
    secret, chat = begun
    said = [{"t": "send", "id": f"c-{number}", "text": f"line {number}"} for number in range(LINES)]
    with Serving(socket_of(shop.pk)) as address:
        widget = CutWidget(address, secret, random.Random(11))
        await asyncio.gather(widget.talk(said, CUTS), _answers(chat, anna))
        await widget.come_back()

    stored = await in_thread(lambda: list(Message.objects.order_by("seq").values("seq", "kind", "text")))
    assert widget.cuts == CUTS
    assert [line["seq"] for line in stored] == list(range(1, len(stored) + 1))
    assert [line["text"] for line in stored if line["text"].startswith("line")] == [one["text"] for one in said]
    assert [line["text"] for line in stored if line["kind"] == "agent"] == [f"answer {n}" for n in range(ANSWERS)]
    seen = {line["seq"]: line["text"] for line in stored if line["seq"] > 1}
    assert {seq: line["text"] for seq, line in widget.lines.items() if seq > 1} == seen


async def test_files_that_are_cut_arrive_once(shop, begun, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    chance = random.Random(12)
    with Serving(VisitorFiles(socket_of(shop.pk)._book, 0)) as address:
        for number in range(FILES):
            body = f"file {number} ".encode() * 20_000
            while not await _sent(address, begun[0], f"f-{number}", body, chance):
                pass

    names = await in_thread(lambda: list(ChatFile.objects.order_by("pk").values_list("name", "size")))
    assert names == [(f"f-{number}.txt", len(f"file {number} ") * 20_000) for number in range(FILES)]
    assert len(list(settings.FILES.rglob("*"))) == FILES


async def _answers(chat, anna):
    """Anna's lines; every third one twice, since its answer was lost."""
    for number in range(ANSWERS):
        for _time in range(1 + (number % 3 == 0)):
            await in_thread(send_message, chat.pk, anna, f"answer {number}", f"a-{number}")
        await asyncio.sleep(0.05)


async def _sent(address, secret, file_id, body, chance) -> bool:
    """One try; cut in the body, or before its answer, three times of four. Says whether the answer came."""
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /visitor/file?portal={KEY}&id={file_id} HTTP/1.1\r\nHost: {address}\r\nOrigin: {PAGE}\r\n"
    more = f"Authorization: Bearer {secret}\r\nX-Foyer-Name: {file_id}.txt\r\nContent-Length: {len(body)}\r\n\r\n"
    try:
        whole = chance.random() < 0.6
        writer.write((head + more).encode() + (body if whole else body[: chance.randrange(len(body))]))
        if not whole or chance.random() < 0.6:
            await asyncio.sleep(chance.random() / 20)
            return False
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
        return answer.startswith(b"HTTP/1.1 200")
    except LOST:
        return False
    finally:
        writer.transport.abort()
