"""Where the files of imports and exports lie, and for how long: in folders of FOYER_DATA that nobody else reads."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from foyer.crm.models import Run
from foyer.lib import clock
from foyer.lib.sheets import BadSheet
from foyer.lib.sheets.reading import MAX_BYTES
from foyer.lib.storage import TooBig, keep

KEPT = dt.timedelta(days=7)
OWNER_ONLY = 0o700


def folder(name: str) -> Path:
    """`imports` or `exports`, made when it is not there."""
    path = Path(settings.DATA_FOLDER) / name
    path.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    return path


def file_of(run: Run) -> Path:
    """The file that a run reads, or writes. The name is ours, never that of the upload (T17)."""
    return folder("imports" if run.kind == Run.Kind.IMPORT else "exports") / run.stored


def is_kept(run: Run) -> bool:
    """Whether its file is still there."""
    return bool(run.stored) and file_of(run).exists()


def keep_upload(chunks: Iterable[bytes]) -> str:
    """Puts an upload on disk; returns the name it has there. BadSheet when it is too large."""
    try:
        name, _size = keep(chunks, folder("imports"), MAX_BYTES)
    except TooBig as error:
        raise BadSheet(_("The file is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024**2}) from error
    return name


def prune_files() -> None:
    """Deletes files and drafts after a week; the reports stay, and what they need to take an import back."""
    old = Run.objects.filter(created_at__lt=clock.now() - KEPT).exclude(stored="")
    for run in old:
        file_of(run).unlink(missing_ok=True)
    old.filter(state=Run.State.DRAFT).delete()
    old.update(stored="")
