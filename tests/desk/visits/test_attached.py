"""Notes and files on a visit (F30, F32, F33)."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from foyer.crm.actions.files import attach_visit_file, delete_file
from foyer.crm.actions.notes import write_visit_note
from foyer.crm.models import Attachment, Mention, Note
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.visits.models import Visit
from foyer.visits.queries import ref_of
from tests.crm.people import lead
from tests.desk.house import visit
from tests.desk.records.rights import limit
from tests.hostile.lines import XSS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ONLY_VIEW = {"visit": {"verbs": ["view"]}}
HIDDEN = {"visit": {"verbs": []}}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def browser(shop, number=1):
    return browser_actor(shop.pk, f"browser-{number:014}")


@pytest.fixture
def stay(shop):
    """A visit of somebody unknown that is over."""
    made = visit(shop, browser(shop), minutes_ago=90)
    Visit.objects.filter(pk=made.pk).update(is_open=False)
    return made


def write(client, stay, text="**Asked** for oak"):
    return client.post(f"/visits/{stay.pk}/notes/", {"text": text}, headers=HTMX)


def send(client, stay, content=b"offer"):
    sent = SimpleUploadedFile("offer.txt", content)
    return client.post(f"/files/of-visit/{stay.pk}/", {"file": sent}, headers=HTMX)


def page_of(client, path):
    return client.get(path).content.decode()


def on_disk():
    return list(settings.FILES.glob("*")) if settings.FILES.exists() else []


def test_a_note_is_written_on_the_visit_of_somebody_unknown(as_boris, stay):
    """F32."""
    assert "<strong>Asked</strong>" in write(as_boris, stay).content.decode()
    assert "<strong>Asked</strong>" in page_of(as_boris, f"/visits/{stay.pk}/")


def test_the_visit_stays_as_it_is_when_something_is_written_about_it(as_boris, stay):
    """F27."""
    before = Visit.objects.values().get(pk=stay.pk)
    write(as_boris, stay)
    send(as_boris, stay)
    assert Visit.objects.values().get(pk=stay.pk) == before


def test_a_note_is_changed_deleted_and_brought_back(as_boris, stay):
    write(as_boris, stay)
    path = f"/notes/{Note.objects.get().pk}/"
    assert "oak or ash" in as_boris.post(path, {"text": "oak or ash", "version": "1"}, headers=HTMX).content.decode()
    as_boris.post(f"{path}deletion/", headers=HTMX)
    assert "oak or ash" not in page_of(as_boris, f"/visits/{stay.pk}/")
    as_boris.post(f"{path}deletion/", {"deleted": "0"}, headers=HTMX)
    assert "oak or ash" in page_of(as_boris, f"/visits/{stay.pk}/")


def test_others_only_read_a_note_and_administrators_delete_it(as_boris, as_anna, anna, stay):
    note = write_visit_note(ref_of(stay), anna, "one")
    assert as_boris.post(f"/notes/{note.pk}/", {"text": "x"}).status_code == 403
    write(as_boris, stay, "two")
    assert as_anna.post(f"/notes/{Note.objects.latest('pk').pk}/deletion/", headers=HTMX).status_code == 200


def test_nothing_is_no_note(as_boris, stay):
    assert "Write something first." in write(as_boris, stay, " ").content.decode()
    assert not Note.objects.exists()


def test_without_create_one_reads_and_does_not_write(as_boris, boris, anna, stay):
    """F30: what "create" means for visits."""
    write_visit_note(ref_of(stay), anna, "Seen by all")
    limit(boris, ONLY_VIEW)
    page = page_of(as_boris, f"/visits/{stay.pk}/")
    assert "Seen by all" in page
    assert ("note-box" in page, 'type="file"' in page) == (False, False)
    assert (write(as_boris, stay).status_code, send(as_boris, stay).status_code) == (403, 403)


def test_who_does_not_see_the_visit_sees_nothing_on_it(as_boris, boris, anna, stay):
    """F29, T7."""
    note = write_visit_note(ref_of(stay), anna, "secret")
    file = attach_visit_file(ref_of(stay), anna, "secret.txt", [b"secret"])
    limit(boris, HIDDEN)
    paths = (f"/visits/{stay.pk}/notes/", f"/files/of-visit/{stay.pk}/", f"/notes/{note.pk}/", f"/files/{file.pk}/")
    assert [as_boris.get(path).status_code for path in paths] == [404] * 4
    assert [as_boris.post(f"{path}deletion/").status_code for path in paths[2:]] == [404] * 2
    assert (write(as_boris, stay).status_code, send(as_boris, stay).status_code) == (404, 404)


def test_visits_of_other_portals_take_nothing(as_boris, other_shop):
    """T7."""
    theirs = visit(other_shop, browser(other_shop))
    assert (write(as_boris, theirs).status_code, send(as_boris, theirs).status_code) == (404, 404)


def test_strangers_are_sent_to_the_log_in(stranger, stay):
    assert stranger.post(f"/visits/{stay.pk}/notes/", {"text": "x"}).url.startswith("/login/")


def test_who_is_named_hears_of_it_and_gets_to_the_visit(as_boris, boris, anna, stay):
    """E16."""
    write_visit_note(ref_of(stay), anna, "@Boris look")
    mention = Mention.objects.get(user=boris)
    assert "look" in page_of(as_boris, "/activities/day/")
    assert as_boris.get(f"/mentions/{mention.pk}/popup/").status_code == 200
    assert as_boris.get(f"/mentions/{mention.pk}/").url.startswith(f"/visits/{stay.pk}/")


def test_who_is_named_and_sees_no_visits_is_not_told(as_boris, boris, anna, stay):
    """T7."""
    write_visit_note(ref_of(stay), anna, "@Boris secret")
    limit(boris, HIDDEN)
    assert "secret" not in page_of(as_boris, "/activities/day/")
    assert as_boris.get(f"/mentions/{Mention.objects.get().pk}/").status_code == 404


def test_once_the_person_is_known_their_feed_tells_it_too(as_boris, anna, stay):
    """F31, F32: the note stays on the visit, and says so."""
    write_visit_note(ref_of(stay), anna, "Wants oak")
    attach_visit_file(ref_of(stay), anna, "sketch.txt", [b"x"])
    page = page_of(as_boris, f"/leads/{lead(from_actor=stay.actor).pk}/")
    assert page.count("On a visit") == 2
    assert [text for text in ("Wants oak", "sketch.txt", f"/visits/{stay.pk}/") if text not in page] == []


def test_the_feed_keeps_it_from_who_sees_no_visits(as_boris, boris, anna, stay):
    """F29, T7."""
    write_visit_note(ref_of(stay), anna, "secret words")
    for name in ("secret-1.txt", "secret-2.txt"):
        file = attach_visit_file(ref_of(stay), anna, name, [b"x"])
    delete_file(file, anna)
    limit(boris, HIDDEN)
    assert "secret" not in page_of(as_boris, f"/leads/{lead(from_actor=stay.actor).pk}/")


def test_a_file_is_put_on_a_visit_and_taken_off(as_boris, stay):
    """F33."""
    assert "offer.txt" in send(as_boris, stay).content.decode()
    file = Attachment.objects.get()
    assert b"".join(as_boris.get(f"/files/{file.pk}/")) == b"offer"
    as_boris.post(f"/files/{file.pk}/deletion/", headers=HTMX)
    assert "offer.txt" not in page_of(as_boris, f"/visits/{stay.pk}/")


def test_a_deleted_visit_takes_notes_and_files_along(as_boris, anna, stay, shop, django_capture_on_commit_callbacks):
    """F30: with what they said before, and what they hold."""
    write(as_boris, stay)
    as_boris.post(f"/notes/{Note.objects.get().pk}/", {"text": "other", "version": "1"}, headers=HTMX)
    send(as_boris, stay)
    with django_capture_on_commit_callbacks(execute=True):
        as_boris.post(f"/visits/{stay.pk}/deletion/")
    assert (Note.objects.count(), Attachment.objects.count(), on_disk()) == (0, 0, [])
    assert not Event.objects.filter(subject_type__in=["note", "file"]).exists()


def test_nothing_in_it_runs(as_boris, anna, stay):
    """T15."""
    for line in XSS:
        write_visit_note(ref_of(stay), anna, line)
    page = page_of(as_boris, f"/visits/{stay.pk}/")
    notes = page.split('id="visit-notes"')[1].split("</section>")[0]
    assert Note.objects.count() == len(XSS)
    assert [line for line in XSS if "<" in line and line in notes] == []


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_costs_the_same_for_few_and_for_many(as_boris, anna, stay, many, django_assert_max_num_queries):
    for number in range(many):
        write_visit_note(ref_of(stay), anna, f"Note {number}, @Boris")
        attach_visit_file(ref_of(stay), anna, f"{number}.txt", [b"x"])
    with django_assert_max_num_queries(22):
        as_boris.get(f"/visits/{stay.pk}/")
