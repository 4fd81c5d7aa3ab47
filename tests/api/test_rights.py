"""What a profile allows, through the API: modules, verbs, fields, whose records (E25, F29, F229; T7, T14)."""

import datetime as dt

import pytest

from foyer.crm.actions import create_record, write_note
from foyer.crm.modules import MODULES
from foyer.lib import clock
from foyer.team.models import AccessProfile
from foyer.team.teams import create_team, set_members
from tests.api.conftest import Api
from tests.crm.people import contact, deal, lead

WRITES = {"create": "POST", "edit": "PATCH", "delete": "DELETE"}
BODIES = {
    "lead": {"last_name": "Lang"},
    "contact": {"last_name": "Noll"},
    "account": {"name": "Noll & Co"},
    "deal": {"name": "Terrace"},
    "activity": {"subject": "Ring"},
}


@pytest.fixture
def records(anna):
    """A record of each module, Anna's."""
    made = {module: create_record(module, anna, BODIES[module]) for module in ("lead", "contact", "account", "deal")}
    path = Api(anna).post("activities", BODIES["activity"]).json()["id"]
    return {module: row.pk for module, row in made.items()} | {"activity": path}


@pytest.fixture
def boris_with(boris):
    """Boris with a profile of these modules and fields."""

    def given(modules=None, fields=None):
        boris.access_profile = AccessProfile.objects.create(name="Sales", modules=modules or {}, fields=fields or {})
        boris.save()
        return Api(boris)

    return given


def answers(api, module, record_id):
    """The status of each verb."""
    plural = MODULES[module].plural
    return {
        "list": api.get(plural).status_code,
        "view": api.get(f"{plural}/{record_id}").status_code,
        "create": api.post(plural, BODIES[module]).status_code,
        "edit": api.patch(f"{plural}/{record_id}", BODIES[module]).status_code,
        "delete": api.delete(f"{plural}/{record_id}").status_code,
        "restore": api.post(f"{plural}/{record_id}/restoration").status_code,
    }


@pytest.mark.parametrize("module", BODIES)
def test_a_hidden_module_is_not_there(boris_with, records, module):
    api = boris_with({module: {"verbs": []}})

    assert set(answers(api, module, records[module]).values()) == {404}


@pytest.mark.parametrize("module", BODIES)
@pytest.mark.parametrize("missing", ["create", "edit", "delete"])
def test_what_a_profile_does_not_allow_is_refused(boris_with, records, module, missing):
    verbs = [verb for verb in ("view", "create", "edit", "delete") if verb != missing]
    expected = {"list": 200, "view": 200, "create": 201, "edit": 200, "delete": 204, "restore": 200, missing: 403}
    if missing == "delete":
        expected["restore"] = 403

    assert answers(boris_with({module: {"verbs": verbs}}), module, records[module]) == expected


@pytest.mark.parametrize("module", BODIES)
def test_records_out_of_scope_are_not_there(boris_with, records, module):
    api = boris_with({module: {"verbs": ["view", "create", "edit", "delete"], "scope": "own"}})
    expected = {"list": 200, "view": 404, "create": 201, "edit": 404, "delete": 404, "restore": 404}

    assert answers(api, module, records[module]) == expected
    mine = api.get(MODULES[module].plural).json()["items"]
    assert records[module] not in {row["id"] for row in mine}
    assert len(mine) == 1


def test_colleagues_of_a_team_see_each_others_records(anna, boris, boris_with, records):
    api = boris_with({"lead": {"scope": "team"}})
    assert api.get(f"leads/{records['lead']}").status_code == 404
    set_members(create_team(anna, "Sales"), anna, [anna, boris])
    assert api.get(f"leads/{records['lead']}").status_code == 200


def test_a_hidden_field_is_as_unknown_as_one_that_is_not_there(boris_with, records):
    api = boris_with(fields={"lead": {"city": "hidden", "emails": "hidden", "owner": "hidden"}})
    path = f"leads/{records['lead']}"

    assert not {"city", "emails", "owner"} & api.get(path).json().keys()
    assert {"phones", "street"} <= api.get(path).json().keys()
    tree = '{"field": "city", "is": "filled"}'
    asked = [{"city": "Bonn"}, {"email": "a@b.example"}, {"sort": "city"}, {"filters": tree}, {"owner": "1"}]
    assert {api.get("leads", **query).status_code for query in asked} == {422}
    hidden, missing = (api.patch(path, {key: "Bonn"}).json() for key in ("city", "cityx"))
    assert hidden["errors"] == [{"name": "city", "detail": missing["errors"][0]["detail"]}]
    assert api.get("leads", q="Bonn").json()["items"] == []
    assert api.get(f"{path}/identifiers").json() == {"phones": []}


def test_a_read_only_field_is_shown_and_not_written(boris_with, records):
    api = boris_with(fields={"lead": {"status": "read"}})
    path = f"leads/{records['lead']}"

    assert api.get(path).json()["status"] == "new"
    for refused in (api.patch(path, {"status": "lost", "city": "Bonn"}), api.post("leads", {"status": "lost"})):
        assert (refused.status_code, refused.json()["errors"][0]["name"]) == (403, "status")
    assert api.get(path).json()["city"] == ""
    assert api.post("leads", {"last_name": "Lang"}).json()["status"] == "new"


def test_what_a_record_points_to_is_told_to_who_sees_it(anna, boris_with):
    person = contact()
    sale = deal(person, "won", "3240.00")
    api = boris_with({"contact": {"verbs": []}, "deal": {"verbs": ["view", "edit"]}})
    assert api.get(f"deals/{sale.pk}").json()["contact"] is None
    assert api.get("deals", q="noll").json()["items"] == []
    tree = '{"field": "contact.last_name", "is": "is", "value": "Noll"}'
    assert api.get("deals", filters=tree).status_code == 422
    assert api.patch(f"deals/{sale.pk}", {"contact": person.pk}).status_code == 422
    assert api.send("PUT", f"deals/{sale.pk}/contacts/{person.pk}", {}).status_code == 422


