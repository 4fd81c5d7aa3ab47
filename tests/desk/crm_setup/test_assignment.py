"""Setup > CRM > Mode and Assignment (F204-F206, F224, F236, F238, D11, E17)."""

import pytest

from foyer.crm.actions.assigning import add_member, create_pool
from foyer.crm.actions.custom_fields import create_field
from foyer.crm.assignment import owner_for
from foyer.crm.mapping import crm_settings, mapping
from foyer.crm.models import Pool, SourceRule
from foyer.crm.pipelines import default_pipeline

pytestmark = pytest.mark.django_db
MODE, MAPPING, PAGE = "/setup/mode/", "/setup/mode/mapping/", "/setup/assignment/"
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}'\""


def test_the_mode_is_chosen(as_anna):
    pipeline = default_pipeline()
    as_anna.post(MODE, {"mode": "simple", "makes": "account", "pipeline": pipeline.pk})
    chosen = crm_settings()
    assert (chosen.mode, chosen.makes, chosen.pipeline) == ("simple", "account", pipeline)
    as_anna.post(MODE, {"mode": "classic", "makes": "contact", "pipeline": ""})
    assert crm_settings().pipeline is None


@pytest.mark.parametrize("form", [{"mode": "king"}, {"mode": "simple", "makes": "deal"}])
def test_nonsense_changes_nothing(as_anna, form):
    assert b"Choose one from the list" in as_anna.post(MODE, form, follow=True).content
    assert crm_settings().mode == "classic"


def test_the_conversion_is_a_table_to_edit(as_anna, anna):
    create_field(anna, "lead", "Budget", "money")
    create_field(anna, "deal", "Frame", "money")
    page = as_anna.get(MODE).content.decode()
    assert 'name="c_budget.deal"' in page
    as_anna.post(MAPPING, {"c_budget.deal": "c_frame", "c_budget.contact": "", "c_budget.account": ""})
    assert mapping()["c_budget"] == {"contact": "", "account": "", "deal": "c_frame"}
    refused = as_anna.post(MAPPING, {"c_budget.deal": "name"}, follow=True)
    assert b"Choose a field of the same kind" in refused.content


def test_a_pool_gets_name_and_members_and_says_who_is_next(as_anna, boris):
    """F236."""
    as_anna.post(PAGE, {"name": "North"})
    pool = Pool.objects.get()
    as_anna.post(f"/setup/pools/{pool.pk}/", {"name": "North and east", "members": [boris.pk, "x"]})
    page = as_anna.get(PAGE).content.decode()
    assert "next is Boris Brandt" in page
    as_anna.post(f"/setup/pools/{pool.pk}/", {"name": "North", "members": []})
    assert not pool.members.exists()


def test_a_pool_is_switched_off_and_on(as_anna, anna, boris):
    pool = create_pool(anna, "North")
    for state in (False, True):
        as_anna.post(f"/setup/pools/{pool.pk}/state/", {"active": "yes" if state else "no"})
        assert Pool.objects.get().is_active is state


def test_sources_go_to_users_and_pools(as_anna, anna, boris):
    pool = create_pool(anna, "North")
    add_member(pool, anna, boris)
    form = {"rule.web_form": f"pool:{pool.pk}", "rule.": f"user:{anna.pk}"}
    as_anna.post("/setup/rules/lead/", form)
    assert (owner_for("lead", "web_form"), owner_for("lead", "call")) == (boris, anna)
    as_anna.post("/setup/rules/lead/", {})
    assert not SourceRule.objects.exists()


@pytest.mark.parametrize("who", ["user:99", "pool:99", "user:x"])
def test_who_is_not_there_gets_nothing(as_anna, who):
    assert as_anna.post("/setup/rules/lead/", {"rule.call": who}).status_code == 404


def test_hostile_names_are_text(as_anna):
    as_anna.post(PAGE, {"name": HOSTILE})
    assert b"<script>alert" not in as_anna.get(PAGE).content


@pytest.mark.parametrize(
    "path", [MODE, MAPPING, PAGE, "/setup/pools/1/", "/setup/pools/1/state/", "/setup/rules/lead/"]
)
def test_agents_may_neither_look_nor_change(as_boris, stranger, path):
    assert as_boris.get(path).status_code in {403, 405}
    assert as_boris.post(path, {"name": "Mine"}).status_code == 403
    assert stranger.post(path).url.startswith("/login/")


def test_the_page_costs_the_same_for_few_and_many(as_anna, anna, boris, django_assert_max_num_queries):
    for number in range(3):
        add_member(create_pool(anna, f"Pool {number}"), anna, boris)
    with django_assert_max_num_queries(20):
        as_anna.get(PAGE)
    with django_assert_max_num_queries(16):
        as_anna.get(MODE)
