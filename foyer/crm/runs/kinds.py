"""Which work a run is."""

from collections.abc import Callable

from foyer.crm.mailings.work import MailWork
from foyer.crm.models import Run
from foyer.crm.runs.exporting import ExportWork
from foyer.crm.runs.importing import ImportWork
from foyer.crm.runs.mass import MassWork
from foyer.crm.runs.undoing import UndoWork
from foyer.crm.runs.work import Work

_WORKS: dict[str, Callable[[Run], Work]] = {
    Run.Kind.MASS: MassWork,
    Run.Kind.IMPORT: ImportWork,
    Run.Kind.EXPORT: ExportWork,
    Run.Kind.UNDO: UndoWork,
    Run.Kind.MAIL: MailWork,
}
_OTHERS: dict[tuple[str, str], Callable[[Run], Work]] = {}


def work_with_many(kind: Run.Kind, module: str, work: Callable[[Run], Work]) -> None:
    """Says what a kind of run does where the rows are no records of the CRM; called by whose rows they are."""
    _OTHERS[kind, module] = work


def work_of(run: Run) -> Work:
    """The work of this run."""
    return _OTHERS.get((run.kind, run.module), _WORKS[run.kind])(run)
