"""What was sent: who sees it, the search, spam and back, the feed, the pop-up."""

import pytest

from foyer.channels.forms.actions import create_form
from foyer.channels.forms.models import Submission
from foyer.crm.models import Lead
from foyer.events.dispatch import react_to_pending
from foyer.lib.bus import bus
from foyer.team.models import AccessProfile
from tests.channels.forms.sent import submission
from tests.desk.house import visit


def follow() -> None:
    while react_to_pending():
        pass


def shown(client, query="") -> str:
    return client.get(f"/submissions/{query}").content.decode()


def test_submissions_of_ones_portals_are_listed_and_others_are_not(as_boris, anna, form, other_shop) -> None:
    submission(form, "Vera Lang")
    far = submission(create_form(anna, "Far", other_shop), "Carl Far")
    page = shown(as_boris)
    assert ("Vera Lang" in page, "Carl Far" in page) == (True, False)
    assert as_boris.get(f"/submissions/{far.pk}/").status_code == 404
    assert as_boris.post(f"/submissions/{far.pk}/spam/", {"spam": "yes"}).status_code == 404
    assert as_boris.get(f"/submissions/{far.pk}/popup/").status_code == 404


def test_who_sees_no_leads_sees_nothing_that_was_sent(as_boris, boris, form) -> None:
    sent = submission(form, "Vera Lang")
    boris.access_profile = AccessProfile.objects.create(name="Visits only", modules={"lead": {"verbs": []}})
    boris.save()
    assert "Vera Lang" not in shown(as_boris)
    assert as_boris.get(f"/submissions/{sent.pk}/").status_code == 404


def test_who_sees_own_leads_sees_what_belongs_to_them(as_boris, boris, form) -> None:
    for name in ("Vera Lang", "Carl Far"):
        submission(form, name)
    follow()
    Lead.objects.filter(last_name="Vera Lang").update(owner=boris)
    boris.access_profile = AccessProfile.objects.create(
        name="Own", modules={"lead": {"verbs": ["view"], "scope": "own"}}
    )
    boris.save()
    page = shown(as_boris)
    assert ("Vera Lang" in page, "Carl Far" in page) == (True, False)


def test_hidden_fields_are_hidden_here_too(as_boris, boris, form) -> None:
    submission(form, "Vera Lang")
    boris.access_profile = AccessProfile.objects.create(
        name="No mail", modules={}, fields={"lead": {"emails": "hidden"}}
    )
    boris.save()
    page = shown(as_boris)
    assert ("Vera Lang" in page, "vera.lang@canary.example" in page) == (True, False)
    assert "Vera Lang" not in shown(as_boris, "?q=canary")


def test_it_is_searched_without_case_and_accents_in_one_form_or_all(as_anna, anna, form, shop) -> None:
    submission(form, "Véra Lång")
    submission(create_form(anna, "Other", shop), "Carl Far")
    assert "Véra" in shown(as_anna, "?q=vera+LANG")
    assert "Carl" not in shown(as_anna, f"?form={form.pk}")
    assert "Véra" not in shown(as_anna, "?q=nobody")


@pytest.mark.parametrize("query", ["?form=x", "?form=9999999999999999999999", "?before=1-x", "?q=%00", "?folder=%F0"])
def test_odd_addresses_are_no_error(as_anna, form, query) -> None:
    assert as_anna.get(f"/submissions/{query}").status_code == 200


def test_spam_lies_apart_and_comes_in_by_a_press(as_boris, form) -> None:
    sent = submission(form, "Vera Lang", reason="trap")
    assert ("Vera Lang" in shown(as_boris), "Vera Lang" in shown(as_boris, "?folder=spam")) == (False, True)
    as_boris.post(f"/submissions/{sent.pk}/spam/", {"spam": "no"})
    follow()
    assert ("Vera Lang" in shown(as_boris), Lead.objects.count()) == (True, 1)


def test_the_list_costs_the_same_for_many(as_boris, form, django_assert_max_num_queries) -> None:
    for number in range(20):
        submission(form, f"Visitor {number}")
    follow()
    with django_assert_max_num_queries(16):
        assert shown(as_boris).count("data-row") == 20


def test_the_feed_shows_every_answer_and_the_lead_its_campaigns(as_boris, vera, shop) -> None:
    from foyer.identity.actions import browser_actor

    actor = browser_actor(shop.pk, "browser-of-vera-0123456789")
    visit(shop, actor, medium="campaign", utm={"campaign": "terrace"}, click_id_kind="gclid", click_id="click-1")
    vera.send(visitor="browser-of-vera-0123456789", f_description="Is the bench <oak>?")
    page = as_boris.get(f"/leads/{Lead.objects.get().pk}/").content.decode()
    assert "Is the bench &lt;oak&gt;?" in page
    assert "Marketing information" in page
    assert "click-1" in page


def test_whoever_is_named_hears_of_it(as_anna, anna, vera, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(bus(), "publish", lambda topic, message: told.append((topic, message)))
    vera.send()
    sent = Submission.objects.get()
    assert (f"user:{anna.pk}", {"t": "form", "id": sent.pk}) in told
    assert "Vera Lang" in as_anna.get(f"/submissions/{sent.pk}/popup/").content.decode()
    assert as_anna.get(f"/submissions/{sent.pk}/")["Location"] == f"/leads/{Lead.objects.get().pk}/"
