"""Accounts, contacts, leads and deals with their actors, addresses and tags."""

import random
from collections.abc import Iterator
from typing import Any

from foyer.crm.models import Account, Contact, Deal, DealContact, Lead, Tag, Tagging
from foyer.crm.pipelines import default_pipeline, stages_of, state_in
from foyer.identity.models import Actor, Claim, Identifier, Profile
from foyer.lib.text import folded
from tests.load.crowd import plan
from tests.load.crowd.plan import actor
from tests.load.crowd.pour import pour
from tests.load.crowd.staff import Staff
from tests.load.crowd.words import CITIES, FIRST, company, surname

RECORD = ("id", "actor_id", "owner_id", "created_at", "changed_at", "sort_name", "source")
PERSON = ("first_name", "last_name", "city", "country")
SOURCES = ("chat", "by_hand", "import", "")
OPEN = 0.3
"""So many deals are open; the others were closed over the years."""
STATUSES = ("new", "contacted", "qualified", "lost")


class Records:
    """Writes them, in the order in which they point at each other."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.dice, self.time = staff, random.Random(1), plan.Time()

    def write(self) -> None:
        self.actors()
        columns = (*RECORD, "name", "city", "industry", "kind")
        pour(Account, columns, map(self.account, range(1, plan.ACCOUNTS + 1), self._moments(plan.ACCOUNTS)))
        columns = (*RECORD, *PERSON, "account_id")
        pour(Contact, columns, map(self.contact, range(1, plan.CONTACTS + 1), self._moments(plan.CONTACTS)))
        leads = plan.LEADS + plan.CONVERTED
        columns = (*RECORD, *PERSON, "company", "status", "gone", "gone_at", "converted_contact_id")
        pour(Lead, columns, map(self.lead, range(1, leads + 1), self._moments(leads)))
        self.deals()
        self.identifiers()
        self.tags()

    def actors(self) -> None:
        """Each record has a profile of its own; some contacts also have a browser, most browsers are strangers."""
        browsers = plan.KNOWN_BROWSERS + plan.STRANGERS
        last = plan.RECORD_ACTORS + browsers
        strangers = range(plan.RECORD_ACTORS + plan.KNOWN_BROWSERS + 1, last + 1)
        pour(Profile, ("id",), ((pk,) for pk in (*range(1, plan.RECORD_ACTORS + 1), *strangers)))
        pour(Actor, ("id", "kind", "ref", "profile_id"), self._actors(last))

    def _actors(self, last: int) -> Iterator[Any]:
        for pk in range(1, plan.RECORD_ACTORS + 1):
            yield pk, "record", f"record:{pk}", pk
        for number, pk in enumerate(range(plan.RECORD_ACTORS + 1, last + 1)):
            known = number < plan.KNOWN_BROWSERS
            person = actor("contact", plan.CONTACTS // 2 + number) if known else pk
            yield pk, "browser", f"browser:{pk}", person

    def account(self, pk: int, at: Any) -> Any:
        name = company(self.dice)
        return *self._record("account", pk, at, name), name, *self._chosen(CITIES, TRADES, KINDS)

    def contact(self, pk: int, at: Any) -> Any:
        account = 1 if pk <= plan.BIG_CONTACTS else self._maybe(0.8, plan.ACCOUNTS)
        return *self._person("contact", pk, at), account

    def lead(self, pk: int, at: Any) -> Any:
        converted = pk % (plan.LEADS // plan.CONVERTED + 1) == 0 and pk <= plan.LEADS + plan.CONVERTED
        gone = ("converted", at, self.dice.randint(1, plan.CONTACTS)) if converted else ("", None, None)
        return *self._person("lead", pk, at), company(self.dice), self.dice.choice(STATUSES), *gone

    def deals(self) -> None:
        self.stages = stages_of(default_pipeline())
        columns = (*RECORD, "name", "account_id", "contact_id", "stage_id", "state", "amount", "probability")
        columns += ("close_date", "closed_at")
        pour(Deal, columns, map(self.deal, range(1, plan.DEALS + 1), self._moments(plan.DEALS)))
        parts = ((pk, 1 + pk * 7 % plan.DEALS, 1 + pk * 13 % plan.CONTACTS) for pk in range(1, plan.DEALS // 10))
        pour(DealContact, ("id", "deal_id", "contact_id"), parts)

    def deal(self, pk: int, at: Any) -> Any:
        name = f"{company(self.dice)} {self.dice.randint(1, 999)}"
        is_open = self.dice.random() < OPEN
        stage = self.dice.choice([each for each in self.stages if (state_in(each) == "open") == is_open])
        state = state_in(stage)
        account = 1 if pk <= plan.BIG_DEALS else self._maybe(0.8, plan.ACCOUNTS)
        close = (self.time.now + plan.dt.timedelta(days=self.dice.randint(-60, 200))).date() if is_open else at.date()
        return (
            *self._record("deal", pk, at, name),
            *(name, account, self._maybe(0.9, plan.CONTACTS), stage.pk, state.value),
            *(self.dice.randint(100, 99_000), stage.probability, close if self.dice.random() < 0.95 else None),
            None if is_open else at,
        )

    def identifiers(self) -> None:
        """Each person has an e-mail address, every second one a phone number."""
        people = [*range(plan.FIRST_ACTOR["contact"], plan.FIRST_ACTOR["deal"])]
        rows = [(pk, "email", f"person{pk}@mail{pk % 50}.example") for pk in people]
        rows += [(len(rows) + n, "phone", f"+4930{2_000_000 + pk}") for n, pk in enumerate(people[::2], len(people))]
        holders = [*people, *people[::2]]
        rows = [(number, *row[1:]) for number, row in enumerate(rows, 1)]
        pour(Identifier, ("id", "kind", "value"), rows)
        columns = ("id", "actor_id", "identifier_id", "event_ref", "level", "way")
        pour(Claim, columns, ((n, holder, n, "import", 2, "import") for n, holder in enumerate(holders, 1)))

    def tags(self) -> None:
        names = ["VIP", "Newsletter", "Trade fair", "Partner", "Late payer", "Berlin", "Press", "Export"]
        pour(Tag, ("id", "name", "folded"), ((n, name, folded(name)) for n, name in enumerate(names, 1)))
        pairs = {(self.dice.randint(1, plan.RECORD_ACTORS), self.dice.randint(1, 8)) for _ in range(plan.TAGGINGS)}
        pour(Tagging, ("id", "actor_id", "tag_id"), ((n, *pair) for n, pair in enumerate(sorted(pairs), 1)))

    def _record(self, module: str, pk: int, at: Any, name: str) -> Any:
        changed = at + (self.time.now - at) * self.dice.random()
        owner, source = self.staff.owner(self.dice), self.dice.choice(SOURCES)
        return pk, actor(module, pk), owner, at, changed, folded(name), source

    def _person(self, module: str, pk: int, at: Any) -> Any:
        first, last = self.dice.choice(FIRST), surname(self.dice)
        return *self._record(module, pk, at, f"{last} {first}"), first, last, self.dice.choice(CITIES), "DE"

    def _moments(self, number: int) -> list[Any]:
        return self.time.in_order(number)

    def _chosen(self, *lists: Any) -> Any:
        return (self.dice.choice(each) for each in lists)

    def _maybe(self, chance: float, most: int) -> int | None:
        return self.dice.randint(1, most) if self.dice.random() < chance else None


TRADES = ("retail", "manufacturing", "services", "")
KINDS = ("customer", "supplier", "partner", "")
