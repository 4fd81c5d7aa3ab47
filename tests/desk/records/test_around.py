"""Feeds, contacts of a deal, identifiers, new records, and who sees none of it (F168, F196, F229)."""

import pytest

from foyer.crm.actions import change_record, create_record, describe_identifier, put_deal_contact, write_note
from foyer.crm.handles import described
from foyer.crm.models import Deal, DealContact
from foyer.crm.modules import MODULES, RECORDS
from foyer.team.teams import create_team, set_members
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
GETS = ("", "head/", "feed/", "edit/", "fields/description/", "history/", "deletion/")
POSTS = (
    "notes/",
    "step/",
    "owner/",
    "edit/",
    "fields/description/",
    "identifiers/",
    "deletion/",
    "restoration/",
    "history/1/",
)
START = {
    "lead": {"last_name": "Lang"},
    "contact": {"last_name": "Noll"},
    "account": {"name": "ACME"},
    "deal": {"name": "Bench"},
}


@pytest.fixture
def acme(boris):
    return create_record("account", boris, {"name": "ACME"})


@pytest.fixture
def kim(boris, acme):
    return create_record("contact", boris, {"first_name": "Kim", "last_name": "Noll", "account": acme.pk})


@pytest.fixture
def bench(boris, acme, kim):
    return create_record("deal", boris, {"name": "Garden bench", "account": acme.pk, "contact": kim.pk})


def texts(client, path):
    return client.get(path).content.decode()


def test_an_account_tells_of_its_contacts_and_deals(as_boris, boris, acme, kim, bench):
    write_note(kim, boris, "A note on Kim.")
    write_note(bench, boris, "A note on the bench.")
    feed = texts(as_boris, f"/accounts/{acme.pk}/feed/")
    assert all(text in feed for text in ("A note on Kim.", "A note on the bench.", "Kim Noll", "Garden bench"))


def test_a_feed_that_cannot_follow_everybody_says_so(as_boris, boris, acme, kim, monkeypatch):
    """F168, P5."""
    path, words = f"/accounts/{acme.pk}/feed/", "tells of the newest contacts and deals"
    monkeypatch.setattr("foyer.crm.feeds.MAX_RELATED", 1)
    write_note(kim, boris, "A note on Kim.")
    assert words not in texts(as_boris, path)
    nils = create_record("contact", boris, {"last_name": "Nils", "account": acme.pk})
    write_note(nils, boris, "A note on Nils.")
    feed = texts(as_boris, path)
    assert ("A note on Nils." in feed, "A note on Kim." in feed, words in feed) == (True, False, True)


def test_a_deal_tells_of_its_contacts(as_boris, boris, bench, kim):
    nils = create_record("contact", boris, {"last_name": "Nils"})
    put_deal_contact(bench, boris, nils.pk, "pays")
    write_note(nils, boris, "Pays in January.")
    assert "Pays in January." in texts(as_boris, f"/deals/{bench.pk}/feed/")


def test_the_feed_is_narrowed_to_a_user_and_to_a_team(as_boris, boris, anna, acme):
    write_note(acme, boris, "By Boris.")
    write_note(acme, anna, "By Anna.")
    team = set_members(create_team(anna, "Sales"), anna, [anna])
    feed = texts(as_boris, f"/accounts/{acme.pk}/feed/?who=u{boris.pk}")
    assert ("By Boris." in feed, "By Anna." in feed) == (True, False)
    assert "By Boris." not in texts(as_boris, f"/accounts/{acme.pk}/feed/?who=t{team.pk}")


def test_a_hidden_module_is_gone_from_feed_and_page(as_boris, boris, acme, kim, bench):
    """F229."""
    write_note(kim, boris, "A note on Kim.")
    limit(boris, modules={"contact": {"verbs": []}})
    page = texts(as_boris, f"/accounts/{acme.pk}/")
    assert "A note on Kim." not in page
    assert "Kim Noll" not in page
    assert "A note on Kim." not in texts(as_boris, f"/deals/{bench.pk}/")


def test_changes_of_hidden_fields_are_not_told(as_boris, boris, acme):
    change_record(acme, boris, {"annual_revenue": "77123"})
    assert "Annual revenue" in texts(as_boris, f"/accounts/{acme.pk}/feed/")
    limit(boris, fields={"account": {"annual_revenue": "hidden"}})
    assert "77,123" not in texts(as_boris, f"/accounts/{acme.pk}/feed/")


