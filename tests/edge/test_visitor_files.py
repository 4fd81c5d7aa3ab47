"""Files of a visitor over HTTP: his chat's secret opens them, and nothing else does (E13, T1, T5, T17, R11)."""

import json

import pytest

from foyer.channels.webchat.session import start
from foyer.conversations.actions import end_conversation, send_message
from foyer.conversations.files import keep_file, said_with
from foyer.conversations.models import ChatFile, Message
from foyer.edge import visitor_files
from foyer.edge.visitor_files import VisitorFiles
from foyer.lib.buckets import Buckets
from tests.channels.test_webchat import form
from tests.desk.files.test_files import HTML, PDF, picture
from tests.edge.sockets import KEY, PAGE, VERA, in_thread, socket_of

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "id=f-1"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture(autouse=True)
def nobody_has_sent_yet(monkeypatch):
    monkeypatch.setattr(visitor_files, "files_allowed", Buckets(1, 10))


@pytest.fixture
def opened(shop):
    return start(shop.pk, VERA, form())


@pytest.fixture
def ask(shop, opened):
    """Asks as a page with the secret of the chat does; returns status, headers and body."""
    app = VisitorFiles(socket_of(shop.pk)._book, 0)

    async def ask(method="POST", query=SAID, body=PDF, key=KEY, **changed):
        headers = {"authorization": f"Bearer {opened[0]}", "origin": PAGE, "host": "foyer.example"}
        headers |= {"x_foyer_name": "offer.pdf", "content_length": str(len(body))} | changed
        scope = {
            "type": "http", "method": method, "path": "/visitor/file", "client": ("203.0.113.9", 1), "scheme": "http",
            "query_string": f"portal={key}&{query}".encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        said = []

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            said.append(message)

        await app(scope, receive, send)
        return said[0]["status"], dict(said[0]["headers"]), b"".join(part.get("body", b"") for part in said[1:])

    return ask


async def test_a_file_becomes_a_line_once_and_is_read_with_the_secret(ask):
    status, _, told = await ask()
    assert (status, await ask()) == (200, (status, _, told))
    line = json.loads(told)
    assert (line["seq"], line["text"], line["file"]["size"]) == (2, "offer.pdf", len(PDF))
    status, headers, body = await ask("GET", f"id={line['file']['id']}")
    assert (status, body, await in_thread(Message.objects.count)) == (200, PDF, 2)
    assert headers[b"content-disposition"] == b"attachment; filename*=UTF-8''offer.pdf"
    assert headers[b"content-security-policy"] == b"default-src 'none'; sandbox"
    assert (headers[b"x-content-type-options"], headers[b"cache-control"]) == (b"nosniff", b"no-store")


async def test_a_picture_has_a_preview(ask):
    file = json.loads((await ask(body=picture(size=(1300, 650))))[2])["file"]
    whole, small = [(await ask("GET", f"id={file['id']}{more}"))[2] for more in ("", "&preview")]
    assert (file["picture"], whole[:4], whole[8:12]) == ([640, 320], b"RIFF", b"WEBP")
    assert len(small) < len(whole)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"authorization": "Bearer wrong"}, 404), ({"authorization": ""}, 404), ({"authorization": "Basic x"}, 404),
        ({"origin": "https://evil.example"}, 403), ({"origin": ""}, 403), ({"key": "p_nobody"}, 403),
    ],
)  # fmt: skip
async def test_without_secret_or_from_elsewhere_there_is_nothing(ask, method, changed, status):
    file_id = json.loads((await ask())[2])["file"]["id"]
    assert (await ask(method, SAID if method == "POST" else f"id={file_id}", **changed))[0] == status


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"body": HTML, "x_foyer_name": "a.html"}, 422, b"file_kind"), ({"body": b""}, 422, b"file_empty"),
        ({"content_length": "15000000"}, 413, b"file_large"), ({"query": ""}, 422, b"malformed"),
        ({"body": PDF + bytes(11_000_000), "content_length": ""}, 413, b"file_large"),
        ({"method": "PUT"}, 405, b"method"),
    ],
)  # fmt: skip
async def test_what_is_refused_is_said_in_a_word(ask, asked, status, code):
    answer = await ask(**asked)
    assert (answer[0], answer[2]) == (status, code)
    assert answer[1][b"access-control-allow-origin"] == b"*"


async def test_files_of_others_and_notes_are_not_found(ask, shop, opened, anna):
    kept = keep_file("margin.txt", [b"30 %"], 1000)
    chat_id = opened[1].conversation_id
    say = lambda: send_message(chat_id, anna, kept.name, "n-1", Message.Kind.NOTE, kept)  # noqa: E731
    note = await in_thread(said_with, kept, say)
    other = (await in_thread(start, shop.pk, "other-browser-0123456789", form(id="client-id-0002")))[0]
    mine = json.loads((await ask())[2])["file"]["id"]
    assert (await ask("GET", f"id={note.pk}&preview"))[0] == 404
    assert (await ask("GET", f"id={mine}", authorization=f"Bearer {other}"))[0] == 404
    assert (await ask("GET", "id=x"))[0] == (await ask("GET", "id=99999"))[0] == 404


async def test_after_the_end_files_are_read_and_not_sent(ask, opened):
    file_id = json.loads((await ask())[2])["file"]["id"]
    await in_thread(end_conversation, opened[1].conversation_id, "visitor")
    assert (await ask(query="id=f-2"))[2] == b"ended"
    assert (await ask("GET", f"id={file_id}"))[0] == 200


async def test_who_sends_too_many_waits(ask, monkeypatch):
    monkeypatch.setattr(visitor_files, "files_allowed", Buckets(0.001, 2))
    assert [(await ask(query=f"id=f-{number}"))[0] for number in range(3)] == [200, 200, 429]


async def test_a_full_disk_takes_nothing(ask, monkeypatch):
    monkeypatch.setattr(visitor_files, "LEAST_FREE_BYTES", 2**60)
    assert (await ask())[2] == b"portal_off"


async def test_the_browser_may_ask_with_these_headers(ask):
    status, headers, _ = await ask("OPTIONS")
    assert (status, headers[b"access-control-allow-headers"]) == (204, b"authorization, content-type, x-foyer-name")


async def test_names_come_as_they_are_written(ask):
    await ask(x_foyer_name="..%2FAngebot%20f%C3%BCr%20Vera.pdf")
    assert (await in_thread(ChatFile.objects.get)).name == "Angebot für Vera.pdf"
