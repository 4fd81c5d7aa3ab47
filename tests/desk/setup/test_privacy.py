"""The card Privacy of a portal (B20, B26)."""

import pytest

from foyer.portals.models import Portal
from foyer.portals.queries import embed_codes_of, embed_snippet
from tests.desk.setup.test_portal import HTMX, save

pytestmark = pytest.mark.django_db


def test_asking_for_consent_changes_the_code_and_shows_what_to_call(as_anna, shop):
    answer = save(as_anna, shop, "consent", asks_consent="on").content.decode()
    code = embed_codes_of(Portal.objects.get())[0]
    assert embed_snippet(code, "https://f.example").endswith(' data-consent="ask"></script>')
    assert "data-consent=&#34;ask&#34;" in answer
    assert "foyer(&#34;consent&#34;, true)" in answer or 'foyer("consent", true)' in answer


def test_not_asking_any_more_changes_it_back(as_anna, shop):
    save(as_anna, shop, "consent", asks_consent="on")
    save(as_anna, shop, "consent")
    assert "data-consent" not in embed_snippet(embed_codes_of(Portal.objects.get())[0], "https://f.example")


@pytest.mark.parametrize("kept", ["short", "none", "whole"])
def test_how_much_of_an_address_is_kept(as_anna, shop, kept):
    save(as_anna, shop, "address", kept_address=kept)
    assert Portal.objects.get().kept_address == kept


def test_another_way_to_keep_addresses_is_refused(as_anna, shop):
    assert save(as_anna, shop, "address", kept_address="twice").status_code == 400


def test_days_are_kept_and_emptied(as_anna, shop):
    save(as_anna, shop, "retention", anonymous_days="90", visit_days="730", address_days="7")
    found = Portal.objects.get()
    assert (found.anonymous_days, found.visit_days, found.address_days) == (90, 730, 7)
    save(as_anna, shop, "retention", anonymous_days="", visit_days="", address_days="7")
    assert Portal.objects.get().anonymous_days is None


@pytest.mark.parametrize("days", ["0", "-1", "4000", "soon", "1.5"])
def test_days_that_are_none_are_refused_with_a_sentence(as_anna, shop, days):
    answer = save(as_anna, shop, "retention", anonymous_days=days)
    assert b"Write a number of days from 1 to 3650" in answer.content
    assert Portal.objects.get().anonymous_days is None


@pytest.mark.parametrize("setting", ["consent", "address", "retention"])
def test_boris_changes_nothing_of_it(as_boris, shop, setting):
    assert save(as_boris, shop, setting, kept_address="none", visit_days="1").status_code == 403
    found = Portal.objects.get()
    assert (found.kept_address, found.visit_days, found.asks_consent) == ("whole", None, False)


def test_the_page_asks_no_more_for_it(as_anna, shop, django_assert_num_queries):
    as_anna.get(f"/setup/portals/{shop.pk}/")
    with django_assert_num_queries(PAGE_QUERIES):
        as_anna.get(f"/setup/portals/{shop.pk}/", **HTMX)


PAGE_QUERIES = 12
