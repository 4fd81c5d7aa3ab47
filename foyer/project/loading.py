"""Loading what the first page needs before somebody asks for it."""

import gc
import threading

from django.urls import get_resolver


def load_pages(_stopped: threading.Event) -> None:
    """Imports every view; what is there by then stays, and the collector passes over it.

    Looking through it stopped all threads for a tenth of a second and more, again and again.
    """
    len(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