@pytest.mark.parametrize("many", [1, 15])
def test_the_page_of_an_account_costs_the_same(as_boris, boris, acme, bench, many, django_assert_max_num_queries):
    for number in range(many):
        someone = create_record("contact", boris, {"last_name": f"C{number}", "account": acme.pk})
        write_note(someone, boris, f"Note {number}")
    as_boris.get(f"/accounts/{acme.pk}/")
    with django_assert_max_num_queries(36):
        as_boris.get(f"/accounts/{acme.pk}/")


def test_a_contact_of_a_deal_gets_a_role_and_is_taken_out(as_boris, boris, bench):
    nils = create_record("contact", boris, {"last_name": "Nils"})
    as_boris.post(f"/deals/{bench.pk}/contacts/", {"contact": nils.pk, "role": "pays"})
    assert DealContact.objects.get().role == "pays"
    assert "Pays" in texts(as_boris, f"/deals/{bench.pk}/")
    as_boris.post(f"/deals/{bench.pk}/contacts/{nils.pk}/removal/")
    assert not DealContact.objects.exists()


def test_who_may_not_edit_a_deal_changes_no_roles(as_boris, boris, bench, kim):
    limit(boris, modules={"deal": {"verbs": ["view"]}})
    assert as_boris.post(f"/deals/{bench.pk}/contacts/", {"contact": kim.pk}).status_code == 403
    assert as_boris.post(f"/deals/{bench.pk}/contacts/{kim.pk}/removal/").status_code == 403


def test_a_second_phone_becomes_the_primary_one(as_boris, kim):
    for value in ("+46 70 174 06 21", "+49 151 12345678"):
        as_boris.post(f"/contacts/{kim.pk}/identifiers/", {"value": value, "label": "mobile"})
    second = next(each for each in described(kim.actor_id) if each.known.value == "+46701740621")
    as_boris.post(f"/contacts/{kim.pk}/identifiers/{second.known.id}/description/", {"primary": "1"})
    first = described(kim.actor_id)[0]
    assert (first.known.value, first.is_primary, first.label) == ("+46701740621", True, "mobile")
    assert as_boris.get(f"/contacts/{kim.pk}/head/").context["head"].phone == "+46701740621"


def test_who_may_only_read_phones_describes_none(as_boris, boris, kim):
    as_boris.post(f"/contacts/{kim.pk}/identifiers/", {"value": "+46701740621"})
    (known,) = described(kim.actor_id)
    limit(boris, fields={"contact": {"phones": "read"}})
    for tail in ("", "description/"):
        assert as_boris.post(f"/contacts/{kim.pk}/identifiers/{known.known.id}/{tail}").status_code == 403
    limit(boris, fields={"contact": {"phones": "hidden"}})
    assert "+46701740621" not in texts(as_boris, f"/contacts/{kim.pk}/")


def test_identifiers_of_another_record_are_not_described(as_boris, boris, kim):
    other = create_record("contact", boris, {"last_name": "Other", "emails": ["other@x.example"]})
    (known,) = described(other.actor_id)
    assert as_boris.post(f"/contacts/{kim.pk}/identifiers/{known.known.id}/description/").status_code == 404
    describe_identifier(other, boris, known.known.id, primary=True)


@pytest.mark.parametrize("module", RECORDS)
def test_a_record_of_every_module_is_made_by_hand(as_boris, module):
    path = f"/{MODULES[module].plural}/new/"
    assert as_boris.get(path).status_code == 200
    page = as_boris.get(as_boris.post(path, START[module]).url)
    assert page.context["subject"].owner.name == "Boris Brandt"


def test_an_address_fills_the_account_in(as_boris, acme):
    assert 'value="ACME"' in texts(as_boris, f"/contacts/new/?account={acme.pk}")


def test_who_may_not_create_gets_no_form(as_boris, boris):
    limit(boris, modules={"deal": {"verbs": ["view"]}})
    assert as_boris.get("/deals/new/").status_code == 403
    assert as_boris.post("/deals/new/", {"name": "Bench"}).status_code == 403
    assert not Deal.objects.exists()


