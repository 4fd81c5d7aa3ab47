"""Making many records in a few statements: what `create_record` does one by one, for imports (P5, E35)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from foyer.crm.access import visible
from foyer.crm.actions.records import OUTSIDE, assign, follow_stage
from foyer.crm.actions.storing import CREATED, about, sort_name
from foyer.crm.fields.types import Field
from foyer.crm.mapping import crm_settings
from foyer.crm.models import Account, Contact, CrmSettings, Deal, Source, Tag, Tagging
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.runs.lines import Line
from foyer.crm.types import ModuleName
from foyer.events.actions import record_many
from foyer.identity.bulk import Shown, claim_many, record_actors
from foyer.identity.models import Actor, Claim, Level
from foyer.lib.inserting import insert_many, insert_rows
from foyer.lib.text import clean_line, folded, id_from
from foyer.team.models import User

MAX_TAG = 40


class Maker:
    """Makes records of a module for one run. `ref` names it in the claims, so that they can be taken back."""

    def __init__(self, module: ModuleName, by: User, fields: Mapping[str, Field], ref: str) -> None:
        self._module, self._by, self._fields, self._ref = module, by, fields, ref
        simple = crm_settings().mode == CrmSettings.Mode.SIMPLE
        self._is_followed = module == "lead" and simple

    def make(self, lines: Sequence[Line], first: Mapping[str, Any], accounts: Mapping[str, Account]) -> list[AnyRecord]:
        """New records, each with its person, claims, tags and event. In the caller's transaction."""
        if not lines:
            return []
        made = [self._built(line, first, accounts) for line in lines]
        for one, actor in zip(made, record_actors(self._module, [one.name for one in made]), strict=True):
            one.actor = actor
        insert_many(made)
        claim_many(
            [
                Shown(one.actor, kind, value, one.name)
                for one, line in zip(made, lines, strict=True)
                for kind, value in line.identifiers
            ],
            event_ref=self._ref,
            level=Level.ATTESTED,
            way=Claim.Way.IMPORT,
            user=self._by,
        )
        self._tag([(one.actor, line.values.get("tags", ())) for one, line in zip(made, lines, strict=True)])
        self._tell(made)
        return made

    def accounts_named(self, names: Collection[str], *, make: bool) -> tuple[dict[str, Account], set[int]]:
        """Accounts by folded name or number, those that are missing made; and which ones are new."""
        wanted = {folded(name): name for name in reversed(list(names)) if folded(name)}
        seen = visible("account", self._by)
        numbers = [number for name in wanted if (number := id_from(name)) is not None]
        found = {row.sort_name: row for row in seen.filter(sort_name__in=list(wanted)).order_by("-pk")}
        found |= {str(row.pk): row for row in seen.filter(pk__in=numbers)} if numbers else {}
        missing = [name for key, name in wanted.items() if key not in found]
        if not missing or not make:
            return found, set()
        maker = Maker("account", self._by, {}, self._ref)
        owner = {"owner": self._by, "source": Source.IMPORT.value}
        made = maker.make([Line(0, {"name": name}) for name in missing], owner, {})
        return found | {folded(one.name): cast("Account", one) for one in made}, {one.pk for one in made}

    def _built(self, line: Line, first: Mapping[str, Any], accounts: Mapping[str, Account]) -> AnyRecord:
        one = cast("AnyRecord", MODULES[self._module].model(created_by=self._by))
        for key, value in first.items():
            setattr(one, key, value)
        if not self._fields:
            for key, value in line.values.items():
                setattr(one, key, value)
        plain = {k: v for k, v in line.values.items() if k in self._fields and self._fields[k].kind not in OUTSIDE}
        assign(one, plain, self._fields)
        if isinstance(one, Contact | Deal) and folded(line.company) in accounts:
            one.account = accounts[folded(line.company)]
        follow_stage(one, moved="probability" not in plain)
        one.sort_name = sort_name(one)
        return one

    def _tag(self, wanted: Sequence[tuple[Actor, Collection[str]]]) -> None:
        names = {folded(name): clean_line(name, MAX_TAG) for _actor, tags in wanted for name in tags if folded(name)}
        if not names:
            return
        Tag.objects.bulk_create((Tag(name=name, folded=key) for key, name in names.items()), ignore_conflicts=True)
        tags = {tag.folded: tag for tag in Tag.objects.filter(folded__in=list(names))}
        pairs = [
            (actor.pk, tags[key].pk)
            for actor, words in wanted
            for key in dict.fromkeys(folded(word) for word in words)
            if key in tags
        ]
        insert_rows(Tagging, actor_id=[actor for actor, _tag in pairs], tag_id=[tag for _actor, tag in pairs])

    def _tell(self, made: Sequence[AnyRecord]) -> None:
        """One event for each, which the index of search follows. Nothing else follows where the owner is clear."""
        settled = not self._is_followed and all(one.owner_id for one in made)
        kind = CREATED[self._module]
        record_many([kind(**about(one, self._by), source=one.source) for one in made], settled=settled)
