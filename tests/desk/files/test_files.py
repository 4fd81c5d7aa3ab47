"""Files on records, and what hostile ones come to (F33, T7, T17)."""

import io
import struct
import time
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from foyer.crm.actions.files import attach_file, delete_file
from foyer.crm.models import Attachment
from foyer.events.models import Event
from foyer.lib.filenames import file_name
from foyer.team.models import AccessProfile
from tests.crm.people import lead

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def vera(shop):
    return lead()


def picture(kind="PNG", size=(40, 30), **more) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "green").save(kept, kind, **more)
    return kept.getvalue()


def bomb(side=10_000) -> bytes:
    """A PNG that says it is 10,000 pixels wide and high, in a few hundred kilobytes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000, 9))


def send(client, vera, *files, **more):
    sent = [SimpleUploadedFile(name, content, content_type="image/png") for name, content in files]
    return client.post(f"/files/of/lead/{vera.pk}/", {"file": sent}, headers=HTMX, **more)


def limited(user, **modules):
    user.access_profile = AccessProfile.objects.create(name="Limited", modules=modules)
    user.save()


def only() -> Attachment:
    return Attachment.objects.get()


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_several_files_at_once_stand_on_the_record(as_boris, boris, vera):
    page = send(as_boris, vera, ("offer.pdf", PDF), ("wall.png", picture())).content.decode()
    assert "offer.pdf" in page
    assert "wall.png" in page
    assert set(Attachment.objects.values_list("media_type", "uploaded_by")) == {
        ("application/pdf", boris.pk),
        ("image/png", boris.pk),
    }
    assert Event.objects.filter(kind="FileAttached", actor=vera.actor_id).count() == 2


def test_a_file_comes_back_as_it_went_in_and_is_only_saved(as_boris, vera):
    send(as_boris, vera, ("Größe & so.txt", b"six benches"))
    answer = as_boris.get(f"/files/{only().pk}/")
    assert body(answer) == b"six benches"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_shown_as_one_made_anew(as_boris, vera, kind):
    send(as_boris, vera, ("wall.png", picture(kind)))
    answer = as_boris.get(f"/files/{only().pk}/preview/")
    assert (answer["Content-Type"], "sandbox" in answer["Content-Security-Policy"]) == ("image/webp", True)
    assert Image.open(io.BytesIO(body(answer))).size == (40, 30)
    assert "<img" in as_boris.get(f"/files/{only().pk}/look/", headers=HTMX).content.decode()


def test_where_a_picture_was_taken_is_not_in_its_preview(as_boris, vera):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    send(as_boris, vera, ("wall.jpg", picture("JPEG", exif=exif)))
    shown = Image.open(io.BytesIO(body(as_boris.get(f"/files/{only().pk}/preview/"))))
    assert not shown.getexif()


def test_large_pictures_are_made_small(as_boris, vera):
    send(as_boris, vera, ("wall.jpg", picture("JPEG", (4000, 2000))))
    assert Image.open(io.BytesIO(body(as_boris.get(f"/files/{only().pk}/preview/")))).size == (1600, 800)


def test_a_pdf_is_shown_without_scripts_of_ours(as_boris, vera):
    send(as_boris, vera, ("offer.pdf", PDF))
    answer = as_boris.get(f"/files/{only().pk}/preview/")
    assert (answer["Content-Type"], body(answer)) == ("application/pdf", PDF)
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.png", HTML),
        ("drawing.svg", SVG),
        ("drawing.png", SVG),
        ("both.png", picture()[:20] + HTML),
        ("both.gif", b"GIF89a/*" + HTML),
        ("broken.jpg", picture("JPEG")[:200]),
        ("offer.pdf", HTML),
        ("bomb.png", bomb()),
    ],
)
def test_what_is_no_sound_picture_is_never_shown(as_boris, vera, name, content):
    send(as_boris, vera, (name, content))
    for path in ("preview/", "look/"):
        assert as_boris.get(f"/files/{only().pk}/{path}").status_code == 404
    answer = as_boris.get(f"/files/{only().pk}/")
    assert (body(answer), answer["Content-Disposition"].split(";")[0]) == (content, "attachment")
    assert "html" not in answer["Content-Type"]
    assert "svg" not in answer["Content-Type"]


def test_a_picture_that_would_fill_the_memory_is_not_even_opened(as_boris, vera):
    began = time.process_time()
    send(as_boris, vera, ("bomb.png", bomb()))
    assert time.process_time() - began < 2
    assert as_boris.get(f"/files/{only().pk}/preview/").status_code == 404


def test_a_pdf_that_is_none_any_more_is_not_shown(as_boris, vera):
    send(as_boris, vera, ("offer.pdf", PDF))
    (settings.FILES / only().stored).write_bytes(HTML)
    assert as_boris.get(f"/files/{only().pk}/preview/").status_code == 404


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\x00b.png", "ab.png"),
        ("in\r\nvoice.pdf", "in voice.pdf"),
        ("offer\u202egnp.exe", "offergnp.exe"),
        ("..", "file"),
        ("", "file"),
        ("   ", "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("a." + "b" * 300, "a." + "b" * 198),
        ('<img src=x>".png', "_img src=x__.png"),
        ("CON: |?*.txt", "CON_ ___.txt"),
    ],
)
def test_names_are_only_names(name, kept):
    assert file_name(name) == kept


def test_what_lies_on_disk_is_named_by_chance(as_boris, vera):
    send(as_boris, vera, ("../offer.pdf", PDF))
    assert [path.name for path in settings.FILES.iterdir()] == [only().stored]
    assert (len(only().stored), only().name) == (40, "offer.pdf")
    assert (settings.FILES / only().stored).stat().st_mode & 0o077 == 0


def test_a_row_that_names_another_path_sends_nothing(as_boris, vera):
    send(as_boris, vera, ("offer.pdf", PDF))
    for stored in ("../secret_key", "/etc/passwd", "", ".", "x" * 40):
        Attachment.objects.update(stored=stored)
        assert as_boris.get(f"/files/{only().pk}/").status_code == 404


@pytest.mark.parametrize(("content", "sentence"), [(b"x" * 1_000_001, "at most 1 MB"), (b"", "is empty")])
def test_what_is_too_large_or_empty_is_refused_and_leaves_nothing(as_boris, vera, settings, content, sentence):
    settings.MAX_FILE_MB = 1
    assert sentence in send(as_boris, vera, ("big.bin", content)).content.decode()
    assert not Attachment.objects.exists()
    assert list(settings.FILES.iterdir()) == []


def test_a_file_whose_row_is_not_written_is_taken_away(boris, vera, monkeypatch):
    monkeypatch.setattr("foyer.crm.actions.files.record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        attach_file(vera, boris, "x.txt", [b"x"])
    assert list(settings.FILES.iterdir()) == []
    assert not Attachment.objects.exists()


def test_a_deleted_file_is_gone_and_comes_back_by_undo(as_boris, vera):
    send(as_boris, vera, ("wall.png", picture()))
    path = f"/files/{only().pk}/"
    assert 'name="deleted" value="0"' in as_boris.post(f"{path}deletion/", headers=HTMX).content.decode()
    assert [as_boris.get(path + more).status_code for more in ("", "preview/", "look/")] == [404, 404, 404]
    as_boris.post(f"{path}deletion/", {"deleted": "0"}, headers=HTMX)
    assert body(as_boris.get(path)) == picture()


def test_only_who_put_it_there_and_administrators_take_it_off(as_boris, as_anna, anna, vera):
    made = attach_file(vera, anna, "x.txt", [b"x"])
    assert as_boris.post(f"/files/{made.pk}/deletion/").status_code == 403
    assert as_anna.post(f"/files/{made.pk}/deletion/").status_code == 302
    delete_file(made, anna)
    assert Event.objects.filter(kind="FileDeleted").count() == 1


@pytest.mark.parametrize("path", ["", "preview/", "look/", "deletion/"])
def test_a_file_of_a_record_that_is_not_seen_is_not_there(as_boris, boris, anna, shop, path):
    made = attach_file(lead(owner=anna), anna, "wall.png", [picture()])
    limited(boris, lead={"scope": "own"})
    method = as_boris.post if path == "deletion/" else as_boris.get
    assert method(f"/files/{made.pk}/{path}").status_code == 404


def test_nobody_puts_files_where_they_may_not(as_boris, boris, anna, shop):
    vera = lead(owner=anna)
    limited(boris, lead={"verbs": ["view"]})
    assert send(as_boris, vera, ("x.txt", b"x")).status_code == 403
    assert "data-drop" not in as_boris.get(f"/files/of/lead/{vera.pk}/").content.decode()
    boris.access_profile.modules = {"lead": {"verbs": []}}
    boris.access_profile.save()
    assert send(as_boris, vera, ("x.txt", b"x")).status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("path", ["lead/99999", "party/1", "activity/1"])
def test_there_are_no_files_of_what_is_not_there(as_boris, path):
    assert as_boris.get(f"/files/of/{path}/").status_code == 404
    assert as_boris.post(f"/files/of/{path}/").status_code == 404


@pytest.mark.parametrize("each", [1, 12])
def test_the_list_needs_the_same_queries_for_any_number(as_boris, boris, vera, each, django_assert_max_num_queries):
    for number in range(each):
        attach_file(vera, boris, f"{number}.txt", [b"x"])
    as_boris.get("/activities/day/")
    with django_assert_max_num_queries(11):
        as_boris.get(f"/files/of/lead/{vera.pk}/")
