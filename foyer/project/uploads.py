"""Who may send files, and how long their bodies may be (T17, T34)."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import close_old_connections
from django.http import parse_cookie

from foyer.edge.wsgi import Uploads
from foyer.lib.sheets.reading import MAX_BYTES
from foyer.project.config import Config

FILES, IMPORTS = "/files/of", "/imports/"  # of a record, of a visit, of a chat
MEGABYTE = 1_000_000
ROOM_BYTES = 100_000
"""For what stands around a file in a form."""


def uploads_of(config: Config) -> Uploads:
    """Files and tables are taken from whoever is signed in."""
    limits = {FILES: config.max_file_mb * MEGABYTE + ROOM_BYTES, IMPORTS: MAX_BYTES + ROOM_BYTES}
    return Uploads(limits, is_signed_in)


def is_signed_in(cookies: str) -> bool:
    """Whether the cookies hold a session of somebody; which pages they may open is decided there."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    try:
        return SESSION_KEY in SessionStore(key) if key else False
    finally:
        close_old_connections()
