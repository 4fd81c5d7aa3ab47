"""What is exported is imported as it was: import(export(x)) = x (T18, issue 3)."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.crm.actions import create_record
from foyer.crm.fields import fields_of
from foyer.crm.fields.stored import as_json
from foyer.crm.models import Contact, CustomField, Lead
from foyer.crm.runs.actions import begin_export
from foyer.crm.runs.columns import Beside, value_reader
from foyer.crm.runs.files import file_of
from foyer.identity.models import Claim
from foyer.lib.text import clean_line
from tests.crm.runs.conftest import imported, worked

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30).map(lambda text: clean_line(text, 30))
HOSTILE = st.sampled_from(
    ["=1+1", "'=1", "''+49", "-5", "@x", "＝A1", '"quoted", yes', "a;b", "0049", "1e5", "#N/A", "'"]
)
TEXT = WORDS | HOSTILE
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(str)
OURS = ("id", "created_at", "created_by", "changed_at")


@st.composite
def leads(draw):
    values = {key: draw(TEXT) for key in ("first_name", "company", "city", "region", "job_title", "c_word")}
    values |= {"last_name": draw(TEXT) or "Lang", "status": draw(st.sampled_from(["new", "qualified"]))}
    values |= {"employees": draw(st.none() | st.integers(0, 10**6)), "c_day": draw(st.none() | DAYS)}
    values |= {"description": draw(TEXT), "c_many": draw(st.lists(st.sampled_from(["a", "b"]), unique=True))}
    values |= {"annual_revenue": draw(st.none() | st.decimals(0, 10**9, places=2)), "c_flag": draw(st.booleans())}
    return values | {"emails": draw(st.sampled_from([[], ["vera@lang.example", "v@x.example"]]))}


def snapshot(module, model):
    fields = {key: field for key, field in fields_of(module).items() if key not in OURS}
    found = list(model.objects.filter(gone_at=None).order_by("pk"))
    beside = Beside(found)
    rows = [{key: as_json(value_reader(field)(one, beside)) or "" for key, field in fields.items()} for one in found]
    return sorted(rows, key=str)


def emptied(model):
    Claim.objects.all().delete()
    model.objects.all().delete()


@pytest.fixture
def custom(anna):
    CustomField.objects.create(module="lead", key="c_word", label="Word", kind="text")
    CustomField.objects.create(module="lead", key="c_day", label="Day", kind="date")
    CustomField.objects.create(module="lead", key="c_flag", label="Flag", kind="flag")
    choices = [{"key": "a", "label": "One"}, {"key": "b", "label": "Two"}]
    CustomField.objects.create(module="lead", key="c_many", label="Many", kind="multi", options={"choices": choices})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(leads(), min_size=1, max_size=3))
def test_every_value_comes_back(anna, custom, form, rows):
    emptied(Lead)
    for values in rows:
        create_record("lead", anna, values)
    before = snapshot("lead", Lead)
    run = worked(begin_export("lead", anna, {"all": True}, columns=[], form=form, shape="keys"))
    emptied(Lead)
    back = imported(anna, file_of(run).read_bytes(), "lead", match=[])
    assert back.failed == 0, list(back.rows.values_list("message"))
    assert snapshot("lead", Lead) == before


def test_an_export_changes_nothing_when_it_is_imported_over_itself(anna):
    firm = create_record("account", anna, {"name": "Alder"})
    create_record("contact", anna, {"last_name": "Lang", "account": firm.pk, "birthday": "1980-04-03", "tags": ["A"]})
    run = worked(begin_export("contact", anna, {"all": True}, columns=[], form="csv", shape="keys"))
    back = imported(anna, file_of(run).read_bytes(), match=["id"], known="update")
    assert (back.skipped, back.done, Contact.objects.get().version) == (1, 0, 1)
