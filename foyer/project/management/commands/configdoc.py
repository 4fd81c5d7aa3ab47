"""`foyer configdoc`: writes docs/running/config.md from the settings themselves."""

from pathlib import Path
from typing import get_args

from django.core.management.base import BaseCommand
from pydantic.fields import FieldInfo

from foyer.project.config import PREFIX, Config

PAGE = Path(__file__).parents[4] / "docs" / "running" / "config.md"
HEAD = """# Settings

Foyer reads its settings from the environment. Every name begins with `FOYER_`; one that is not in this list is an error
at start, so that a typing error is seen. Nothing has to be set to begin.

| name | default | what |
|---|---|---|
"""
FOOT = """
Written by `bin/foyer configdoc` from `foyer/project/config.py`; a test compares.
"""


class Command(BaseCommand):
    """Writes the page."""

    help = "Writes docs/running/config.md anew."
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        """Says where."""
        PAGE.write_text(config_page(), "utf-8")
        self.stdout.write(str(PAGE))


def config_page() -> str:
    """The page as it should be."""
    rows = [_row(name, field) for name, field in Config.model_fields.items()]
    return HEAD + "\n".join(rows) + "\n" + FOOT


def _row(name: str, field: FieldInfo) -> str:
    choices = [f"`{choice}`" for choice in get_args(field.annotation) if isinstance(choice, str)]
    allowed = f" One of {', '.join(choices)}." if len(choices) > 1 else ""
    default = "" if field.default in {"", None} else f"`{_shown(field.default)}`"
    return f"| `{PREFIX}{name.upper()}` | {default} | {field.description}{allowed} |"


def _shown(value: object) -> str:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else str(value)
