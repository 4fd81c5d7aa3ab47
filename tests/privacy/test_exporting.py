"""A copy of everything that is kept of a person (B20, T40)."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from foyer.events.models import Event
from foyer.privacy.exporting import export_person, sections
from foyer.team.models import AccessProfile
from tests.privacy.canaries import WORD, canary

pytestmark = pytest.mark.django_db


def test_it_holds_every_kind_for_people_and_for_programs(anna, shop):
    export_person(canary(anna, shop), anna, target := io.BytesIO())
    with zipfile.ZipFile(target) as archive:
        told = json.loads(archive.read("person.json"))
        page = archive.read("person.html").decode()
        names = archive.namelist()
    kinds = {"leads", "identifiers", "claims", "visits", "pages", "visit_events", "chats", "messages", "forms"}
    assert kinds | {"notes", "activities", "files", "tags", "history", "merges"} <= set(told["sections"])
    assert f"Hello {WORD}" in page
    assert any(name.startswith("files of chats/") and name.endswith(f"{WORD}-chat.txt") for name in names)
    assert any(name.startswith("files/") and name.endswith(f"{WORD}.txt") for name in names)


def test_secrets_of_the_machine_are_left_out(anna, shop):
    found = {one.key: one.rows for one in sections(canary(anna, shop))}
    assert "token_hash" not in found["chat_sessions"][0]
    assert found["chat_sessions"][0]["email"] == f"vera@{WORD}.example"


def test_blocks_mails_and_devices_are_in_it(anna, shop):
    found = {one.key: one.rows for one in sections(canary(anna, shop))}
    assert found["blocks"][0]["reason"] == f"Spam about {WORD}"
    assert (found["blocks"][0]["address"], found["blocks"][0]["by"]) == ("203.0.113.7", "Anna Albers")
    assert found["transcript_mails"][0]["address"] == f"vera@{WORD}.example"
    assert (found["mails"][0]["address"], found["mails"][0]["values"]) == (
        f"vera@{WORD}.example",
        {"name": f"Vera {WORD}"},
    )
    assert not {"code_hash", "token_hash", "used_as"} & set(found["chat_devices"][0])


def test_it_is_noted_who_took_it(anna, shop):
    vera = canary(anna, shop)
    export_person(vera, anna, io.BytesIO())
    assert Event.objects.get(kind="PersonExported", actor=vera.actor_id).user == anna


def test_boris_may_not_where_fields_are_hidden(anna, shop, boris):
    vera = canary(anna, shop)
    boris.access_profile = AccessProfile.objects.create(name="No phones", fields={"lead": {"phones": "hidden"}})
    boris.save()
    with pytest.raises(PermissionDenied):
        export_person(vera, boris, io.BytesIO())


def test_it_takes_a_fixed_number_of_queries(anna, shop, django_assert_max_num_queries):
    vera = canary(anna, shop)
    with django_assert_max_num_queries(35):
        found = sections(vera)
    assert "visits" in {section.key for section in found}
