"""Comparing two records, merging them, and the hints that lead there (B1, issue 3)."""

import re

import pytest
from django.urls import reverse

from foyer.crm.actions import change_record, create_record, write_note
from foyer.crm.actions.hunting import find_pairs
from foyer.crm.models import Contact, Hunt, Merge, Pair
from foyer.desk.shell.formats import date
from foyer.team.models import AccessProfile


def made(anna, first, last, **facts):
    return create_record("contact", anna, {"first_name": first, "last_name": last, **facts})


@pytest.fixture
def two(anna, shop):
    kept = made(anna, "Vera", "Lindqvist", city="Malmö", emails=["vera@lang.example"])
    return kept, made(anna, "Vera", "Lindkvist", job_title="Buyer", phones=["+4915112345678"])


def text(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def merge(client, two, **choices):
    kept, gone = two
    given = {"with": gone.pk, **{f"v_{key}": side for key, side in choices.items()}}
    return client.post(reverse("merge", args=["contact", kept.pk]), given, follow=True)


def test_the_page_shows_both_and_what_comes_over(as_boris, anna, two):
    write_note(two[1], anna, "Likes oak")
    page = text(as_boris, "merge", "contact", two[0].pk, **{"with": two[1].pk})
    for shown in ("Lindqvist", "Lindkvist", "Buyer", "vera@lang.example", "+49 1511 2345678", "1 note"):
        assert shown in page
    assert 'name="v_job_title" value="gone" checked' in page


def test_merging_keeps_what_was_chosen_and_offers_undo(as_boris, two):
    answer = merge(as_boris, two, last_name="gone", job_title="kept")
    kept = Contact.objects.get(pk=two[0].pk)
    assert (kept.last_name, kept.job_title) == ("Lindkvist", "")
    assert f"merge/undoing/?merge={Merge.objects.get().pk}" in answer.content.decode()


def test_undo_makes_two_of_one(as_boris, two):
    merge(as_boris, two, last_name="gone")
    as_boris.post(reverse("merge_undoing", args=["contact", two[0].pk]) + f"?merge={Merge.objects.get().pk}")
    assert [row.last_name for row in Contact.objects.order_by("pk")] == ["Lindqvist", "Lindkvist"]
    assert {row.gone for row in Contact.objects.all()} == {""}


def test_the_feed_explains_it_with_undo(as_boris, two):
    merge(as_boris, two)
    feed = text(as_boris, "feed", "contact", two[0].pk)
    assert "taken over: 1 value" in feed
    assert "merge/undoing/" in feed


def test_the_address_of_the_gone_one_leads_to_the_kept_one(as_boris, two):
    merge(as_boris, two)
    answer = as_boris.get(reverse("contact", args=[two[1].pk]), follow=True)
    assert answer.redirect_chain == [(reverse("contact", args=[two[0].pk]), 302)]
    assert "was merged into this record" in answer.content.decode()


def test_without_the_other_one_it_is_asked_for(as_boris, two):
    assert "Lindkvist" in text(as_boris, "merge", "contact", two[0].pk)
    assert "Lindkvist" in text(as_boris, "merge", "contact", two[0].pk, q="lindk")
    assert "Nobody is called" in text(as_boris, "merge", "contact", two[0].pk, q="nobody")


@pytest.mark.parametrize("verbs", [["view"], ["view", "edit"], ["view", "delete"]])
def test_who_may_not_is_refused(as_boris, boris, two, verbs):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": verbs}})
    boris.save()
    assert as_boris.get(reverse("merge", args=["contact", two[0].pk]), {"with": two[1].pk}).status_code == 403
    assert as_boris.post(reverse("merge", args=["contact", two[0].pk]), {"with": two[1].pk}).status_code == 403


def test_nobody_compares_with_what_they_do_not_see(as_boris, boris, anna, two):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"scope": "own"}})
    boris.save()
    own = made(anna, "Own", "One", owner=boris.pk)
    foreign, missing = ({"with": pk} for pk in (two[0].pk, 987_654))
    answers = [as_boris.get(reverse("merge", args=["contact", own.pk]), other) for other in (foreign, missing)]
    answers += [as_boris.post(reverse("apart", args=["contact", own.pk]), other) for other in (foreign, missing)]
    assert {answer.status_code for answer in answers} == {404}


def test_a_hidden_field_is_neither_shown_nor_chosen(as_boris, boris, two):
    boris.access_profile = AccessProfile.objects.create(modules={}, fields={"contact": {"job_title": "hidden"}})
    boris.save()
    assert "Buyer" not in text(as_boris, "merge", "contact", two[0].pk, **{"with": two[1].pk})


