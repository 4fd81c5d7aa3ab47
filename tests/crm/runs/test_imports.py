"""Files become records: bad rows are told, known ones kept, and all of it can be taken back (E35, issue 3)."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from foyer.crm.actions import change_record, create_record
from foyer.crm.models import Account, Choice, Contact, Lead, Run, RunRow, Tagging
from foyer.crm.runs import engine
from foyer.crm.runs.actions import begin_import, stop_run, undo_run
from foyer.crm.runs.engine import work_off
from foyer.crm.runs.files import folder
from foyer.crm.runs.mappings import recognised
from foyer.events.models import Event
from foyer.identity.models import Claim, Identifier, Level
from foyer.identity.queries import identifiers_of
from foyer.identity.verify import verify
from foyer.lib.sheets import BadSheet
from tests.crm.runs.conftest import drafted, imported, limit, workbook, worked

pytestmark = pytest.mark.django_db(transaction=True)


def names():
    return sorted(str(one) for one in Contact.objects.filter(gone_at=None))


def told(run, outcome="failed"):
    return dict(run.rows.filter(outcome=outcome).values_list("number", "message"))


def test_three_bad_rows_are_told_with_line_and_sentence(anna, three_bad):
    run = imported(anna, three_bad)
    assert (run.state, run.done, run.failed) == ("done", 2, 3)
    assert names() == ["Jan Bos", "Vera Lang"]
    assert told(run) == {
        3: "E-mail: This is not an e-mail address.",
        4: "Assigned to: Nobody here is called “Nobody Known”.",
        6: "Country: Write the country as two letters, like DE.",
    }


def test_a_dry_run_changes_nothing(anna, three_bad):
    before = Event.objects.exclude(kind__startswith="Run").count()
    run = imported(anna, three_bad, dry=True)
    assert (run.done, run.failed, names()) == (2, 3, [])
    assert Event.objects.exclude(kind__startswith="Run").count() == before
    assert not Identifier.objects.exists()
    assert not Account.objects.exists()


def test_after_a_dry_run_the_same_file_is_imported(anna, three_bad):
    run = imported(anna, three_bad, dry=True)
    run = worked(begin_import(run, anna, dry=False))
    assert (run.done, run.failed, len(names()), run.rows.count()) == (2, 3, 2, 5)


def test_addresses_are_attested_claims_of_an_import(anna, three_bad):
    imported(anna, three_bad)
    claim = Claim.objects.get(identifier__value="vera@lang.example")
    assert (claim.level, claim.way, claim.name) == (Level.ATTESTED, Claim.Way.IMPORT, "Vera Lang")
    assert verify() == []


def test_shared_and_repeated_addresses_go_the_exact_way(anna):
    create_record("lead", anna, {"last_name": "Lang", "emails": ["vera@lang.example"]})
    rows = "".join(f"P{n},same@lang.example,+4915112345678\n" for n in range(9))
    run = imported(anna, f"Last name,E-mail,Phone\nLang,vera@lang.example,\n{rows}Info,info@lang.example,\n", match=[])
    assert run.done == 11
    assert verify() == []
    assert Lead.objects.get().actor.profile_id == Contact.objects.get(last_name="Lang").actor.profile_id


def test_companies_become_accounts_once(anna):
    create_record("account", anna, {"name": "Alder"})
    imported(anna, "Last name,Account\nA,ALDER\nB,Birch\nC,birch\n")
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Alder", "Birch"]
    assert Contact.objects.get(last_name="C").account.name == "Birch"


@pytest.mark.parametrize(
    ("known", "city", "title"),
    [("skip", "", "Buyer"), ("fill", "Malmö", "Buyer"), ("update", "Malmö", "Chief")],
)
def test_known_people_are_left_filled_or_changed(anna, known, city, title):
    vera = create_record("contact", anna, {"last_name": "Lang", "job_title": "Buyer", "emails": ["vera@lang.example"]})
    imported(anna, "E-mail,Role,City\nVERA@lang.example,Chief,Malmö\n", known=known)
    vera.refresh_from_db()
    assert (vera.city, vera.job_title, Contact.objects.count()) == (city, title, 1)


@pytest.mark.parametrize(
    ("match", "text"),
    [
        ("phone", "Phone\n+49 151 12345678\n"),
        ("name", "First name,Last name,Account\nVera,LANG,alder\n"),
        ("id", "id,last_name\n{id},Lang\n"),
    ],
)
def test_people_are_known_by_phone_name_and_number(anna, match, text):
    firm = create_record("account", anna, {"name": "Alder"})
    values = {"first_name": "Vera", "last_name": "Lang", "phones": ["+4915112345678"], "account": firm.pk}
    vera = create_record("contact", anna, values)
    run = imported(anna, text.format(id=vera.pk), match=[match], known="skip")
    assert (run.skipped, Contact.objects.count()) == (1, 1)


def test_the_same_person_twice_in_a_file_is_made_once(anna):
    run = imported(anna, "Last name,E-mail\nLang,vera@lang.example\nLang,vera@lang.example\n")
    assert (run.done, run.skipped, Contact.objects.count()) == (1, 1, 1)


def test_choices_are_read_in_three_languages(anna):
    text = "Last name,Status\nA,Neu\nB,new\nC,Nouveau\n"
    run = imported(anna, text, "lead")
    assert run.failed == 0, told(run)
    assert set(Lead.objects.values_list("status", flat=True)) == {"new"}


def test_the_words_of_other_systems_are_understood(anna):
    head = "Last Name,Lead Source,Lead Status,Lead Owner\n"
    text = f"{head}A,Trade Show,Attempted to Contact,\nB,By Recommendation,Junk Lead,\n"
    assert imported(anna, text, "lead").failed == 0
    found = Lead.objects.order_by("last_name").values_list("source", "status")
    assert list(found) == [("trade_fair", "contacted"), ("referral", "lost")]


def test_an_unknown_choice_is_refused_or_added_by_an_administrator(anna, boris):
    text = "Last name,Source\nA,Fax\n"
    assert imported(anna, text).failed == 1
    assert imported(boris, text, unknown="create").failed == 1
    assert imported(anna, text, unknown="create").done == 1
    assert Choice.objects.get(list="source", key="fax").label == "Fax"


def test_dates_are_read_as_the_file_means_them(anna):
    text = "Last name,Birthday\nA,03/04/1980\n"
    imported(anna, text)
    imported(anna, text.replace("A,", "B,"), order="mdy")
    assert [str(one.birthday) for one in Contact.objects.order_by("last_name")] == ["1980-04-03", "1980-03-04"]


def test_xlsx_is_read_like_csv(anna):
    rows = [["Last name", "E-mail", "Employees"], ["Lang", "vera@lang.example", 1], ["Noll", "=1+1", None]]
    run = imported(anna, workbook(rows))
    assert (run.done, names()) == (2, ["Lang", "Noll"])


def test_a_crash_in_the_middle_does_nothing_twice(anna, monkeypatch):
    text = "Last name,E-mail\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(30))
    run = begin_import(drafted(anna, text), anna, dry=False)
    monkeypatch.setattr(engine, "FIRST_SIZE", 10)
    monkeypatch.setattr(engine, "MAX_SIZE", 10)
    assert work_off(run.pk, lambda: False)
    work_off(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, Contact.objects.count(), run.rows.count()) == ("done", 30, 30, 30)


def test_a_batch_that_breaks_leaves_nothing(anna, monkeypatch):
    run = begin_import(drafted(anna, "Last name\nLang\n"), anna, dry=False)
    monkeypatch.setattr(engine, "_count", lambda *_: 1 / 0)
    work_off(run.pk)
    run.refresh_from_db()
    assert (run.state, Contact.objects.count(), RunRow.objects.count()) == ("failed", 0, 0)
    assert "log says why" in run.error


def test_a_run_that_went_silent_is_taken_up_again(anna):
    run = begin_import(drafted(anna, "Last name\nLang\n"), anna, dry=False)
    Run.objects.update(created_at="2026-01-01T00:00:00Z", state="running")
    assert engine.resume_runs() == 1
    assert engine.resume_runs() == 0
    worked(run)
    assert names() == ["Lang"]


def test_stopping_keeps_what_is_done(anna, monkeypatch):
    monkeypatch.setattr(engine, "FIRST_SIZE", 2)
    run = begin_import(drafted(anna, "Last name\n" + "".join(f"P{n}\n" for n in range(9))), anna, dry=False)
    work_off(run.pk, lambda: False)
    stop_run(run, anna)
    assert (worked(run).state, run.done, Contact.objects.count()) == ("stopped", 2, 2)


def test_undo_deletes_what_nobody_touched_and_frees_the_addresses(anna):
    run = imported(anna, "Last name,E-mail,Account\nLang,vera@lang.example,Alder\nNoll,kim@noll.example,Alder\n")
    change_record(Contact.objects.get(last_name="Noll"), anna, {"city": "Lund"})
    undo = worked(undo_run(run, anna))
    assert (undo.done, undo.skipped, names()) == (1, 1, ["Noll"])
    run.refresh_from_db()
    assert run.state == "undone"
    assert verify() == []
    assert imported(anna, "Last name,E-mail\nLang,vera@lang.example\n").done == 1
    assert [str(each.value) for each in identifiers_of(Contact.objects.get(last_name="Lang", gone="").actor)]


def test_undo_puts_changed_values_back_unless_somebody_changed_them(anna):
    vera = create_record("contact", anna, {"last_name": "Lang", "city": "Lund", "emails": ["vera@lang.example"]})
    text = "E-mail,City,Role,Phone\nvera@lang.example,Malmö,Chief,+4915112345678\n"
    run = imported(anna, text, known="update")
    vera.refresh_from_db()
    change_record(vera, anna, {"job_title": "Boss"})
    worked(undo_run(run, anna))
    vera.refresh_from_db()
    assert (vera.city, vera.job_title) == ("Lund", "Boss")
    assert [each.value for each in identifiers_of(vera.actor)] == ["vera@lang.example"]


def test_whoever_looked_before_an_import_or_its_undo_looks_again(anna):
    vera = create_record("contact", anna, {"last_name": "Lang", "emails": ["vera@lang.example"]})
    run = imported(anna, "E-mail,Phone,Tags\nvera@lang.example,+4915112345678,fair\n", known="update")
    after = Contact.objects.get().version
    assert after > vera.version
    assert worked(undo_run(run, anna)).done == 1
    assert (Contact.objects.get().version > after, Tagging.objects.count()) == (True, 0)


def test_undo_takes_empty_new_accounts_along(anna):
    run = imported(anna, "Last name,Account\nLang,Alder\n")
    worked(undo_run(run, anna))
    assert Account.objects.get().gone == "deleted"


def test_who_may_not_create_may_not_import(boris, anna):
    limit(boris, {"contact": {"verbs": ["view", "edit"]}})
    with pytest.raises(PermissionDenied):
        drafted(boris, "Last name\nLang\n")


def test_a_right_that_is_lost_meanwhile_ends_the_run(boris, anna):
    run = begin_import(drafted(boris, "Last name\nLang\n"), boris, dry=False)
    limit(boris, {"contact": {"verbs": ["view"]}})
    assert (worked(run).state, names()) == ("failed", [])


def test_fields_that_may_not_be_written_are_no_targets(boris, anna):
    limit(boris, {}, {"contact": {"job_title": "read"}})
    imported(boris, "Last name,Role\nLang,Chief\n")
    assert Contact.objects.get().job_title == ""


def test_without_the_right_no_accounts_are_made(boris, anna):
    limit(boris, {"account": {"verbs": ["view"]}})
    run = imported(boris, "Last name,Account\nLang,Alder\n")
    assert told(run) == {2: "There is no “Alder”."}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n\n", "The file is empty."),
        (",".join(["x"] * 1000).encode(), "more than 300 columns"),
        (b"PK\x03\x04not a zip", "cannot be read"),
        (b"\xd0\xcf\x11\xe0old excel", "old or protected"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(anna, data, sentence):
    with pytest.raises(BadSheet, match=sentence):
        drafted(anna, data)
    assert not Run.objects.exists()


def test_a_head_alone_imports_nothing(anna):
    run = imported(anna, "Last name,E-mail\n")
    assert (run.state, run.total, run.done) == ("done", 0, 0)


READY = [
    ("contact", "Record Id,Contact Owner,First Name,Last Name,Account Name,Email,Mobile,Mailing Zip", "zoho"),
    ("lead", "ID;Salutation;First Name;Last Name;Work Phone;Work E-mail;Responsible person;Comment", "bitrix24"),
    ("contact", "ID;First Name;Last Name;Company;Birthday;Phone;E-mail;Site;Responsible;Comment", "bitrix24"),
    ("contact", "id,name,first_name,last_name,Organization name,Email,Phone,Tags", "sell"),
]


@pytest.mark.parametrize(("module", "head", "system"), READY)
def test_files_of_other_systems_are_recognised_and_their_numbers_are_none_of_ours(anna, module, head, system):
    run = drafted(anna, f"{head}\n1", module)
    names = re.split("[,;]", head)
    mapping = dict(zip(names, run.plan["mapping"], strict=True))
    assert recognised(names) == system
    assert "id" not in mapping.values()
    assert {"last_name", "emails", "phones"} <= set(mapping.values())
    assert run.plan["match"] == ["email"]


def test_deals_as_bitrix24_lists_them_are_understood(anna):
    head = "Deal Name;Stage;Income;Probability, %;Assumed close date;Responsible;Company;Contact"
    fields = ["name", "stage", "amount", "probability", "close_date", "owner", "account", "contact"]
    assert drafted(anna, f"{head}\nOak table", "deal").plan["mapping"] == fields


def test_an_upload_that_is_no_table_leaves_no_file(anna):
    before = set(folder("imports").iterdir())
    with pytest.raises(BadSheet):
        drafted(anna, b"%PDF-1.7")
    assert set(folder("imports").iterdir()) == before
