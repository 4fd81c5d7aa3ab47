"""The desk's files, packed for the way: a third of the bytes at a first visit. Made once, kept in DATA/packed."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

PACKABLE = {".css", ".js", ".svg", ".webmanifest"}
WORTH_BYTES = 1_000


class PackedFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise looks for packed files beside the others; here they lie where a server may write."""

    def get_static_file(self, path: str, url: str, stat_cache: Mapping[str, Any] | None = None) -> StaticFile:
        """The file as it is, with its packed copy for browsers that can read one."""
        packed = packed_copy(Path(path))
        if packed is None:
            return super().get_static_file(path, url, stat_cache)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        return StaticFile(path, headers.items(), encodings={"gzip": str(packed)})


@cache
def packed_copy(path: Path) -> Path | None:
    """The packed copy of a file, named by what is in it; None for what would not become smaller."""
    if path.suffix not in PACKABLE or path.stat().st_size < WORTH_BYTES:
        return None
    content = path.read_bytes()
    packed = settings.DATA_FOLDER / "packed" / f"{hashlib.sha256(content).hexdigest()[:20]}.gz"
    if not packed.exists():
        packed.parent.mkdir(parents=True, exist_ok=True)
        made = packed.with_suffix(".new")
        made.write_bytes(gzip.compress(content, 9, mtime=0))
        made.replace(packed)
    return Path(packed)
