"""The palette: one box for everything (E15)."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.search.follow import catch_up
from foyer.team.models import AccessProfile

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_records_places_and_acts_stand_under_their_heads(as_boris, boris):
    person = create_record("lead", boris, {"last_name": "Leander"})
    catch_up()
    page = as_boris.get("/find/?q=lea", headers=HTMX).content.decode()
    assert f'href="/leads/{person.pk}/"' in page
    assert 'href="/leads/"' in page
    assert "Create lead" in page


def test_an_empty_box_shows_where_one_can_go(as_boris):
    page = as_boris.get("/find/", headers=HTMX).content.decode()
    assert "Live" in page
    assert "Setup" not in page


def test_what_fits_nothing_says_so(as_boris):
    assert "Nothing fits “zzzz”." in as_boris.get("/find/?q=zzzz", headers=HTMX).content.decode()


def test_without_script_it_is_a_page(as_boris):
    assert b"<h1>Find</h1>" in as_boris.get("/find/?q=live").content


def test_who_may_make_no_leads_is_not_offered_it(as_boris, boris):
    boris.access_profile = AccessProfile.objects.create(name="P", modules={"lead": {"verbs": ["view"]}})
    boris.save()
    assert b"Create lead" not in as_boris.get("/find/?q=create", headers=HTMX).content


def test_hostile_words_are_shown_as_they_are(as_boris):
    page = as_boris.get("/find/", {"q": '"><img src=x onerror=alert(1)>\x00'}, headers=HTMX)
    assert (page.status_code, b"<img" in page.content) == (200, False)
