"""Anna and Boris, and files to import."""

import io

import pytest
from openpyxl import Workbook

from foyer.crm.runs.actions import begin_import, plan_import, upload
from foyer.crm.runs.engine import work_off
from foyer.team.models import AccessProfile


def drafted(by, text, module="contact", **plan):
    """A file that is uploaded and mapped."""
    data = text if isinstance(text, bytes) else text.encode()
    run, _sheet = upload(module, by, "people.csv", [data])
    return plan_import(run, by, plan) if plan else run


def imported(by, text, module="contact", *, dry=False, **plan):
    """A file that is imported."""
    return worked(begin_import(drafted(by, text, module, **plan), by, dry=dry))


def worked(run):
    """The run at its end."""
    work_off(run.pk)
    run.refresh_from_db()
    return run


def workbook(rows) -> bytes:
    """The rows as XLSX."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def limit(user, modules, fields=None):
    """The user may do no more than this."""
    user.access_profile = AccessProfile.objects.create(modules=modules, fields=fields or {})
    user.save()
    user.__dict__.pop("_rights", None)


@pytest.fixture
def three_bad():
    """Five rows, three of which are wrong."""
    return (
        "First name,Last name,E-mail,Assigned to,Country\n"
        "Vera,Lang,vera@lang.example,Anna Albers,Germany\n"
        "Kim,Noll,kim at noll,,DE\n"
        "Ola,Berg,ola@berg.example,Nobody Known,SE\n"
        ",,,,\n"
        "Pia,Holm,pia@holm.example,,Sweeden\n"
        "Jan,Bos,jan@bos.example,,Pays-Bas\n"
    )
