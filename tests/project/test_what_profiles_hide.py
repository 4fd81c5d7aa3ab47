"""No page, fragment or answer of the API tells the value of a field that a profile hides (E25, F229, T7).

Everything is filled with words that stand nowhere else, then looked at by Boris: with all fields, where each word must
be found somewhere, and with none but the names.
"""

import functools
import itertools

import pytest

from foyer.crm.actions import change_record, create_record
from foyer.crm.actions.activities import create_activity, finish_activity
from foyer.crm.actions.custom_fields import create_field
from foyer.crm.fields.registry import fields_of
from foyer.crm.models import Stage
from foyer.crm.search.follow import rebuild
from foyer.identity.actions import browser_actor, link
from foyer.lib import clock
from foyer.team.models import AccessProfile, User
from tests.desk.chats import HTMX, chat
from tests.desk.house import is_here, visit
from tests.project.world import with_token
from tests.team.people import hire

MODULES = ("lead", "contact", "account", "deal", "activity")
NAMES = {"first_name", "last_name", "name", "subject", "kind", "due_at"}
WORDS = {
    *("zqowner", "zqcompany", "zqjob", "zqcity", "zqweb", "zqtext", "zqtag", "zqextra", "zqplace", "zqoutcome"),
    *("zq@lead.example", "zq@contact.example", "zq@account.example", "+4670174060", "4,242,42", "5,353,53", "zqlead@"),
}
"""What is in the fields; the last ones are amounts as they are written, and an address that names who has no name."""
SPELT = {"+4670174060": ("+4670174060", "+46 70 174 06 0"), "4,242,42": ("4,242,42", "4242424", "4242420")}
"""How else it may be written."""


@pytest.fixture
def house(anna, boris, shop):
    """By module the records, with a chat, visits and activities; their owner has left, or menus would name them."""
    owner = hire("Zqowner Ek").pk
    create = functools.partial(_filled, anna, {"owner": owner, "tags": "zqtag"})
    account = create("account", name="Aconame", city="zqcity", emails="zq@account.example", phones="+46701740601")
    person = {"last_name": "Tact", "job_title": "zqjob", "city": "zqcity"}
    contact = create("contact", **person, first_name="Conny", account=account.pk, emails="zq@contact.example")
    work = {"company": "zqcompany", "website": "https://zqweb.example", "phones": "+46701740602"}
    lead = create("lead", **person, **work, first_name="Leda", emails="zq@lead.example")
    twin = create("lead", first_name="Leda", last_name="Tacd", company="zqcompany")
    nameless = create("lead", emails="zqlead@lead.example")
    deal = create("deal", name="Dealone", account=account.pk, contact=contact.pk, amount="4242424.24")
    won = create("deal", name="Dealtwo", account=account.pk, contact=contact.pk, amount="5353535.35")
    change_record(won, anna, {"stage": Stage.objects.filter(meaning="won")[0].pk})
    for subject in (lead, contact, account, deal):
        facts = {"kind": "task", "due_at": clock.now().isoformat(), "place": "zqplace", "text": "zqtext"}
        create_activity(anna, {**facts, "subject": "To do", "owner": boris.pk}, subject)
        done = create_activity(anna, {**facts, "subject": "Done", "owner": owner}, subject)
        finish_activity(done, anna, "zqoutcome")
    talks = [_talk(anna, shop, record, number) for number, record in enumerate((lead, contact))]
    User.objects.filter(pk=owner).update(is_active=False)
    rebuild()
    people = {"lead": [lead, nameless, twin], "contact": [contact]}
    return {**people, "account": [account], "deal": [deal, won], "talks": talks}


def _filled(anna, common, module, **values):
    own = next((key for key, field in fields_of(module).items() if field.is_custom), None)
    own = own or create_field(anna, module, f"Own of {module}", "text").key
    return create_record(module, anna, {**common, "description": "zqtext", own: "zqextra", **values})


def _talk(anna, shop, record, number):
    """A chat and a visit of the person, who is here."""
    actor = browser_actor(shop.pk, f"browser-0000000000000{number}")
    link(actor, record.actor, "hand:test", "agent", user=anna)
    stay = visit(shop, actor, minutes_ago=5)
    is_here(stay)
    return chat(actor, "Hello", "Somebody").pk, stay.pk


def paths(house):
    """What Boris looks at."""
    yield from ("/leads/", "/contacts/", "/accounts/", "/deals/", "/activities/", "/deals/board/", "/deals/forecast/")
    yield from ("/activities/day/", "/activities/calendar/", "/inbox/", "/live/", "/live/list/", "/live/board/")
    yield from ("/visits/", "/visits/crm/", "/duplicates/", "/bin/", "/reports/", "/reports/conversions/?event=deal")
    yield from (f"/find/?q={word}" for word in ("leda", "conny", "aconame", "dealone", "zq", "zqtag", "zqcity"))
    yield from (f"/leads/similar/?{query}" for query in ("name=Leda+Tact", "emails=zq@lead.example"))
    yield from ("/pick/contacts/?q=con", "/pick/accounts/?q=aco", "/pick/deals/?q=dea", "/pick/leads/?q=led")
    for module in MODULES[:4]:
        for record in house[module]:
            inside = ["", "head/", "details/", "feed/", "feed/?kind=changes", "history/", "edit/", "matches/", "merge/"]
            yield from (f"/{module}s/{record.pk}/{part}" for part in inside)
            yield f"/activities/new/?about={module}-{record.pk}"
        yield from (f"/api/v1/{module}s/", f"/api/v1/{module}s/{house[module][0].pk}/")
    lead, _nameless, twin = house["lead"]
    yield from (f"/leads/{lead.pk}/merge/?with={twin.pk}", f"/leads/{lead.pk}/conversion/")
    for talk, stay in house["talks"]:
        yield from (f"/inbox/{talk}/", f"/inbox/{talk}/matches/", f"/inbox/{talk}/transcript/")
        yield from (f"/visits/{stay}/", f"/visits/{stay}/around/", f"/live/visitors/{stay}/")
        yield f"/live/visitors/{stay}/popup/"
    yield from ("/api/v1/activities/", "/api/v1/visits/", "/api/v1/conversations/")


def told(client, program, house, *ways) -> dict[str, set[str]]:
    """By word: the pages, fragments and answers in which it stands; not those that were asked for it."""
    found = {word: set() for word in WORDS}
    for path, way in itertools.product(paths(house), ways):
        answer = (program if path.startswith("/api/") else client).get(path, **way)
        text = answer.content.decode().lower() if answer.status_code == 200 else ""
        for word in WORDS:
            if word not in path and any(each in text for each in SPELT.get(word, (word,))):
                found[word].add(path)
    return found


def test_what_a_profile_hides_stands_nowhere(as_boris, boris, house):
    program = with_token(boris)
    everywhere = told(as_boris, program, house, {})
    assert {word for word, where in everywhere.items() if not where} == set()
    hidden = {module: dict.fromkeys(set(fields_of(module)) - NAMES, "hidden") for module in MODULES}
    boris.access_profile = AccessProfile.objects.create(name="Only names", fields=hidden)
    boris.save()
    still = told(as_boris, program, house, {}, HTMX)
    assert {word: where for word, where in still.items() if where} == {}
