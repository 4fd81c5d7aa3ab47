"""Django's entry for this folder."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CrmConfig(AppConfig):
    """Names the app, loads its reactions, and lays the first pipeline once there are tables for it."""

    name = "foyer.crm"
    label = "crm"

    def ready(self) -> None:
        """Models are there now."""
        from foyer.crm import reactions  # noqa: F401
        from foyer.crm.pipelines import lay_first_pipeline
        from foyer.crm.search.documents import register_documents

        register_documents()
        post_migrate.connect(lay_first_pipeline, sender=self)
