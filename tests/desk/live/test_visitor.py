"""The card on hover, the pop-up, and who may see them."""

import pytest

from foyer.crm.models import Deal
from foyer.team.models import AccessProfile
from tests.crm.people import contact, deal, lead
from tests.desk.chats import browser, chat, here

pytestmark = pytest.mark.django_db
PATHS = ("/live/", "/live/list/", "/live/board/", "/live/visitors/1/", "/live/visitors/1/popup/")


def pop_up(client, visitor) -> str:
    return client.get(f"/live/visitors/{visitor.visit_id}/popup/").content.decode()


def test_the_card_shows_page_visit_source_and_owner(as_boris, boris, shop):
    record = lead("Vera Lindqvist", from_actor=browser(shop), owner=boris, company="Landskap AB")
    visitor = here(browser(shop), number=4)
    card = as_boris.get(f"/live/visitors/{visitor.visit_id}/").content.decode()
    for text in (
        "Vera Lindqvist",
        "Alder bench, 12 s",
        "2 pages, 0 min, visit 4",
        "Google",
        "Boris Brandt",
        "Open card",
    ):
        assert text in card
    assert f"/leads/{record.pk}/" in card
    assert "Open chat" not in card


def test_the_card_leads_to_the_chat(as_boris, shop):
    visitor, waiting = here(browser(shop)), chat(browser(shop))
    card = as_boris.get(f"/live/visitors/{visitor.visit_id}/").content.decode()
    assert f'href="/inbox/{waiting.pk}/"' in card
    assert "Open visit" in card


def test_who_has_a_number_can_be_called_while_on_the_website(as_boris, shop):
    """F117-F120."""
    contact("Sofie Jansen", from_actor=browser(shop), phones=["+46 70 174 06 21"])
    visitor = here(browser(shop))
    card = as_boris.get(f"/live/visitors/{visitor.visit_id}/").content.decode()
    assert 'href="tel:+46701740621"' in card
    assert 'href="tel:+46701740621"' in pop_up(as_boris, visitor)


@pytest.mark.parametrize(
    "rules",
    [
        {"fields": {"contact": {"phones": "hidden"}}},
        {"modules": {"contact": {"verbs": []}}},
        {"modules": {"contact": {"scope": "own"}}},
    ],
)
def test_a_hidden_number_and_that_of_a_hidden_record_are_not_told(as_boris, boris, shop, rules):
    """F120, T7."""
    contact("Sofie Jansen", from_actor=browser(shop), phones=["+46 70 174 06 21"])
    boris.access_profile = AccessProfile.objects.create(name="Narrow", **rules)
    boris.save()
    assert "tel:" not in pop_up(as_boris, here(browser(shop)))


def test_a_customer_pops_up(as_boris, shop):
    """F100."""
    deal(contact("Sofie Jansen", from_actor=browser(shop)), Deal.State.WON)
    assert "Customer" in pop_up(as_boris, here(browser(shop)))


def test_a_lead_and_a_contact_pop_up(as_boris, boris, shop):
    """F101."""
    lead("Vera Lindqvist", from_actor=browser(shop, 1), owner=boris)
    contact("Kim Noll", from_actor=browser(shop, 2))
    assert "Lead of yours" in pop_up(as_boris, here(browser(shop, 1)))
    assert "Contact" in pop_up(as_boris, here(browser(shop, 2)))


def test_a_potential_customer_pops_up(as_boris, shop):
    """F102."""
    deal(contact("Jonas Seidel", from_actor=browser(shop)), Deal.State.OPEN)
    assert "Potential" in pop_up(as_boris, here(browser(shop)))


def test_an_unknown_visitor_pops_up(as_boris, shop):
    """F103."""
    shown = pop_up(as_boris, here(browser(shop), number=4))
    assert "Visitor from Germany" in shown
    assert "Unknown" in shown
    assert "Visit 4 · Google" in shown


def test_names_and_titles_are_text(as_boris, shop):
    visitor = here(browser(shop), title="<script>alert(1)</script>")
    chat(browser(shop), name="<b>Vera</b>")
    for path in ("/live/", f"/live/visitors/{visitor.visit_id}/", f"/live/visitors/{visitor.visit_id}/popup/"):
        page = as_boris.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<b>Vera" not in page


@pytest.mark.parametrize("part", ["", "popup/"])
def test_visitors_of_other_portals_and_those_who_left_are_not_found(as_boris, as_anna, other_shop, part):
    visitor = here(browser(other_shop))
    assert as_boris.get(f"/live/visitors/{visitor.visit_id}/{part}").status_code == 404
    assert as_anna.get(f"/live/visitors/{visitor.visit_id}/{part}").status_code == 200
    assert as_anna.get(f"/live/visitors/999/{part}").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_sent_to_the_log_in(stranger, path):
    assert stranger.get(path).url.startswith("/login/")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_here_is_changed_by_a_post(as_boris, path):
    assert as_boris.post(path).status_code == 405


def test_a_user_chooses_of_whom_to_hear(as_boris, boris):
    """F89, F100-F103."""
    assert as_boris.post("/live/told/", {"told_of": "customers"}).status_code == 204
    assert b'data-kinds="customer potential"' in as_boris.get("/live/").content


def test_nobody_hears_of_a_kind_that_does_not_exist(as_boris):
    assert as_boris.post("/live/told/", {"told_of": "everything"}).status_code == 400
