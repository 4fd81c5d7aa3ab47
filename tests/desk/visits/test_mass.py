"""Visits chosen in the list are deleted for good: some, or all that it shows (F30, B15)."""

import pytest

from foyer.crm.models import CustomField, Note, Run
from foyer.crm.runs import actions
from foyer.crm.runs.engine import work_off
from foyer.identity.actions import browser_actor
from foyer.visits.models import Action, Visit
from tests.crm.people import lead
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def browser(shop, number=1):
    return browser_actor(shop.pk, f"browser-{number:014}")


def over(shop, number=1, **facts):
    return visit(shop, browser(shop, number), minutes_ago=90, is_open=False, **facts)


def asked(client, ids=(), query="view=unknown", **more) -> str:
    given = {"id": [each.pk for each in ids], **more}
    return client.post(f"/visits/deletion/form/?{query}", given, headers=HTMX).content.decode()


def delete(client, ids=(), query="view=unknown", **more):
    return client.post(f"/visits/deletion/?{query}", {"id": [each.pk for each in ids], **more}, follow=True)


@pytest.fixture
def stays(shop):
    return [over(shop, number) for number in range(3)]


def test_the_list_has_ticks_and_a_bar(as_boris, stays):
    page = as_boris.get("/visits/?view=unknown").content.decode()
    assert page.count("data-tick ") == 3
    assert 'hx-post="/visits/deletion/form/?view=unknown"' in page


def test_who_may_not_delete_chooses_nothing_and_deletes_nothing(as_boris, boris, stays):
    """F30."""
    limit(boris, {"visit": {"verbs": ["view"]}})
    assert "data-tick " not in as_boris.get("/visits/?view=unknown").content.decode()
    for path in ("/visits/deletion/", "/visits/deletion/form/"):
        assert as_boris.post(path, {"id": stays[0].pk}).status_code == 403
    assert Visit.objects.count() == 3


def test_it_is_asked_first_with_what_stays(as_boris, shop, stays):
    here = visit(shop, browser(shop, 9))
    page = asked(as_boris, [*stays, here])
    assert "Delete 3 visits?" in page
    assert "1 more still goes on and stays." in page
    assert "Delete for good" not in asked(as_boris, [here])


def test_chosen_visits_go_with_all_that_hangs_on_them(as_boris, stays):
    Note.objects.create(actor=stays[0].actor, visit=stays[0], text="Oak")
    page = delete(as_boris, stays[:2]).content.decode()
    assert "2 visits are deleted" in page
    assert list(Visit.objects.all()) == [stays[2]]
    assert set(Action.objects.values_list("visit", flat=True)) == {stays[2].pk}
    assert Note.objects.count() == 0


def test_one_that_goes_on_stays_and_the_report_says_so(as_boris, shop, stays):
    here = visit(shop, browser(shop, 9))
    page = delete(as_boris, [stays[0], here]).content.decode()
    assert "The visit still goes on." in page
    assert "Take back" not in page
    assert Visit.objects.filter(pk=here.pk).exists()


def test_all_of_the_list_are_those_that_it_shows(as_boris, shop, other_shop, stays):
    """B15, T7: the view, the portal and what is told narrow both; visits of others stay."""
    lead("Vera Lindqvist", from_actor=browser(shop, 7))
    known = over(shop, 7, kind="lead")
    others = over(other_shop, 5)
    assert b'data-whole="3"' in as_boris.get("/visits/count/?view=unknown").content
    assert "Delete 3 visits?" in asked(as_boris, all="1")
    delete(as_boris, all="1")
    assert set(Visit.objects.all()) == {known, others}


def test_a_figure_of_a_report_narrows_them(as_boris, shop, stays):
    swedish = over(shop, 8, country="SE")
    day = swedish.day.isoformat()
    delete(as_boris, query=f"from={day}&to={day}&by=country&value=SE", all="1")
    assert set(Visit.objects.all()) == set(stays)


def test_what_was_told_narrows_them(as_boris, shop, stays):
    CustomField.objects.create(module="visit", key="c_plan", label="Plan", kind="text")
    pro = over(shop, 8, page_data={"plan": ["Plan", "Pro", 1]})
    delete(as_boris, query="view=unknown&field=c_plan&is=Pro", all="1")
    assert set(Visit.objects.all()) == set(stays)
    assert not Visit.objects.filter(pk=pro.pk).exists()


def test_many_go_in_the_background_with_progress_and_a_report(as_boris, stays, monkeypatch):
    monkeypatch.setitem(actions.AT_ONCE, Run.Kind.MASS, 1)
    page = delete(as_boris, all="1").content.decode()
    run = Run.objects.get()
    assert (f"/runs/{run.pk}/progress/" in page, Visit.objects.count()) == (True, 3)
    work_off(run.pk)
    assert "Deleted" in as_boris.get(f"/runs/{run.pk}/").content.decode()
    assert Visit.objects.count() == 0
    assert b"Visits" in as_boris.get("/imports/").content


def test_rights_are_asked_again_when_it_is_done(as_boris, boris, stays, monkeypatch):
    """T7: a profile that changes while a run waits."""
    monkeypatch.setitem(actions.AT_ONCE, Run.Kind.MASS, 1)
    delete(as_boris, all="1")
    limit(boris, {"visit": {"verbs": ["view"]}})
    work_off(Run.objects.get().pk)
    assert (Run.objects.get().state, Visit.objects.count()) == (Run.State.FAILED, 3)


@pytest.mark.parametrize("given", [{}, {"id": "x"}, {"id": "9" * 40}])
def test_nothing_chosen_deletes_nothing(as_boris, stays, given):
    assert as_boris.post("/visits/deletion/form/", given).status_code == 400
    assert "Select something first." in as_boris.post("/visits/deletion/", given, follow=True).content.decode()
    assert Visit.objects.count() == 3


def test_visits_of_other_portals_are_not_deleted(as_boris, other_shop):
    """T7."""
    others = over(other_shop)
    delete(as_boris, [others])
    assert Visit.objects.filter(pk=others.pk).exists()
