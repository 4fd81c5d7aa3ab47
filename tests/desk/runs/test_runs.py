"""The screens of imports, exports and mass actions (ui.md, Long jobs)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foyer.crm.actions import create_record
from foyer.crm.models import Contact, Lead, Run
from foyer.crm.runs.engine import work_off
from tests.crm.runs.conftest import limit, three_bad

__all__ = ["three_bad"]
pytestmark = pytest.mark.django_db(transaction=True)


def uploaded(client, text, module="contact"):
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(reverse("imports"), {"module": module, "file": file, "system": "auto"}, follow=True)


def checked(client, answer, act="check"):
    plan, run = answer.context["plan"], answer.context["run"]
    given = {"target": plan["mapping"], "match": plan["match"], "known": "skip", "order": "dmy", "act": act}
    client.post(reverse("import_plan", args=[run.pk]), given)
    work_off(run.pk)
    return client.get(reverse("run", args=[run.pk])).content.decode()


def test_a_file_is_mapped_checked_imported_and_taken_back(as_anna, anna, three_bad):
    answer = uploaded(as_anna, three_bad)
    assert "Vera · Kim · Ola" in answer.content.decode()
    page = checked(as_anna, answer)
    run = Run.objects.get()
    assert "3 of 5 rows cannot be imported" in page
    assert "E-mail: This is not an e-mail address." in page
    as_anna.post(reverse("import_plan", args=[run.pk]), {"as": "checked", "act": "import"})
    work_off(run.pk)
    assert Contact.objects.filter(gone_at=None).count() == 2
    answer = as_anna.post(reverse("run_undoing", args=[run.pk]), follow=True)
    assert "Taking back: people.csv" in answer.content.decode()
    assert not Contact.objects.filter(gone_at=None).exists()


def refused(client):
    answer = client.get(reverse("run_errors", args=[Run.objects.get().pk]))
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_refused_rows_come_down_as_they_were_with_what_is_wrong(as_anna, anna, three_bad):
    checked(as_anna, uploaded(as_anna, three_bad))
    lines = refused(as_anna)
    assert lines[0] == "First name,Last name,E-mail,Assigned to,Country,Row,What is wrong"
    assert (len(lines), lines[1]) == (4, "Kim,Noll,kim at noll,,DE,3,E-mail: This is not an e-mail address.")


def test_without_the_file_they_come_as_a_list(as_anna, anna, three_bad):
    checked(as_anna, uploaded(as_anna, three_bad))
    Run.objects.update(stored="")
    assert refused(as_anna)[1] == "3,E-mail: This is not an e-mail address."


def test_what_is_no_table_is_told_at_the_form(as_anna):
    answer = uploaded(as_anna, "")
    assert (answer.status_code, Run.objects.count()) == (422, 0)
    assert "The file is empty." in answer.content.decode() or "Choose a file" in answer.content.decode()


def test_a_run_that_goes_shows_its_bar_and_stops(as_anna, anna):
    run = Run.objects.create(kind="import", module="contact", user=anna, state="running", total=10, done=4, failed=1)
    page = as_anna.get(reverse("run", args=[run.pk])).content.decode()
    assert "5 of 10" in page
    as_anna.post(reverse("run_stop", args=[run.pk]))
    assert "Stopping" in as_anna.get(reverse("run_progress", args=[run.pk])).content.decode()


def test_ten_leads_are_changed_at_once_with_undo(as_anna, anna):
    ids = [create_record("lead", anna, {"last_name": f"L{n}"}).pk for n in range(10)]
    given = {"module": "lead", "act": "set", "field": "city", "city": "Lund", "id": ids}
    page = as_anna.post(reverse("runs_mass"), given, follow=True).content.decode()
    assert Lead.objects.filter(city="Lund").count() == 10
    assert reverse("run_undoing", args=[Run.objects.get().pk]) in page


def test_all_that_a_list_shows_is_exported_as_it_shows_it(as_anna, anna):
    create_record("lead", anna, {"last_name": "Lang", "city": "Lund"})
    create_record("lead", anna, {"last_name": "Noll", "city": "Oslo"})
    given = {"module": "lead", "all": "1", "format": "csv", "shape": "screen"}
    as_anna.post(reverse("runs_export") + "?q=lund&cols=city&cols=status", given)
    answer = as_anna.get(reverse("run_file", args=[Run.objects.get().pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Name,City,Status", "Lang,Lund,New"]


def test_nobody_leaves_foyer_by_the_address_to_go_back_to(as_anna, anna):
    lead = create_record("lead", anna, {"last_name": "Lang"})
    as_anna.post(reverse("runs_mass"), {"module": "lead", "act": "delete", "id": lead.pk})
    answer = as_anna.post(reverse("run_undoing", args=[Run.objects.get().pk]) + "?back=//evil.example/")
    assert answer.headers["Location"].startswith("/runs/")


@pytest.mark.parametrize("name", ["run", "run_progress", "run_errors", "run_file", "import_plan"])
def test_what_others_began_is_not_there(as_boris, boris, anna, name):
    run = Run.objects.create(kind="export", module="lead", user=anna, state="done", plan={"format": "csv"})
    assert as_boris.get(reverse(name, args=[run.pk])).status_code == 404


def test_who_may_not_is_refused(as_boris, boris, anna):
    limit(boris, {name: {"verbs": ["view"]} for name in ("lead", "contact", "account", "deal")})
    assert "does not allow importing" in as_boris.get(reverse("imports")).content.decode()
    assert uploaded(as_boris, "Last name\nLang\n").status_code == 403
    assert as_boris.post(reverse("runs_export"), {"module": "lead", "all": "1"}).status_code == 403


def test_the_pages_cost_a_fixed_number_of_queries(as_anna, anna, django_assert_max_num_queries):
    for number in range(8):
        Run.objects.create(kind="import", module="lead", user=anna, file_name=f"f{number}.csv", state="done")
    with django_assert_max_num_queries(14):
        as_anna.get(reverse("imports"))
    with django_assert_max_num_queries(14):
        as_anna.get(reverse("run", args=[Run.objects.first().pk]))
