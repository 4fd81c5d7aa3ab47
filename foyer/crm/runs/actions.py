"""Beginning, stopping and taking back runs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import require
from foyer.crm.fields.kinds import read
from foyer.crm.fields.references import resolve
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.types import BadValue, Field
from foyer.crm.models import Run
from foyer.crm.runs.engine import GOING, work_off, work_on
from foyer.crm.runs.files import file_of, keep_upload
from foyer.crm.runs.lines import ID, WHOLE_NAME
from foyer.crm.runs.mappings import mapping_for
from foyer.crm.runs.mass import EACH, acts_for, settable
from foyer.crm.runs.matching import WAYS
from foyer.crm.runs.selection import as_module, checked, selected
from foyer.crm.runs.types import RunBegun
from foyer.crm.types import ModuleName
from foyer.events.actions import record
from foyer.lib.jobs import enqueue
from foyer.lib.sheets import Sheet, open_sheet
from foyer.lib.text import clean_line
from foyer.team.models import User
from foyer.team.types import Refusal

AT_ONCE = {Run.Kind.MASS: 50, Run.Kind.UNDO: 50, Run.Kind.EXPORT: 500, Run.Kind.IMPORT: -1, Run.Kind.MAIL: -1}
"""So few are done in the request, because nobody wants to watch a bar for them."""
MAX_TAGS = 20
KNOWN = ("skip", "fill", "update", "create")


def begin_mass(module: ModuleName, by: User, act: str, selection: object, **facts: Any) -> Run:
    """Begins a mass action. Refusal or BadValue when nothing is selected or something is missing."""
    require(by, "view", module)
    if act not in acts_for(module):
        raise Refusal(_("There is no such action."))
    plan = {"act": act, "module": module, "selection": checked(selection), **_facts(module, by, act, facts)}
    total = selected(module, by, plan["selection"], gone=act == "restore").count()
    return begin(Run(kind=Run.Kind.MASS, module=module, user=by, plan=plan, total=total))


def upload(module: ModuleName, by: User, name: str, chunks: Iterable[bytes], system: str = "auto") -> tuple[Run, Sheet]:
    """Keeps a file as the draft of an import. BadSheet when it is no table."""
    require(by, "create", module)
    stored = keep_upload(chunks)
    run = Run(kind=Run.Kind.IMPORT, module=module, user=by, state=Run.State.DRAFT)
    run.stored, run.file_name = stored, clean_line(name, 200)
    try:
        sheet = open_sheet(file_of(run))
        run.plan = first_plan(module, by, sheet, system)
    except Exception:
        file_of(run).unlink(missing_ok=True)
        raise
    run.save()
    return run, sheet


def first_plan(module: ModuleName, by: User, sheet: Sheet, system: str = "auto") -> dict[str, Any]:
    """What is proposed for a file."""
    mapping = mapping_for(module, writable_fields(by, module), sheet.head, system)
    match = [way for way in ("id", "email") if (ID if way == "id" else "emails") in mapping]
    return {
        "mapping": mapping,
        "match": match or ["name"],
        "known": "skip",
        "order": "dmy",
        "unknown": "error",
        "owner": by.pk,
    }


def plan_import(run: Run, by: User, given: Mapping[str, Any]) -> Run:
    """Takes over what the user chose. Refusal when the run is no draft any more."""
    if run.user_id != by.pk or run.kind != Run.Kind.IMPORT:
        raise PermissionDenied
    fields = writable_fields(by, as_module(run.module))
    targets = set(fields) | {ID, WHOLE_NAME, ""}
    plan = dict(run.plan)
    if "mapping" in given:
        plan["mapping"] = [target if target in targets else "" for target in given["mapping"]]
    if "match" in given:
        plan["match"] = [way for way in WAYS if way in given["match"]]
    for key, allowed in (("known", KNOWN), ("order", ("dmy", "mdy")), ("unknown", ("error", "create"))):
        if given.get(key) in allowed:
            plan[key] = given[key]
    if "owner" in given:
        plan["owner"] = given["owner"]
    if plan["unknown"] == "create" and not by.is_administrator:
        plan["unknown"] = "error"
    with transaction.atomic():
        fresh = _draft(run)
        fresh.plan = plan
        fresh.save(update_fields=["plan"])
    run.plan = plan
    return run


def begin_import(run: Run, by: User, *, dry: bool) -> Run:
    """Checks a file without storing anything (`dry`), or imports it. An import that was checked may follow."""
    require(by, "create", as_module(run.module))
    with transaction.atomic():
        fresh = _draft(run)
        if not any(fresh.plan["mapping"]):
            raise Refusal(_("Choose a field for at least one column."))
        fresh.plan = fresh.plan | {"dry": dry}
        fresh.stop_wanted, fresh.error, fresh.ended_at = False, "", None
        return begin(fresh)


def begin_export(
    module: ModuleName, by: User, selection: object, *, columns: Sequence[str], form: str, shape: str, sort: str = ""
) -> Run:
    """Begins an export as CSV or XLSX, with the columns of the screen or with all fields by their keys."""
    require(by, "export", module)
    if shape not in {"screen", "keys"}:
        raise Refusal(_("Choose one from the list."))
    plan: dict[str, Any] = {
        "selection": checked(selection),
        "columns": list(columns)[:100],
        "shape": shape,
        "sort": sort,
    }
    run = Run(kind=Run.Kind.EXPORT, module=module, user=by, plan=plan)
    run.total = selected(module, by, plan["selection"]).count()
    return begin_file(run, form)


def begin_file(run: Run, form: str) -> Run:
    """Begins an export of this form, `csv` or `xlsx`. Refusal for others."""
    if form not in {"csv", "xlsx"}:
        raise Refusal(_("Choose one from the list."))
    run.plan = {**run.plan, "format": form}
    run.save()
    run.stored, run.file_name = f"{run.pk}.{form}", f"{run.module}s.{form}"
    return begin(run)


def undo_run(run: Run, by: User) -> Run:
    """Takes a mass action or an import back, as far as nobody worked on its records since."""
    if run.user_id != by.pk and not by.is_administrator:
        raise PermissionDenied
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if not may_undo(fresh):
            raise Refusal(_("This cannot be taken back, or was already."))
        undoing = begin(Run(kind=Run.Kind.UNDO, module=run.module, user=by, of=fresh, total=fresh.done))
    undoing.refresh_from_db()
    return undoing


def may_undo(run: Run) -> bool:
    """Whether there is something to take back, and nobody does so already."""
    ended = run.state in {Run.State.DONE, Run.State.STOPPED, Run.State.FAILED}
    undoable = run.kind in {Run.Kind.MASS, Run.Kind.IMPORT} and run.done > 0
    for_good = run.plan.get("dry") or run.plan.get("for_good")
    return ended and undoable and not for_good and not run.undoings.filter(state__in=GOING).exists()


def stop_run(run: Run, by: User) -> None:
    """No further batch begins; what is done stays done, and can be taken back."""
    if run.user_id != by.pk and not by.is_administrator:
        raise PermissionDenied
    with transaction.atomic():
        Run.objects.filter(pk=run.pk, state__in=GOING).update(stop_wanted=True)
        if run.error:  # it waits, and need not wait for that
            enqueue(work_on, run.pk)


def begin(run: Run) -> Run:
    """Stores it and begins: at once when it is small, in the background when not."""
    with transaction.atomic():
        run.state = Run.State.WAITING
        run.save()
        record(RunBegun(subject_id=run.pk, user_id=run.user_id, run_kind=run.kind, module=run.module))
        if run.total <= AT_ONCE[Run.Kind(run.kind)]:
            transaction.on_commit(lambda: work_off(run.pk) and None)
        else:
            enqueue(work_on, run.pk)
    run.refresh_from_db()
    return run


def _draft(run: Run) -> Run:
    """The row, ours until the end of the transaction. One may plan anew after a check, not after an import."""
    fresh = Run.objects.select_for_update().get(pk=run.pk)
    is_checked = fresh.plan.get("dry") and fresh.state in {Run.State.DONE, Run.State.STOPPED, Run.State.FAILED}
    if fresh.state != Run.State.DRAFT and not is_checked:
        raise Refusal(_("This import has begun already."))
    return fresh


def _facts(module: ModuleName, by: User, act: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the act needs beside the selection; a value that no record could take is refused here."""
    if act in {"owner", "set"}:
        key = "owner" if act == "owner" else facts.get("field")
        field = settable(by, module).get(str(key))
        if field is None:
            raise Refusal(_("Choose a field."))
        return {"field": field.key, "value": _readable(field, facts.get("value"), by)}
    if act in {"tag_add", "tag_remove"}:
        tags = [clean_line(str(tag), 40) for tag in facts.get("tags", ())][:MAX_TAGS]
        if not any(tags):
            raise BadValue(_("Write at least one tag."))
        return {"tags": [tag for tag in tags if tag]}
    return {"task": _task(by, facts.get("task") or {})} if act == "task" else {}


def _task(by: User, values: Mapping[str, Any]) -> dict[str, Any]:
    require(by, "create", "activity")
    if not values.get("subject"):
        raise BadValue(_("Say what is to be done."))
    fields = writable_fields(by, "activity")
    return {k: v if v == EACH else _readable(fields[k], v, by) for k, v in values.items() if k in fields}


def _readable(field: Field, value: Any, by: User) -> Any:
    """The value as it came, after a look at it."""
    found = resolve(field, read(field, value), by)
    if field.is_required and found in (None, "", []):
        raise BadValue(_("Fill this in."))
    return value