def test_deals_and_visits_stay_out_of_people_where_they_are_closed(boris_with):
    person = contact()
    deal(person, "won", "3240.00")
    told = boris_with({"deal": {"verbs": []}, "visit": {"verbs": []}}).get(f"contacts/{person.pk}").json()

    assert not {"deals", "revenue", "visits_summary"} & told.keys()


def test_what_others_sold_is_in_no_sum(boris_with):
    """T7: a revenue would tell of deals that one does not see."""
    person = contact()
    deal(person, "won", "3240.00")
    told = boris_with({"deal": {"verbs": ["view"], "scope": "own"}}).get(f"contacts/{person.pk}").json()
    assert told["deals"] == []
    assert "revenue" not in told


@pytest.mark.parametrize(
    ("key", "left_out"), [("amount", {"revenue"}), ("stage", {"revenue"}), ("contact", {"revenue", "deals"})]
)
def test_people_tell_nothing_of_deals_that_is_hidden(boris_with, key, left_out):
    """T7: the revenue is a sum of amounts, and a deal of somebody tells its contact."""
    person = contact()
    sale = deal(person, "won", "3240.00")
    api = boris_with(fields={"deal": {key: "hidden"}})
    told = api.get(f"contacts/{person.pk}").json()
    assert {"revenue", "deals"} - told.keys() == left_out
    assert "3240" not in str(told) or key != "amount"
    assert ("contacts" in api.get(f"deals/{sale.pk}").json()) == (key != "contact")


@pytest.mark.parametrize(
    ("module", "key", "words"), [("lead", "company", "seeblick"), ("contact", "account", "seeblick")]
)
def test_nobody_is_found_or_ordered_by_a_hidden_company(anna, boris_with, module, key, words):
    """T7: by words, by conditions, by the link, or by its place among names."""
    company = create_record("account", anna, {"name": "Seeblick"})
    create_record(module, anna, {"last_name": "Kern", key: "Seeblick" if module == "lead" else company.pk})
    tree = '{"words": "seeblick"}'
    through = '{"field": "contacts.last_name", "is": "is", "value": "Kern"}'
    for api, found, status in ((Api(anna), 1, 200), (boris_with(fields={module: {key: "hidden"}}), 0, 422)):
        asked = [api.get(f"{module}s", q=words), api.get(f"{module}s", filters=tree)]
        assert [len(one.json()["items"]) for one in asked] == [found, found]
        assert api.get(f"{module}s", sort="name").status_code == status
        if module == "contact":
            assert api.get("accounts", filters=through).status_code == status


@pytest.mark.parametrize("module", BODIES)
def test_who_does_not_see_times_is_told_none_and_has_lists_all_the_same(boris_with, records, module):
    """T7: neither by asking for a time, nor by the order."""
    rows, plural = MODULES[module].model.objects, MODULES[module].plural
    rows.update(created_at=clock.now() - dt.timedelta(days=9))
    api = boris_with(fields={module: {"created_at": "hidden", "changed_at": "hidden"}})
    last = api.post(plural, BODIES[module]).json()["id"]
    rows.filter(pk=last).update(created_at=clock.now() - dt.timedelta(days=99))
    page = api.get(plural, limit=1).json()
    rest = api.get(plural, limit=1, cursor=page["next_cursor"]).json()
    assert [page["items"][0]["id"], rest["items"][0]["id"]] == [last, records[module]]
    times = [{"from": "2026-01-01"}, {"to": "2026-01-01"}, {"changed_since": "2026-01-01"}, {"sort": "-created_at"}]
    assert {api.get(plural, **asked).status_code for asked in times} == {422}


def test_notes_are_seen_by_who_sees_their_record(anna, boris_with):
    note = write_note(lead(), anna, "Secret")
    api = boris_with({"lead": {"scope": "own"}})

    assert api.get("notes").json()["items"] == []
    about = {"module": "lead", "id": 1}
    asked = [api.get(f"notes/{note.pk}"), api.patch(f"notes/{note.pk}", {"text": "x"}), api.delete(f"notes/{note.pk}")]
    assert {one.status_code for one in [*asked, api.post(f"notes/{note.pk}/restoration")]} == {404}
    assert api.post("notes", {"record": about, "text": "x"}).status_code == 422


def test_identifiers_conversions_and_merges_ask_for_their_rights(boris_with):
    mine, other = lead("Vera Lang", emails=["v@x.example"]), lead("Wera Lang")
    api = boris_with({"lead": {"verbs": ["view", "create"]}})
    path = f"leads/{mine.pk}"
    address = api.get(f"{path}/identifiers").json()["emails"][0]["id"]

    refused = [
        api.patch(f"{path}/identifiers/{address}", {"primary": True}),
        api.delete(f"{path}/identifiers/{address}"),
        api.post(f"{path}/conversion"),
        api.post(f"{path}/merges", {"record": other.pk}),
    ]
    assert {one.status_code for one in refused} == {403}


def test_who_gives_a_record_away_is_told_what_became_of_it(anna, boris_with):
    api = boris_with({"lead": {"scope": "own"}})
    path = f"leads/{api.post('leads', BODIES['lead']).json()['id']}"

    assert api.patch(path, {"owner": anna.email}).json()["owner"]["id"] == anna.pk
    assert api.get(path).status_code == 404
