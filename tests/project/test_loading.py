"""The first page does not wait for code to be read."""

import gc
import threading

from django.urls import get_resolver

from foyer.project.loading import load_pages


def test_every_view_is_there_and_the_collector_passes_over_it():
    get_resolver().__dict__.pop("url_patterns", None)
    gc.unfreeze()

    load_pages(threading.Event())

    assert "url_patterns" in vars(get_resolver())
    assert gc.get_freeze_count() > 100_000
