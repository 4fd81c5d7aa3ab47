"""The page Personal data of a lead or contact, and erasures (B20, T40)."""

import io
import zipfile

import pytest

from foyer.crm.models import Lead
from foyer.privacy.erasing import erase
from foyer.privacy.models import Erasure
from foyer.team.models import AccessProfile
from tests.crm.people import contact, deal, lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA_FOLDER, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def vera(anna):
    return lead(emails=["vera@lang.example"])


def test_it_shows_what_is_kept_before_anything_is_done(as_anna, vera):
    page = as_anna.get(f"/leads/{vera.pk}/privacy/")
    assert ("Leads", 1) in page.context["kept"]
    assert "Type “Vera Lang” to confirm" in page.content.decode()


def test_the_record_leads_there(as_anna, vera):
    assert f"/leads/{vera.pk}/privacy/".encode() in as_anna.get(f"/leads/{vera.pk}/").content


def test_the_copy_comes_as_a_file(as_anna, vera):
    answer = as_anna.post(f"/leads/{vera.pk}/privacy/export/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert set(archive.namelist()) == {"person.html", "person.json"}
    answer.close()


def test_erasing_asks_for_the_name_and_then_tells_how_far_it_is(as_anna, vera):
    refused = as_anna.post(f"/leads/{vera.pk}/privacy/erasure/", {"name": "Kim"}, follow=True)
    assert "This is not the name" in refused.content.decode()
    begun = as_anna.post(f"/leads/{vera.pk}/privacy/erasure/", {"name": "vera lang"}, follow=True)
    made = Erasure.objects.get()
    assert begun.redirect_chain[-1][0] == f"/erasures/{made.pk}/"
    erase.call(made.pk)
    assert as_anna.get(f"/erasures/{made.pk}/progress/").headers["HX-Refresh"] == "true"
    assert "The person is erased" in as_anna.get(f"/erasures/{made.pk}/").content.decode()
    assert not Lead.objects.exists()


def test_setup_lists_erasures_without_names(as_anna, vera):
    as_anna.post(f"/leads/{vera.pk}/privacy/erasure/", {"name": vera.name})
    erase.call(Erasure.objects.get().pk)
    page = as_anna.get("/setup/erasures/").content.decode()
    assert f"Erasure {Erasure.objects.get().pk}" in page
    assert "Vera" not in page


def test_without_the_right_to_export_it_is_not_there(as_boris, boris, vera):
    boris.access_profile = AccessProfile.objects.create(name="No", modules={"lead": {"verbs": ["view", "delete"]}})
    boris.save()
    for path in ("", "export/", "erasure/"):
        answer = as_boris.post(f"/leads/{vera.pk}/privacy/{path}", {"name": vera.name})
        assert answer.status_code in {403, 405}
    assert as_boris.get(f"/leads/{vera.pk}/privacy/").status_code == 403
    assert b"/privacy/" not in as_boris.get(f"/leads/{vera.pk}/").content


def test_erasures_of_others_are_not_there_for_boris(as_anna, as_boris, vera):
    as_anna.post(f"/leads/{vera.pk}/privacy/erasure/", {"name": vera.name})
    assert as_boris.get(f"/erasures/{Erasure.objects.get().pk}/").status_code == 404
    assert as_boris.get("/setup/erasures/").status_code == 403


def test_deals_and_accounts_are_no_persons(as_anna, anna):
    sale = deal(contact(), "open")
    assert as_anna.get(f"/deals/{sale.pk}/privacy/").status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(as_anna, vera, django_assert_max_num_queries):
    as_anna.get(f"/leads/{vera.pk}/privacy/")
    with django_assert_max_num_queries(45):
        as_anna.get(f"/leads/{vera.pk}/privacy/")
