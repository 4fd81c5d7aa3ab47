"""Django's entry for this folder."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

from foyer.lib.held import hold

if TYPE_CHECKING:
    from foyer.crm.models import Run
    from foyer.crm.runs.work import Work


class ProjectConfig(AppConfig):
    """Names the app, and tells those below what is done above them."""

    name = "foyer.project"
    label = "project"

    def ready(self) -> None:
        """Registers which file of visits shows what the screen shows; Django holds lightly what it asks often."""
        hold()
        from foyer.crm.models import Run as Runs
        from foyer.crm.runs.kinds import work_with_many

        work_with_many(Runs.Kind.EXPORT, "visit", _visits_file)


def _visits_file(run: "Run") -> "Work":
    """Loaded with the first one: a start needs no screens."""
    from foyer.desk.visits.export import VisitsFile

    return VisitsFile(run)
