"""Log-in, first run, invitation, profile (T1-T4, T8, T13, T14)."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from foyer.portals.models import Portal
from foyer.team.actions import create_user, invite_user, set_availability
from foyer.team.models import Availability, Organisation, User
from foyer.team.queries import forget_organisation, organisation
from tests.desk.house import signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "a bench of oiled oak"
YOU = {
    "organisation": "Linden & Oak", "name": "Anna Albers", "email": "Anna@Foyer.test", "password": PASSWORD,
    "time_zone": "Europe/Vienna", "currency": "EUR",
}  # fmt: skip


@pytest.fixture
def nobody(db):
    """A fresh installation."""
    cache.clear()
    forget_organisation()
    return Client()


@pytest.fixture
def mila(anna):
    return create_user("mila@foyer.test", "Mila Sand", PASSWORD)


def _focused(answer):
    field = re.search(r"<input[^>]* autofocus[^>]*>", answer.content.decode())
    return re.search(r'name="(\w+)"', field[0])[1]


def availability_of(user):
    return Availability.objects.get(user=user).state


def test_a_fresh_installation_leads_to_the_first_run(nobody):
    for path in ("/", "/leads/", "/login/"):
        assert nobody.get(path).url == "/welcome/"


def test_the_first_run_takes_three_steps(nobody):
    assert nobody.post("/welcome/", YOU).url == "/welcome/website/"
    assert (
        nobody.post("/welcome/website/", {"name": "Shop", "site_url": "shop.example", "push_as": "contact"}).url
        == "/welcome/team/"
    )
    done = nobody.post("/welcome/team/", {"emails": "boris@foyer.test\nmila@foyer.test"}).content
    assert done.count(b"/join/") == 2
    assert b"data-portal=" in done
    assert b'href="/live/"' in done
    house, portal = Organisation.objects.get(), Portal.objects.get()
    assert (house.name, house.time_zone, portal.push_as) == ("Linden & Oak", "Europe/Vienna", "contact")
    assert User.objects.get().is_administrator
    assert availability_of(User.objects.get()) == "online"


def test_whoever_works_alone_gets_the_code_at_once(nobody):
    nobody.post("/welcome/", YOU)
    nobody.post("/welcome/website/", {"name": "Shop", "site_url": "shop.example", "push_as": "lead"})
    assert b'href="/welcome/done/"' in nobody.get("/welcome/team/").content
    assert b"data-portal=" in nobody.get("/welcome/done/").content


def test_the_first_run_speaks_the_language_one_chooses(nobody):
    nobody.post("/language/", {"language": "de", "next": "/welcome/"})
    assert "Wer empfängt hier" in nobody.get("/welcome/").content.decode()


def test_one_begins_to_type_where_something_is_wrong(nobody):
    assert _focused(nobody.get("/welcome/")) == "organisation"
    assert _focused(nobody.post("/welcome/", YOU | {"password": "short"})) == "password"


def test_the_first_run_happens_once(nobody):
    nobody.post("/welcome/", YOU)
    assert Client().get("/welcome/").url == "/login/"
    Client().post("/welcome/", {**YOU, "email": "evil@foyer.test"})
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"email": "none"}, {"time_zone": "Mars/Base"}, {"currency": "xx"}]
)
def test_wrong_answers_are_told_and_nothing_is_made(nobody, wrong):
    assert nobody.post("/welcome/", YOU | wrong).context["form"].errors
    assert not Organisation.objects.exists()


def test_later_steps_are_for_the_administrator(nobody, boris):
    boris_client = signed_in(boris)
    assert boris_client.get("/welcome/website/").status_code == 403
    assert boris_client.post("/welcome/team/", {"emails": "x@y.example"}).status_code == 403
    assert nobody.get("/welcome/website/").url.startswith("/login/")


def test_signing_in_and_out(stranger, mila):
    answer = stranger.post("/login/", {"login": "MILA@foyer.test", "password": PASSWORD})
    assert answer.url == "/live/"
    assert stranger.post("/logout/").url == "/login/"
    assert stranger.get("/leads/").url.startswith("/login/")


@pytest.mark.parametrize("before", ["offline", "away", "online"])
def test_signing_in_makes_one_available_and_signing_out_ends_it(stranger, mila, before):
    """F158."""
    set_availability(mila, before)
    stranger.post("/login/", {"login": "mila@foyer.test", "password": PASSWORD})
    assert availability_of(mila) == "online"
    stranger.post("/logout/")
    assert availability_of(mila) == "offline"


def test_what_is_set_while_signed_in_stays(stranger, mila):
    """F158, F159."""
    stranger.post("/login/", {"login": "mila@foyer.test", "password": PASSWORD})
    stranger.post("/availability/", {"state": "away"})
    stranger.get("/live/")
    assert availability_of(mila) == "away"


def test_a_log_in_that_fails_makes_nobody_available(stranger, mila):
    """F158."""
    stranger.post("/login/", {"login": "mila@foyer.test", "password": "wrong"})
    assert availability_of(mila) == "offline"


def test_after_the_log_in_one_is_where_one_wanted(stranger, mila):
    answer = stranger.post(
        "/login/?next=/leads/", {"login": "mila@foyer.test", "password": PASSWORD, "next": "/leads/"}
    )
    assert answer.url == "/leads/"


def test_a_log_in_that_fails_keeps_quiet_about_an_address_that_cannot_be_read(stranger):
    """T13: it once broke on the brackets."""
    assert stranger.post("/login/", {"login": "x", "password": "y", "next": "https://[::1"}).status_code == 200


def test_the_log_in_leads_nowhere_else(stranger, mila):
    """T26."""
    answer = stranger.post(
        "/login/?next=https://evil.example/",
        {"login": "mila@foyer.test", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.url == "/live/"


@pytest.mark.parametrize("who", ["mila@foyer.test", "nobody@foyer.test"])
def test_a_wrong_password_and_a_wrong_name_look_alike(stranger, mila, who):
    """T4."""
    answer = stranger.post("/login/", {"login": who, "password": "wrong"})
    assert answer.context["form"].non_field_errors() == ["E-mail or password is wrong."]


def test_the_deactivated_do_not_get_in(stranger, mila):
    User.objects.filter(pk=mila.pk).update(is_active=False)
    assert stranger.post("/login/", {"login": "mila@foyer.test", "password": PASSWORD}).url == "/login/"
    assert stranger.get("/leads/").status_code == 302


def test_guessing_is_slowed_down(stranger, mila):
    """T2."""
    answers = [
        stranger.post("/login/", {"login": "mila@foyer.test", "password": f"wrong {number}"}) for number in range(12)
    ]
    assert any(b"Too many" in answer.content or answer.status_code == 429 for answer in answers)


def test_signing_out_is_a_post(as_boris):
    assert as_boris.get("/logout/").status_code == 405


def test_the_language_of_the_log_in_can_be_chosen(stranger):
    stranger.post("/language/", {"language": "de", "next": "/login/"})
    assert b'<html lang="de"' in stranger.get("/login/").content


def test_a_fragment_sends_the_whole_page_to_the_log_in(stranger):
    answer = stranger.get("/leads/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login/")


def test_an_invitation_is_accepted_once(stranger, anna, shop):
    _, secret = invite_user(anna, "mila@foyer.test", "Mila", "agent", [shop])
    assert b"mila@foyer.test" in stranger.get(f"/join/{secret}/").content
    joined = stranger.post(f"/join/{secret}/", {"name": "Mila Sand", "password": PASSWORD, "role": "administrator"})
    assert joined.url == "/live/"
    mila = User.objects.get(email="mila@foyer.test")
    assert (mila.role, list(mila.portals.all())) == ("agent", [shop])
    assert availability_of(mila) == "online"
    assert Client().get(f"/join/{secret}/").status_code == 410


def test_unknown_invitations_look_like_used_ones(stranger, anna):
    """T4."""
    assert stranger.get("/join/nonsense/").status_code == 410
    assert stranger.post("/join/nonsense/", {"name": "x", "password": PASSWORD}).status_code == 410


def test_a_weak_password_is_told(stranger, anna):
    _, secret = invite_user(anna, "mila@foyer.test", "Mila", "agent")
    assert stranger.post(f"/join/{secret}/", {"name": "Mila", "password": "short"}).context["form"].errors["password"]
    assert not User.objects.filter(email="mila@foyer.test").exists()


def test_the_profile_changes_what_it_lists_and_nothing_else(as_boris, boris):
    """T14."""
    fields = {"name": "Boris B.", "language": "fr", "time_zone": "Europe/Paris", "theme": "dark", "told_of": "known"}
    as_boris.post("/profile/", {**fields, "role": "administrator", "email": "x@y.example", "is_active": ""})
    boris.refresh_from_db()
    assert {field: getattr(boris, field) for field in fields} == fields
    assert (boris.role, boris.email, boris.is_active) == ("agent", "boris@foyer.test", True)


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"theme": "pink"}, {"time_zone": "Mars/Base"}, {"name": ""}, {"told_of": "x"}]
)
def test_a_wrong_profile_is_told(as_boris, wrong):
    fields = {"name": "Boris B.", "language": "fr", "time_zone": "", "theme": "dark", "told_of": "known"}
    assert as_boris.post("/profile/", fields | wrong).context["form"].errors


def test_the_password_changes_and_other_devices_are_signed_out(mila):
    """T8."""
    here, elsewhere = signed_in(mila), signed_in(mila)
    new = "a table of green larch"
    here.post("/profile/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    mila.refresh_from_db()
    assert mila.check_password(new)


@pytest.mark.parametrize(
    "fields",
    [
        {"oldpassword": "wrong", "password1": "a table of green larch", "password2": "a table of green larch"},
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
        {"oldpassword": PASSWORD, "password1": "a table of green larch", "password2": "something else"},
    ],
)
def test_a_password_is_not_changed_by_accident(mila, fields):
    assert signed_in(mila).post("/profile/password/", fields).context["form"].errors
    mila.refresh_from_db()
    assert mila.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/profile/", "/profile/password/", "/"])
def test_strangers_are_sent_to_the_log_in(stranger, path):
    assert stranger.get(path).url.startswith("/login/")


def test_the_frame_costs_three_queries_at_most(as_boris, boris, shop, rf, django_assert_max_num_queries):
    from foyer.desk.shell.context import shell_of

    request = rf.get("/leads/")
    request.user, request.session = boris, {}
    organisation()  # kept in memory since the first request of the process
    with django_assert_max_num_queries(3):
        names = [item.name for item in shell_of(request).nav]
    assert names == ["live", "inbox", "leads", "contacts", "accounts", "deals", "activities", "visits", "reports"]


def test_what_is_not_there_is_told_on_a_page_of_ours(as_boris, stranger):
    assert b"Nothing is here" in as_boris.get("/leads/999/").content
    assert stranger.get("/no-such-page/").status_code == 404


def test_what_is_not_allowed_is_told_on_a_page_of_ours(as_boris):
    answer = as_boris.get("/setup/users/")
    assert answer.status_code == 403
    assert b"an administrator can let you in" in answer.content


def test_a_form_without_its_token_changes_nothing(boris):
    """T16."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(boris)
    answer = client.post("/profile/", {"name": "X", "language": "en", "time_zone": "", "theme": "dark"})
    assert answer.status_code == 403
    assert b"The page was open for too long" in answer.content
