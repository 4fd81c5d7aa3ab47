"""`python -m foyer <command>`: Django's manage with Foyer's settings."""

import atexit
import gc
import os
import sys

import django
from django.core.management import execute_from_command_line

YOUNG = 20_000  # objects until the collector looks; by Python's 700, a tenth of each start was looking at what stays


def main() -> None:
    gc.set_threshold(YOUNG)
    atexit.register(gc.freeze)  # an interpreter that ends looks at everything once more, for a quarter of a second
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.project.settings")
    load()
    execute_from_command_line(["foyer", *sys.argv[1:]])


def load() -> None:
    """What is loaded is no garbage and stays: to look through it meanwhile was another fifth of each start."""
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    main()
