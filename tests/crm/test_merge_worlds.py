"""Merge then undo is before, over random records, and with changes in between (B1, issue 3)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.crm.actions import add_identifier, change_record, create_record, merge_records, set_tags, undo_merge
from foyer.crm.models import Account, Contact, CustomField, Deal, DealContact, Handle, Lead, Tagging
from foyer.identity.models import Actor
from foyer.identity.verify import verify

WORDS = st.sampled_from(["", "Kiel", "Bonn", "Lübeck"])
FACTS = {
    "lead": {"company": WORDS, "city": WORDS, "description": WORDS, "employees": st.integers(0, 9), "c_a": WORDS},
    "contact": {"job_title": WORDS, "city": WORDS, "birthday": st.dates().map(str), "c_a": WORDS},
    "account": {
        "city": WORDS,
        "website": st.sampled_from(["", "https://a.example"]),
        "annual_revenue": st.integers(0, 9),
    },
    "deal": {"amount": st.decimals(0, 99, places=2), "close_date": st.dates().map(str), "description": WORDS},
}
NAME = {"lead": "last_name", "contact": "last_name", "account": "name", "deal": "name"}
EMAILS = st.lists(st.sampled_from(["a@a.example", "b@b.example", "c@c.example"]), max_size=2, unique=True)
TAGS = st.lists(st.sampled_from(["x", "y", "z"]), unique=True)
pytestmark = [pytest.mark.slow, pytest.mark.both]
VOLATILE = {"version", "changed_at"}


def records(module):
    return st.fixed_dictionaries(
        {"values": st.fixed_dictionaries({}, optional=FACTS[module]), "tags": TAGS, "emails": EMAILS}
    )


WORLDS = st.sampled_from(list(FACTS)).flatmap(
    lambda module: st.tuples(
        st.just(module),
        records(module),
        records(module),
        st.dictionaries(
            st.sampled_from([key for key in FACTS[module] if key != "c_a"]), st.sampled_from(["kept", "gone"])
        ),
        st.dictionaries(st.sampled_from([key for key in FACTS[module] if key in {"city", "description"}]), WORDS)
        if {"city", "description"} & FACTS[module].keys()
        else st.just({}),
    )
)


def made(anna, module, facts, number):
    if "c_a" in FACTS[module]:
        CustomField.objects.get_or_create(module=module, key="c_a", label="A", kind="text")
    row = create_record(module, anna, {NAME[module]: f"Name {number}", **facts["values"]})
    set_tags(row, anna, facts["tags"])
    for address in facts["emails"] if module in {"lead", "contact"} else []:
        add_identifier(row, anna, "email", address)
    return row


def snapshot():
    rows = [
        {key: value for key, value in row.items() if key not in VOLATILE}
        for model in (Lead, Contact, Account, Deal, DealContact)
        for row in model.objects.order_by("pk").values()
    ]
    tags = sorted(Tagging.objects.values_list("actor", "tag"))
    handles = sorted(Handle.objects.values_list("actor", "identifier", "label", "is_primary"))
    return rows, tags, handles, sorted(Actor.objects.values_list("pk", "profile"))


def hang_on(anna, module, row):
    if module == "contact":
        sale = create_record("deal", anna, {"name": "Terrace", "contact": row.pk})
        DealContact.objects.create(deal=sale, contact=row, role="pays")
    if module == "account":
        create_record("contact", anna, {"last_name": "Noll", "account": row.pk})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLDS)
def test_merge_then_undo_is_before(anna, world):
    module, left, right, choices, _later = world
    kept, gone = made(anna, module, left, 1), made(anna, module, right, 2)
    hang_on(anna, module, kept)
    hang_on(anna, module, gone)
    before = snapshot()
    undo_merge(merge_records(kept, gone, anna, choices), anna)
    assert snapshot() == before
    assert verify() == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=WORLDS)
def test_what_is_changed_in_between_stays_and_the_rest_comes_back(anna, world):
    module, left, right, choices, later = world
    kept, gone = made(anna, module, left, 1), made(anna, module, right, 2)
    before = {row["id"]: row for row in type(kept).objects.values()}
    merge = merge_records(kept, gone, anna, choices)
    merged = type(kept).objects.values().get(pk=kept.pk)
    change_record(type(kept).objects.get(pk=kept.pk), anna, later)
    undo_merge(merge, anna)
    now = {row["id"]: row for row in type(kept).objects.values()}
    for key in FACTS[module].keys() - {"c_a"}:
        was_changed = key in later and later[key] != merged[key]
        assert now[kept.pk][key] == (later[key] if was_changed else before[kept.pk][key])
        assert now[gone.pk][key] == before[gone.pk][key]