def test_type_ahead_offers_what_one_sees(as_boris, boris, anna, kim):
    create_record("contact", anna, {"last_name": "Nollmann"})
    assert "Nollmann" in texts(as_boris, "/pick/contacts/?contact-name=noll")
    limit(boris, modules={"contact": {"scope": "own"}})
    offered = texts(as_boris, "/pick/contacts/?contact-name=noll")
    assert ("Kim Noll" in offered, "Nollmann" in offered) == (True, False)


def test_type_ahead_tells_and_finds_nothing_hidden(as_boris, boris, anna):
    """T7: neither what stands beside a name, nor who is found by it."""
    acme = create_record("account", anna, {"name": "Seeblick", "city": "Lindau"})
    create_record("contact", anna, {"last_name": "Nollmann", "account": acme.pk})
    nobody = create_record("contact", anna, {"account": acme.pk})
    paths = ("/pick/contacts/?q=noll", "/pick/accounts/?q=seeb", "/pick/contacts/?q=seeb")
    told = ("Seeblick", "Lindau", f'data-pick="{nobody.pk}"')
    assert [word in texts(as_boris, path) for path, word in zip(paths, told, strict=True)] == [True] * 3
    limit(boris, fields={"contact": {"account": "hidden"}, "account": {"city": "hidden"}})
    assert [word in texts(as_boris, path) for path, word in zip(paths, told, strict=True)] == [False] * 3


def test_a_typed_name_means_nobody_by_a_hidden_company(as_boris, boris, anna):
    """T7: people without a name are not found by whom they belong to, neither as a link nor as a party."""
    acme = create_record("account", anna, {"name": "Seeblick"})
    nobody = create_record("contact", anna, {"account": acme.pk})
    bench = create_record("deal", boris, {"name": "Bench"})
    limit(boris, fields={"contact": {"account": "hidden"}})
    as_boris.post(f"/deals/{bench.pk}/contacts/", {"contact": "", "contact-name": "seeblick", "role": "pays"})
    as_boris.post(f"/deals/{bench.pk}/fields/contact/", {"contact": "", "contact-name": "seeblick"})
    bench.refresh_from_db()
    assert (bench.contact, bench.parties.filter(contact=nobody).exists()) == (None, False)


@pytest.mark.parametrize("module", RECORDS)
def test_records_of_others_are_not_found_under_scope_own(as_boris, boris, anna, module):
    """T7: alike for what is not there and what may not be seen."""
    record = create_record(module, anna, START[module])
    limit(boris, modules={module: {"scope": "own"}})
    base = f"/{MODULES[module].plural}/{record.pk}/"
    assert {as_boris.get(f"{base}{tail}").status_code for tail in GETS} == {404}
    assert {as_boris.post(f"{base}{tail}").status_code for tail in POSTS} == {404}


@pytest.mark.parametrize("module", RECORDS)
def test_a_closed_module_is_not_found(as_boris, boris, module):
    record = create_record(module, boris, START[module])
    limit(boris, modules={module: {"verbs": []}})
    base = f"/{MODULES[module].plural}/{record.pk}/"
    assert {as_boris.get(f"{base}{tail}").status_code for tail in GETS} == {404}
    assert {as_boris.post(f"{base}{tail}").status_code for tail in POSTS} == {404}


@pytest.mark.parametrize("module", RECORDS)
def test_who_only_looks_changes_nothing(as_boris, boris, module):
    record = create_record(module, boris, START[module])
    limit(boris, modules={module: {"verbs": ["view"]}})
    base = f"/{MODULES[module].plural}/{record.pk}/"
    for tail in ("edit/", "fields/description/", "deletion/"):
        assert as_boris.post(f"{base}{tail}", {"description": "x"}).status_code == 403
    page = texts(as_boris, base)
    assert "/fields/" not in page
    assert "/edit/" not in page


def test_won_is_one_click(as_boris, bench):
    page = as_boris.get(f"/deals/{bench.pk}/")
    as_boris.post(f"/deals/{bench.pk}/step/", {"step": page.context["record"].head.won}, **HTMX)
    assert Deal.objects.get().state == "won"
    assert "Deal won" in texts(as_boris, f"/deals/{bench.pk}/feed/")
