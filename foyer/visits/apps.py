"""Django's entry for this folder."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.visits"
    label = "visits"

    def ready(self) -> None:
        """Registers what follows from events, and what is done with many visits."""
        from foyer.crm.models import Run
        from foyer.crm.runs.kinds import work_with_many
        from foyer.visits import reactions  # noqa: F401
        from foyer.visits.deleting import MODULE, DeleteWork

        work_with_many(Run.Kind.MASS, MODULE, DeleteWork)
