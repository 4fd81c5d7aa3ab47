"""`python -m foyer <command>`: Django's manage with Foyer's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.project.settings")
    execute_from_command_line(["foyer", *sys.argv[1:]])


if __name__ == "__main__":
    main()
