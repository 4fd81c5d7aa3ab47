"""Files in a conversation on the agent's side (E13, T7, T17)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.models import ChatFile, Message
from tests.desk.chats import HTMX, browser, chat
from tests.desk.files.test_files import PDF, SVG, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def taken(shop, boris):
    found = chat(browser(shop), "Is it oak?", name="Vera Lindqvist")
    accept_conversation(found.pk, boris)
    return found


def send(client, conversation, name, content, kind="agent", client_id="f-1"):
    posted = {"file": SimpleUploadedFile(name, content), "kind": kind, "client_id": client_id}
    return client.post(f"/files/of-chat/{conversation.pk}/", posted, **HTMX)


def lines(client, conversation) -> str:
    return client.get(f"/inbox/{conversation.pk}/messages/?since=0", **HTMX).content.decode()


def test_a_file_is_a_line_once_and_can_be_saved(as_boris, taken):
    assert [send(as_boris, taken, "offer.pdf", PDF).status_code for _ in range(2)] == [200, 200]
    file = ChatFile.objects.get()
    address = f"/inbox/{taken.pk}/files/{file.pk}/"
    assert f'href="{address}"' in lines(as_boris, taken)
    answer = as_boris.get(address)
    assert (b"".join(answer.streaming_content), answer["Content-Security-Policy"]) == (
        PDF, "default-src 'none'; sandbox",
    )  # fmt: skip
    assert answer["Content-Disposition"] == 'attachment; filename="offer.pdf"'


def test_a_picture_is_looked_at_small_and_whole(as_boris, taken):
    send(as_boris, taken, "hall.png", picture(size=(900, 300)))
    address = f"/inbox/{taken.pk}/files/{ChatFile.objects.get().pk}/preview/"
    assert f'src="{address}" width="640" height="213" alt="hall.webp"' in lines(as_boris, taken)
    assert [as_boris.get(address + more)["Content-Type"] for more in ("", "?whole")] == ["image/webp"] * 2


def test_a_note_may_be_a_file(as_boris, taken):
    send(as_boris, taken, "margin.txt", b"30 %", kind="note")
    assert Message.objects.get(text="margin.txt").kind == Message.Kind.NOTE


def test_what_is_not_taken_is_said_in_a_sentence(as_boris, taken, settings):
    settings.MAX_FILE_MB = 1
    for name, content, words in (
        ("a.svg", SVG, "Files like a.svg are not sent in chats."), ("a.txt", b"", "a.txt is empty."),
        ("a.pdf", PDF + bytes(1_000_000), "a.pdf is too large: at most 1 MB."),
        ("a.png", picture()[:50], "a.png cannot be read as a picture, or has too many pixels."),
    ):  # fmt: skip
        answer = send(as_boris, taken, name, content)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert as_boris.post(f"/files/of-chat/{taken.pk}/", {}, **HTMX).status_code == 422


def test_after_the_end_only_notes_are_sent(as_boris, boris, taken):
    end_conversation(taken.pk, "agent", boris)
    assert send(as_boris, taken, "a.txt", b"x").status_code == 409
    assert send(as_boris, taken, "a.txt", b"x", kind="note").status_code == 200


def test_files_of_other_portals_and_other_chats_are_not_found(as_boris, as_anna, other_shop, taken):
    hidden = chat(browser(other_shop), "Secret", name="Ada")
    send(as_anna, hidden, "hall.png", picture())
    file_id = ChatFile.objects.get().pk
    for chat_id in (hidden.pk, taken.pk):
        for more in ("", "preview/"):
            assert as_boris.get(f"/inbox/{chat_id}/files/{file_id}/{more}").status_code == 404
    assert send(as_boris, hidden, "a.txt", b"x").status_code == 404


def test_what_is_no_picture_is_not_looked_at(as_boris, taken):
    send(as_boris, taken, "offer.pdf", PDF)
    assert as_boris.get(f"/inbox/{taken.pk}/files/{ChatFile.objects.get().pk}/preview/").status_code == 404