def test_no_page_of_two_that_may_be_one_tells_what_is_hidden(as_boris, boris, anna, two):
    """T7: neither the list, nor choosing the other one, nor the hint while one types, nor what comes over."""
    house = create_record("account", anna, {"name": "Nordisk"})
    change_record(two[1], anna, {"account": house.pk, "city": "Lund"})
    create_record("deal", anna, {"name": "Benches", "contact": two[1].pk})
    Pair.objects.create(module="contact", left=two[0].pk, right=two[1].pk, reason="likeness", score=90)
    pages = [
        ("duplicates", (), {"module": "contact"}),
        ("merge", ("contact", two[0].pk), {}),
        ("merge", ("contact", two[0].pk), {"q": "lindkv"}),
        ("similar", ("contact",), {"first_name": "Vera", "last_name": "Lindkvist"}),
        ("merge", ("contact", two[0].pk), {"with": two[1].pk}),
    ]
    told = re.compile("Nordisk|Lund|vera@lang|1511 2345|since|1 deal|" + re.escape(date(two[0].created_at)))
    assert all(told.search(text(as_boris, name, *args, **query)) for name, args, query in pages)
    hidden = dict.fromkeys(("account", "city", "emails", "phones", "created_at"), "hidden")
    boris.access_profile = AccessProfile.objects.create(fields={"contact": hidden, "deal": {"contact": "hidden"}})
    boris.save()
    for name, args, query in pages:
        page = text(as_boris, name, *args, **query)
        assert ("Lindkvist" in page, told.search(page)) == (True, None), (name, query)


def test_contacts_that_come_over_are_not_counted_by_a_hidden_link(as_boris, boris, anna):
    """T7."""
    kept, gone = (create_record("account", anna, {"name": name}) for name in ("Seeblick", "Seeblik"))
    made(anna, "Vera", "Lang", account=gone.pk)
    assert "1 contact" in text(as_boris, "merge", "account", kept.pk, **{"with": gone.pk})
    boris.access_profile = AccessProfile.objects.create(fields={"contact": {"account": "hidden"}})
    boris.save()
    assert "1 contact" not in text(as_boris, "merge", "account", kept.pk, **{"with": gone.pk})


def test_the_other_one_is_not_found_by_a_hidden_company(as_boris, boris, anna, two):
    """T7: people without a name stand among names by their company."""
    lead = create_record("lead", anna, {"last_name": "Kern"})
    create_record("lead", anna, {"company": "Nordisk"})
    assert "No name" in text(as_boris, "merge", "lead", lead.pk, q="nordi")
    boris.access_profile = AccessProfile.objects.create(fields={"lead": {"company": "hidden"}})
    boris.save()
    assert "No name" not in text(as_boris, "merge", "lead", lead.pk, q="nordi")


def test_beside_a_record_stands_who_may_be_the_same(as_boris, anna, two):
    box = text(as_boris, "record_matches", "contact", two[0].pk)
    assert "may be the same person" in box
    assert f"/contacts/{two[0].pk}/merge/?with={two[1].pk}" in box
    someone = create_record("lead", anna, {"first_name": "Vera", "last_name": "Lindqvist"})
    assert f"/leads/{someone.pk}/conversion/?contact={two[0].pk}" in text(
        as_boris, "record_matches", "lead", someone.pk
    )


def test_while_one_types_who_is_there_already_is_shown(as_boris, boris, two):
    assert "Lindqvist" in text(as_boris, "similar", "lead", first_name="Vera", last_name="Lindqvist")
    assert "Lindqvist" in text(as_boris, "similar", "lead", emails="x, vera@lang.example")
    assert "Lindqvist" not in text(as_boris, "similar", "lead", last_name="Maier")
    boris.access_profile = AccessProfile.objects.create(modules={"lead": {"verbs": ["view"]}})
    boris.save()
    assert as_boris.get(reverse("similar", args=["lead"])).status_code == 403


def test_the_list_shows_pairs_and_dismisses_them(as_boris, two):
    find_pairs.func("contact")
    assert "similar name" in text(as_boris, "duplicates", module="contact")
    answer = as_boris.post(reverse("apart", args=["contact", two[0].pk]), {"with": two[1].pk}, follow=True)
    assert "Lindkvist" not in answer.content.decode()
    as_boris.post(reverse("apart", args=["contact", two[0].pk]) + f"?with={two[1].pk}&undo=1")
    assert Pair.objects.get().dismissed_at is None


def test_a_search_is_begun_and_its_progress_shown(as_boris, two):
    page = as_boris.post(reverse("duplicates_search"), {"module": "contact"}, follow=True)
    assert "Looking for duplicates" in page.content.decode()
    assert "0 of 2 records" in text(as_boris, "duplicates_progress", module="contact")
    find_pairs.func("contact")
    assert as_boris.get(reverse("duplicates_progress"), {"module": "contact"}).headers["HX-Refresh"] == "true"
    assert Hunt.objects.get().done == 2


def test_a_module_that_is_closed_has_no_list(as_boris, boris, two):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": []}})
    boris.save()
    assert as_boris.get(reverse("duplicates"), {"module": "contact"}).status_code == 404
    assert as_boris.post(reverse("duplicates_search"), {"module": "contact"}).status_code == 403


def test_the_pages_cost_a_fixed_number_of_queries(as_boris, anna, two, django_assert_max_num_queries):
    for number in range(8):
        made(anna, "Vera", f"Lindqvist{number}", emails=[f"vera{number}@lang.example"])
    find_pairs.func("contact")
    with django_assert_max_num_queries(40):
        text(as_boris, "merge", "contact", two[0].pk, **{"with": two[1].pk})
    with django_assert_max_num_queries(20):
        text(as_boris, "record_matches", "contact", two[0].pk)
    with django_assert_max_num_queries(20):
        text(as_boris, "duplicates", module="contact")


def test_the_list_of_a_module_leads_to_its_duplicates(as_boris, two):
    assert reverse("duplicates") + "?module=contact" in as_boris.get("/contacts/").content.decode()
