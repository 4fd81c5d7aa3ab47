"""`foyer import`: a file without a browser (E35)."""

import pytest
from django.core.management import CommandError, call_command

from foyer.crm.models import Contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Last name,E-mail\nLang,vera@lang.example\nNoll,bad\n")
    return str(path)


def test_a_file_is_imported_and_refused_rows_are_told(anna, people, capsys):
    call_command("import", people, "--module", "contact")
    out, err = capsys.readouterr()
    assert "done: 1 done, 0 left as they are, 1 refused" in out
    assert "row 3: E-mail: This is not an e-mail address." in err
    assert Contact.objects.get().last_name == "Lang"


def test_a_dry_run_stores_nothing(anna, people):
    call_command("import", people, "--module", "contact", "--dry-run")
    assert not Contact.objects.exists()


def test_what_cannot_be_read_is_told(anna, people, tmp_path):
    with pytest.raises(CommandError):
        call_command("import", str(tmp_path / "nothing.csv"), "--module", "contact")
    with pytest.raises(CommandError, match="no such user"):
        call_command("import", people, "--module", "contact", "--as", "nobody@x.example")
