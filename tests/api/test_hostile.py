"""Whatever is sent, the answer is a problem with a name, never a failure (T14, T20, T39)."""

import pytest

from foyer.crm.models import Contact, Lead
from tests.crm.people import deal, lead
from tests.hostile.lines import dealt

PLURALS = ("leads", "contacts", "accounts", "deals", "activities", "notes")
VALUES = [
    "\x00", "a\x00b", "\ud800", "x" * 1_000_000, "🦊" * 300, "\u202e", "' OR 1=1 --", "{{ 7*7 }}", "",
    10**400, -(10**30), 2**63, 1e308, -0.0, 0, True, False, None, [], {}, [[]], [None], [{}], [1] * 100, {"id": 2**70},
    {"id": "1"}, {"email": 1}, [{"email": "a@b.example", "admin": True}], ["\x00@b.example"], "9" * 5000, "1e999999",
    "NaN", "Infinity", "9999-12-31", "0001-01-01T00:00:00+14:00", "2026-02-30",
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b'"x"', b"null", b"NaN", b'{"first_name": NaN}', b"\xff\xfe", b"\x00", b"[" * 100_000,
    b'{"a":' * 50_000, b"1" * 10_000, b'{"first_name": 1e400}', b'{"id": 1}', b'{"\\u0000": 1}', b'{"\\ud800": 1}',
    b" " * 1_000_001, b'{"pk": 1, "actor": 1, "version": 99, "gone": "merged", "custom": {}}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
@pytest.mark.parametrize("path", PLURALS)
def test_a_body_that_is_none_is_refused(as_anna, path, body):
    response = as_anna.post(path, body)

    assert 400 <= response.status_code < 500
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.slow
@pytest.mark.parametrize("module", ["lead", "contact", "deal", "activity"])
def test_any_value_in_any_field_is_taken_or_named(as_anna, module):
    plural = {"activity": "activities"}.get(module, f"{module}s")
    fields = as_anna.get("openapi.json").json()["components"]["schemas"][f"{module.title()}In"]["properties"]
    for turn, key in enumerate([*fields, "c_nothing", "id", "actor", "__class__"]):
        for value in dealt(VALUES, turn, of=6):
            response = as_anna.post(plural, {key: value})
            assert response.status_code in {201, 403, 413, 422}, (key, value, response.content)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_any_value_in_a_change_is_taken_or_named(as_anna, value):
    path = f"leads/{lead().pk}"
    for key in ("last_name", "emails", "phones", "tags", "owner", "employees", "status", "website", "country"):
        response = as_anna.patch(path, {key: value})
        assert response.status_code in {200, 413, 422}, (key, response.content)


@pytest.mark.parametrize("key", ["id", "pk", "actor", "actor_id", "gone", "gone_at", "version", "custom", "portal"])
def test_no_other_column_can_be_set(as_anna, key):
    """T14."""
    assert as_anna.post("leads", {"last_name": "Lang", key: 1}).status_code == 422
    assert not Lead.objects.exists()


def test_only_json_is_read(as_anna):
    client = as_anna._client
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"):
        response = client.post("/api/v1/leads", b'{"last_name": "x"}', content_type=kind)
        assert response.status_code == 415, kind


@pytest.mark.parametrize("header", ["", '"', ",,,", "W/", "\x7f", '"1' * 1000, "ÿ"])
def test_any_if_match_is_understood_or_stale(as_anna, header):
    assert as_anna.patch(f"leads/{lead().pk}", {"city": "Bonn"}, If_Match=header).status_code == 412


def test_names_of_errors_are_short(as_anna):
    told = as_anna.post("leads", {"x" * 5000: 1}).json()["errors"]

    assert [len(one["name"]) for one in told] == [60]


def test_what_is_markup_stays_text(as_anna):
    """T20: the API tells what was written; pages escape it."""
    told = as_anna.post("leads", {"last_name": "<script>alert(1)</script>"})

    assert (told.json()["last_name"], told["Content-Type"]) == ("<script>alert(1)</script>", "application/json")


def test_a_deal_is_not_moved_to_a_stage_that_is_none(as_anna):
    sale = deal(as_contact(as_anna), "open")
    for stage in ("moon", 999, "", None, "new\x00"):
        assert as_anna.patch(f"deals/{sale.pk}", {"stage": stage}).status_code == 422, stage


def as_contact(api):
    """A contact made through the API."""
    return Contact.objects.get(pk=api.post("contacts", {"last_name": "Noll"}).json()["id"])
