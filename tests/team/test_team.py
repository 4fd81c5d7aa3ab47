"""First run, users, rights, availability, tokens (E25, F159; T7, T8, T13, T14, T41)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.lib import tokens
from foyer.lib.bus import bus
from foyer.team.actions import (
    change_organisation,
    change_role,
    change_user,
    come_back,
    create_organisation,
    create_token,
    create_user,
    deactivate_user,
    leave,
    reactivate_user,
    remove_token,
    set_availability,
)
from foyer.team.models import NO_WINDOW, ApiToken, Availability, Organisation, Role, User
from foyer.team.queries import availability_of, forget_organisation, online_users, organisation, token_owner
from foyer.team.types import AlreadySetUp, LastAdministrator, Refusal
from tests.team.people import hire, open_shop

PASSWORD = "correct horse battery"
FIRST_RUN = ("Linden & Oak", "Europe/Berlin", "en", "EUR", "Anna Albers", "Anna@Foyer.test", PASSWORD)


def test_the_first_run_makes_the_organisation_and_its_administrator(db):
    forget_organisation()
    assert organisation() is None
    anna = create_organisation(*FIRST_RUN)
    assert organisation().name == "Linden & Oak"
    assert (anna.email, anna.role, anna.check_password(PASSWORD)) == ("anna@foyer.test", "administrator", True)
    forget_organisation()


def test_the_first_run_happens_once(anna):
    with pytest.raises(AlreadySetUp):
        create_organisation(*FIRST_RUN)
    assert User.objects.count() == 1


def test_the_first_run_wants_a_password_that_is_hard_to_guess(db):
    with pytest.raises(ValidationError):
        create_organisation(*FIRST_RUN[:-1], "password")
    assert not Organisation.objects.exists()


def test_the_first_run_wants_an_address(db):
    with pytest.raises(Refusal):
        create_organisation(*FIRST_RUN[:5], "anna", PASSWORD)
    assert not Organisation.objects.exists()
    forget_organisation()


def test_an_address_is_one_user_whatever_its_case(anna):
    with pytest.raises(Refusal, match="already"):
        create_user("ANNA@foyer.test", "Other", None)
    assert User.objects.get_by_natural_key("Anna@FOYER.test") == anna


def test_who_comes_without_a_language_gets_the_organisations(anna):
    change_organisation(anna, language="fr")
    assert create_user("dora@foyer.test", "Dora", None).language == "fr"


def test_a_user_without_password_cannot_sign_in(anna):
    assert not create_user("cora@foyer.test", "Cora Cordes", None).check_password("")


def test_only_administrators_change_the_organisation(anna, boris):
    change_organisation(anna, currency="CHF")
    assert organisation().currency == "CHF"
    with pytest.raises(PermissionDenied):
        change_organisation(boris, name="Mine")
    with pytest.raises(TypeError):
        change_organisation(anna, created_at="2020-01-01")


def test_users_change_themselves_and_nobody_else(anna, boris):
    change_user(boris, boris, language="de", theme="dark", name=" Boris  B. ")
    assert User.objects.get(pk=boris.pk).name == "Boris B."
    change_user(boris, anna, name="Boris Brandt")
    with pytest.raises(PermissionDenied):
        change_user(anna, boris, name="Mine")


@pytest.mark.parametrize("field", ["role", "is_active", "email", "password", "id"])
def test_nobody_makes_themselves_more_in_passing(boris, field):
    """T14."""
    with pytest.raises(TypeError):
        change_user(boris, boris, **{field: "administrator"})


def test_only_administrators_give_rights_and_take_them(anna, boris):
    for attempt in (change_role, lambda user, _role, by: deactivate_user(user, by)):
        with pytest.raises(PermissionDenied):
            attempt(boris, Role.ADMINISTRATOR, boris)
    assert change_role(boris, Role.ADMINISTRATOR, anna).is_administrator


def test_the_last_administrator_stays(anna, boris):
    for attempt in (lambda: deactivate_user(anna, anna), lambda: change_role(anna, Role.AGENT, anna)):
        with pytest.raises(LastAdministrator):
            attempt()
    change_role(boris, Role.ADMINISTRATOR, anna)
    assert not change_role(anna, Role.AGENT, boris).is_administrator


def test_who_has_left_is_offline_without_tokens_and_the_sockets_hear_of_it(anna, boris, monkeypatch):
    """T8."""
    heard = []
    monkeypatch.setattr(bus(), "publish", lambda topic, message: heard.append((topic, message)))
    token = create_token(boris, "Export")
    set_availability(boris, "online")
    deactivate_user(boris, anna)
    react_to_pending()
    assert ("team", {"user": boris.pk}) in heard
    assert availability_of(boris).state == "offline"
    assert token_owner(tokens.digest(token)) is None
    reactivate_user(boris, anna)
    assert token_owner(tokens.digest(token)).user == boris


def test_who_has_left_may_do_nothing(anna, boris):
    change_role(boris, Role.ADMINISTRATOR, anna)
    deactivate_user(boris, anna)
    with pytest.raises(PermissionDenied):
        change_role(anna, Role.AGENT, User.objects.get(pk=boris.pk))


@pytest.mark.parametrize(
    ("before", "gone", "back"),
    [("online", "away", "online"), ("away", "away", "away"), ("offline",) * 3, ("invisible",) * 3],
)
def test_who_has_no_page_open_takes_no_chats_until_there_is_one(boris, before, gone, back):
    """E11, B16: what was chosen by hand stays."""
    set_availability(boris, before)
    leave([boris.pk], NO_WINDOW)
    assert Availability.objects.get(user=boris).state == gone
    come_back(boris.pk, NO_WINDOW)
    assert Availability.objects.get(user=boris).state == back


def test_who_is_invisible_is_offline_to_all_others(boris, anna):
    """E11."""
    shop = open_shop(anna, users=[boris])
    assert (set_availability(boris, "invisible").seen_state, boris.availability.seen_reason) == ("offline", "")
    assert boris not in online_users(shop.pk)


def test_availability_is_told_once_and_keeps_its_beginning(boris):
    """F159."""
    since = set_availability(boris, "online").since
    assert set_availability(boris, "online").since == since
    assert set_availability(boris, "away", "Lunch").reason == "Lunch"
    told = Event.objects.filter(kind="AvailabilityChanged", subject_id=boris.pk)
    assert [event.data["state"] for event in told.order_by("pk")] == ["online", "away"]
    with pytest.raises(ValueError, match="asleep"):
        set_availability(boris, "asleep")


def test_online_users_are_those_of_the_portal_who_take_chats(anna, boris):
    shop = open_shop(anna, users=[boris])
    set_availability(boris, "online")
    set_availability(hire("Cora Cordes"), "online")
    assert list(online_users(shop.pk)) == [boris]


def test_a_user_without_status_gets_one(boris):
    Availability.objects.all().delete()
    assert set_availability(boris, "online").state == "online"


def test_a_token_is_shown_once_and_kept_as_a_hash(boris):
    """T41."""
    token = create_token(boris, "Export")
    assert token.startswith("foyer_")
    assert token not in str(ApiToken.objects.values().get())
    assert token_owner(tokens.digest(token)).user == boris


def test_nobody_removes_the_token_of_somebody_else(anna, boris):
    """T7."""
    create_token(boris, "Export")
    with pytest.raises(ApiToken.DoesNotExist):
        remove_token(anna, ApiToken.objects.get().pk)
    remove_token(boris, ApiToken.objects.get().pk)
    assert not ApiToken.objects.exists()
