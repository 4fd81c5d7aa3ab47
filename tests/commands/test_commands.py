"""What `bin/foyer` does besides serving (design, section 5)."""

import io
import stat

import pytest
from django.core.management import CommandError, call_command

from foyer.demo.house import PORTAL, change_passwords, furnish, kept_password
from foyer.lib.tokens import digest
from foyer.portals.actions import create_embed_code, create_portal
from foyer.portals.models import EmbedCode
from foyer.project.config import Config
from foyer.project.doctor import data_folder, examine, journal, space
from foyer.project.management.commands.configdoc import PAGE, config_page
from foyer.team.actions import create_organisation, deactivate_user, set_availability
from foyer.team.models import Organisation, User
from foyer.team.queries import token_owner
from foyer.visits.journal import Journal

PASSWORD = "a quiet garden bench"


@pytest.fixture
def anna(db):
    return create_organisation("Oak", "Europe/Berlin", "en", "EUR", "Anna Berger", "anna@foyer.test", PASSWORD)


def run(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def create_admin(monkeypatch, password, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return run("createadmin", name="Anna Berger", password_stdin=True, **options)


def test_the_first_administrator_makes_the_organisation(db, monkeypatch):
    create_admin(monkeypatch, PASSWORD, email="anna@foyer.test", organisation="Linden & Oak")

    assert Organisation.objects.get().name == "Linden & Oak"
    assert User.objects.get().is_administrator
    assert User.objects.get().check_password(PASSWORD)


def test_a_second_administrator_joins(anna, monkeypatch):
    told = create_admin(monkeypatch, PASSWORD, email="berta@foyer.test")

    assert "berta@foyer.test" in told
    assert User.objects.filter(role="administrator").count() == 2


@pytest.mark.parametrize(
    ("email", "password"), [("anna@foyer.test", PASSWORD), ("nobody", PASSWORD), ("b@foyer.test", "1")]
)
def test_an_administrator_that_cannot_be_is_refused(email, password, anna, monkeypatch):
    with pytest.raises(CommandError):
        create_admin(monkeypatch, password, email=email)
    assert User.objects.count() == 1


def test_a_token_is_printed_alone(anna):
    token = run("token", "Anna@foyer.test").strip()

    assert token_owner(digest(token)).user == anna


def test_nobody_gets_a_token_for_somebody_who_left(anna, monkeypatch):
    create_admin(monkeypatch, PASSWORD, email="berta@foyer.test")
    deactivate_user(anna, User.objects.get(email="berta@foyer.test"))

    with pytest.raises(CommandError):
        run("token", "anna@foyer.test")


def test_portals_are_listed_with_their_keys(anna):
    portal = create_portal(anna, "Demo shop", "https://shop.example")
    create_embed_code(portal, anna, "Shop only")

    first, second = EmbedCode.objects.order_by("pk")
    assert run("portals") == f"name\tkey\nDemo shop\t{first.key}\nDemo shop\t{second.key}\n"


def test_the_page_of_settings_is_up_to_date():
    """After a change of config.py: bin/foyer configdoc."""
    assert PAGE.read_text("utf-8") == config_page()


def test_the_doctor_names_what_is_to_be_done(anna, tmp_path):
    create_portal(anna, "Demo shop", "https://shop.example")
    told = [str(finding) for finding in examine(Config(data=tmp_path))]

    assert any(line.startswith("!!  Nobody is online.") for line in told)
    assert any(line.startswith("!!  Demo shop: no hit yet, chat icon shown.") for line in told)
    assert any(line.startswith("OK  The database answers") for line in told)


def test_the_doctor_fails_while_something_is_not_well(anna):
    set_availability(anna, "online")

    with pytest.raises(CommandError, match="To be looked at: 2"):
        run("doctor")


def test_the_doctor_sees_open_secrets(tmp_path):
    secret = tmp_path / "secret_key"
    secret.touch(mode=0o644)
    (finding,) = data_folder(Config(data=tmp_path))
    assert not finding.is_well

    secret.chmod(0o600)
    (finding,) = data_folder(Config(data=tmp_path))
    assert finding.is_well


def test_the_doctor_looks_for_space(tmp_path):
    """R3."""
    assert space(Config(data=tmp_path / "none yet")) == []
    assert space(Config(data=tmp_path))[0].is_well
    (finding,) = space(Config(data=tmp_path, reserve_mb=10**9))
    assert not finding.is_well


def test_the_doctor_tries_the_journal(tmp_path):
    config = Config(data=tmp_path)
    Journal(config.journal_path)
    assert journal(config)[0].is_well

    config.journal_path.write_bytes(b"not a database" * 100)
    for companion in ("-wal", "-shm"):
        config.journal_path.with_name(config.journal_path.name + companion).unlink(missing_ok=True)
    assert not journal(config)[0].is_well


def test_the_demo_password_is_kept_for_the_next_start(tmp_path):
    password = kept_password(tmp_path / "new")

    assert kept_password(tmp_path / "new") == password
    assert len(password) >= 19
    assert stat.S_IMODE((tmp_path / "new" / "demo_password").stat().st_mode) == 0o600


def test_a_lost_demo_password_is_replaced(db):
    furnish("http://127.0.0.1:8000", PASSWORD)
    change_passwords("another garden bench")

    assert all(user.check_password("another garden bench") for user in User.objects.all())


def test_the_demo_leaves_an_organisation_of_its_own_alone(anna):
    with pytest.raises(CommandError, match="FOYER_DATA"):
        run("demo", fill_only=True)


def test_made_up_visitors_come_to_the_demo_unless_one_wants_to_be_alone(db, tmp_path, monkeypatch):
    command, begun = "foyer.project.management.commands.demo", []
    monkeypatch.setattr(f"{command}.config", lambda: Config(data=tmp_path, port=8123))
    monkeypatch.setattr(f"{command}._filled", lambda chosen, address: PASSWORD)
    monkeypatch.setattr(f"{command}._serve", lambda chosen: None)
    monkeypatch.setattr(f"{command}.guests.begin", begun.append)
    run("demo", alone=True)
    assert begun == []
    run("demo")
    assert begun == ["http://127.0.0.1:8123"]


@pytest.mark.slow
@pytest.mark.both
def test_the_demo_is_filled_once(db, tmp_path, monkeypatch):
    monkeypatch.setattr("foyer.project.management.commands.demo.config", lambda: Config(data=tmp_path, port=8123))
    first, second = run("demo", fill_only=True), run("demo", fill_only=True)

    assert first == second
    assert "http://127.0.0.1:8123/demo/" in first
    assert "anna@foyer.test" in first
    assert EmbedCode.objects.filter(portal__name=PORTAL).count() == 1
