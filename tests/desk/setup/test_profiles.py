"""Setup > People > Profiles and Teams: what an administrator sets is what an agent sees (E25, F29, F30, F229)."""

import pytest

from foyer.crm.actions import create_record
from foyer.team.models import AccessProfile, Team, User
from foyer.team.profiles import create_profile
from foyer.team.rights import MODULES, VERBS
from foyer.team.teams import create_team, set_members
from tests.project.world import with_token

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\u202e{{ 7*7 }}'\""
LISTS = {"lead": "leads", "contact": "contacts", "account": "accounts", "deal": "deals", "activity": "activities"}
PATHS = ("profiles/", "profiles/1/", "profiles/1/lead/", "teams/")
POSTS = (*PATHS, "profiles/1/deletion/", "teams/1/", "teams/1/deletion/", "users/1/profile/")


@pytest.fixture
def sales(anna, boris):
    made = create_profile(anna, "Sales")
    User.objects.filter(pk=boris.pk).update(access_profile=made)
    return made


def everything_but(module, *verbs, scope="all"):
    """The form of the matrix with these taken away."""
    ticks = {f"{each}.{verb}": "on" for each in MODULES for verb in VERBS if each != module or verb not in verbs}
    return {"name": "Sales", **ticks, f"{module}.scope": scope}


def test_a_profile_is_made_and_its_page_shown(as_anna):
    page = as_anna.post("/setup/profiles/", {"name": "Sales", "like": ""}, follow=True)
    assert page.context["profile"] == AccessProfile.objects.get()
    assert page.content.count(b'type="checkbox" name=') == 5 * len(VERBS) + 4


@pytest.mark.parametrize("module", LISTS)
def test_a_hidden_module_is_gone_from_page_menu_and_api(as_anna, as_boris, boris, sales, module):
    """F229."""
    as_anna.post(f"/setup/profiles/{sales.pk}/", everything_but(module, "view"))
    assert as_boris.get(f"/{LISTS[module]}/").status_code == 404
    assert f'data-nav="{LISTS[module]}"'.encode() not in as_boris.get("/live/").content
    assert with_token(boris).get(f"/api/v1/{LISTS[module]}").status_code == 404


def test_hidden_visits_are_gone_everywhere(as_anna, as_boris, boris, sales, shop):
    """F29, F30."""
    from foyer.identity.actions import browser_actor
    from tests.desk.house import visit

    stay = visit(shop, browser_actor(shop.pk, "browser-00000000000001"))
    assert as_boris.get(f"/visits/{stay.pk}/").status_code == 200
    as_anna.post(f"/setup/profiles/{sales.pk}/", everything_but("visit", "view"))
    assert b'data-nav="visits"' not in as_boris.get("/live/").content
    pages = ["/visits/", f"/visits/{stay.pk}/"]
    api = [f"/api/v1/visits/{stay.pk}", "/api/v1/visits"]
    answers = [*map(as_boris.get, pages), *map(with_token(boris).get, api)]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_hidden_visits_are_neither_on_records_nor_found(as_anna, as_boris, sales, shop):
    """F29, F229: not in the feed, its summary and related list, nor behind Ctrl K."""
    from foyer.events.actions import record
    from foyer.identity.actions import browser_actor
    from foyer.visits.types import VisitStarted
    from tests.crm.people import lead
    from tests.desk.house import visit

    stay = visit(shop, browser_actor(shop.pk, "browser-00000000000002"))
    record(VisitStarted(subject_id=stay.pk, actor_id=stay.actor_id, portal_id=shop.pk, number=1))
    vera = lead(from_actor=stay.actor)
    pages = (f"/leads/{vera.pk}/", f"/leads/{vera.pk}/feed/", "/find/?q=visits")
    link = b"/visits/"
    assert [link in as_boris.get(page).content for page in pages] == [True] * 3
    as_anna.post(f"/setup/profiles/{sales.pk}/", everything_but("visit", "view"))
    assert [link in as_boris.get(page).content for page in pages] == [False] * 3


@pytest.mark.parametrize(("verb", "status"), [("create", 403), ("edit", 403), ("delete", 403), ("export", 200)])
def test_each_verb_is_taken_away_alone(as_anna, as_boris, anna, sales, verb, status):
    lead = create_record("lead", anna, {"last_name": "Lang"})
    as_anna.post(f"/setup/profiles/{sales.pk}/", everything_but("lead", verb))
    assert as_boris.get(f"/leads/{lead.pk}/").status_code == 200
    path = {"create": "/leads/new/", "edit": f"/leads/{lead.pk}/edit/", "delete": f"/leads/{lead.pk}/deletion/"}
    assert as_boris.post(path.get(verb, "/leads/new/"), {"last_name": "Noll"}).status_code in {status, 302, 404}
    assert verb not in AccessProfile.objects.get().modules["lead"]["verbs"]


