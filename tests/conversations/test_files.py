"""What is taken as a file of a conversation, and how it is kept (E13, T17)."""

import time

import pytest
from PIL import Image

from foyer.conversations.actions import end_conversation, receive_message, send_message
from foyer.conversations.files import VISITOR_FILES, file_of, forget_files, keep_file, require_room, said_with
from foyer.conversations.models import ChatFile, Message
from foyer.conversations.types import AlreadyEnded, FileRefused
from tests.desk.files.test_files import HTML, PDF, SVG, bomb, picture

LIMIT = 1_000_000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def sent(chat, name, content, client_id="f-1"):
    kept = keep_file(name, [content], LIMIT)
    return said_with(kept, lambda: receive_message(chat.pk, kept.name, client_id, file=kept))


def on_disk(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def with_place():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (53.0, 33.0, 0.0)}
    return picture("JPEG", exif=exif, comment=b"canary")


def test_a_picture_is_made_anew_without_what_the_camera_wrote(chat, folder):
    file = sent(chat, "hall.jpg", with_place()).file
    with Image.open(folder / file.stored) as kept:
        assert (kept.format, dict(kept.getexif())) == ("WEBP", {})
    assert (file.name, file.media_type) == ("hall.webp", "image/webp")
    assert b"canary" not in (folder / file.stored).read_bytes()
    assert (file.width, file.height, file.size) == (40, 30, (folder / file.stored).stat().st_size)


def test_a_file_is_a_line_with_its_name(chat):
    message = sent(chat, "offer.pdf", PDF)
    chat.refresh_from_db()
    assert (message.seq, message.text, chat.last_text) == (2, "offer.pdf", "offer.pdf")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", SVG, "file_kind"), ("a.html", HTML, "file_kind"), ("a.js", b"alert(1)", "file_kind"),
        ("a.exe", b"MZ" + bytes(200), "file_kind"), ("a.txt", b"\0\1\2", "file_kind"), ("a.bin", b"x", "file_kind"),
        ("a.txt", b"", "file_empty"), ("a.png", picture()[:60], "file_broken"), ("a.pdf", PDF * 20_000, "file_large"),
    ],
)  # fmt: skip
def test_what_is_not_taken_leaves_nothing(chat, folder, name, content, code):
    with pytest.raises(FileRefused) as refused:
        sent(chat, name, content)
    assert (refused.value.code, on_disk(folder), Message.objects.count()) == (code, [], 1)


def test_a_bomb_is_refused_at_once(chat, folder):
    content, began = bomb(), time.process_time()
    with pytest.raises(FileRefused):
        sent(chat, "big.png", content)
    assert time.process_time() - began < 0.5
    assert on_disk(folder) == []


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("../../etc/passwd.pdf", PDF, "passwd.pdf"), ("photo.jpg.exe", PDF, "photo.jpg.exe.pdf"),
        ("\u202egnp.html", picture(), "gnp.webp"), ("list.csv", b"a,b\n1,2\n", "list.csv"), ("", PDF, "file.pdf"),
    ],
)  # fmt: skip
def test_names_end_as_the_content_is(chat, name, content, kept):
    assert sent(chat, name, content).file.name == kept


def test_the_same_file_again_is_the_same_line_and_lies_there_once(chat, folder):
    first, again = sent(chat, "offer.pdf", PDF), sent(chat, "offer.pdf", PDF)
    assert first == again
    assert on_disk(folder) == [ChatFile.objects.get().stored]


def test_after_the_end_nothing_is_taken_and_nothing_lies_there(chat, folder):
    end_conversation(chat.pk, "visitor")
    with pytest.raises(AlreadyEnded):
        sent(chat, "offer.pdf", PDF)
    assert on_disk(folder) == []


def test_a_visitor_sends_so_many_files_and_no_more(chat):
    for number in range(VISITOR_FILES):
        require_room(chat.pk, 1)
        sent(chat, "a.txt", b"words", f"f-{number}")
    with pytest.raises(FileRefused):
        require_room(chat.pk, 1)


def test_a_note_of_colleagues_is_no_file_of_the_visitor(chat, boris):
    kept = keep_file("margin.txt", [b"30 %"], LIMIT)
    note = said_with(kept, lambda: send_message(chat.pk, boris, kept.name, "n-1", Message.Kind.NOTE, kept))
    assert file_of(chat.pk, note.file.pk, with_notes=True) == note.file
    with pytest.raises(ChatFile.DoesNotExist):
        file_of(chat.pk, note.file.pk, with_notes=False)


def test_files_go_with_their_content(chat, folder):
    sent(chat, "hall.png", picture())
    forget_files([chat.pk])
    assert (ChatFile.objects.count(), on_disk(folder)) == (0, [])