def test_own_records_only(as_anna, as_boris, anna, sales):
    lead = create_record("lead", anna, {"last_name": "Lang"})
    as_anna.post(f"/setup/profiles/{sales.pk}/", everything_but("lead", scope="own"))
    assert as_boris.get(f"/leads/{lead.pk}/").status_code == 404


def test_a_hidden_field_is_not_on_the_record(as_anna, as_boris, anna, sales):
    lead = create_record("lead", anna, {"last_name": "Lang", "city": "Reykjavik"})
    assert b"Reykjavik" in as_boris.get(f"/leads/{lead.pk}/").content
    as_anna.post(
        f"/setup/profiles/{sales.pk}/lead/", {"field.city": "hidden", "field.region": "read", "field.x": "hidden"}
    )
    assert AccessProfile.objects.get().fields == {"lead": {"city": "hidden", "region": "read"}}
    assert b"Reykjavik" not in as_boris.get(f"/leads/{lead.pk}/").content


def test_hiding_a_name_is_not_offered_and_does_nothing(as_anna, as_boris, anna, sales):
    """T7."""
    account, path = create_record("account", anna, {"name": "Seeblick"}), f"/setup/profiles/{sales.pk}/account/"
    box = as_anna.get(path).content.decode().partition('name="field.name"')[2].partition("</select>")[0]
    assert ('value="read"' in box, 'value="hidden"' in box) == (True, False)
    as_anna.post(path, {"field.name": "hidden"})
    assert b"Seeblick" in as_boris.get(f"/accounts/{account.pk}/").content


def test_the_users_page_assigns_profiles(as_anna, boris, anna):
    made = create_profile(anna, HOSTILE)
    as_anna.post(f"/setup/users/{boris.pk}/profile/", {"profile": made.pk})
    assert User.objects.get(pk=boris.pk).access_profile == made
    page = as_anna.get("/setup/users/").content
    assert b"<script>alert(1)" not in page
    as_anna.post(f"/setup/users/{boris.pk}/profile/", {"profile": ""})
    assert User.objects.get(pk=boris.pk).access_profile is None


def test_nonsense_is_refused(as_anna, boris):
    assert as_anna.post(f"/setup/users/{boris.pk}/profile/", {"profile": "x"}).status_code == 400
    assert as_anna.post(f"/setup/users/{boris.pk}/profile/", {"profile": "99"}).status_code == 404
    assert as_anna.get("/setup/profiles/1/king/").status_code == 404


def test_an_invitation_names_a_profile(as_anna, sales):
    from foyer.team.models import Invitation

    fields = {"email": "mila@foyer.test", "role": "agent", "access_profile": sales.pk}
    as_anna.post("/setup/users/invitations/", fields)
    assert Invitation.objects.get().access_profile == sales


def test_a_team_gets_name_and_members(as_anna, anna, boris):
    as_anna.post("/setup/teams/", {"name": HOSTILE})
    team = Team.objects.get()
    as_anna.post(f"/setup/teams/{team.pk}/", {"name": "Nord" + HOSTILE, "members": [boris.pk, "x"]})
    assert list(team.members.all()) == [boris]
    page = as_anna.get("/setup/teams/").content
    assert b"<script>alert" not in page
    as_anna.post(f"/setup/teams/{team.pk}/deletion/")
    assert not Team.objects.exists()


@pytest.mark.parametrize("path", PATHS)
def test_agents_may_not_look(as_boris, stranger, sales, anna, path):
    create_team(anna, "Nord")
    assert as_boris.get(f"/setup/{path}").status_code == 403
    assert stranger.get(f"/setup/{path}").url.startswith("/login/")


@pytest.mark.parametrize("path", POSTS)
def test_agents_may_not_change(as_boris, stranger, sales, anna, path):
    create_team(anna, "Nord")
    assert as_boris.post(f"/setup/{path}", {"name": "Mine"}).status_code == 403
    assert stranger.post(f"/setup/{path}").url.startswith("/login/")
    assert AccessProfile.objects.get().name == "Sales"


@pytest.mark.parametrize("path", ["profiles/", "teams/", "users/"])
def test_the_lists_cost_the_same_for_few_and_many(as_anna, anna, path, django_assert_max_num_queries):
    for number in range(12):
        create_profile(anna, f"Profile {number}")
        set_members(create_team(anna, f"Team {number}"), anna, [anna])
    with django_assert_max_num_queries(14):
        as_anna.get(f"/setup/{path}")
