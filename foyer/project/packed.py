"""The desk's files, packed for the way: a third of the bytes, all styles in one file. Made once, kept in DATA/packed.

Browsers hear of the thirty style sheets only when the first is there: fetched one by one, they hold a first page up.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

PACKABLE = {".css", ".js", ".svg", ".webmanifest"}
WORTH_BYTES = 1_000
IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')
RELATIVE = re.compile(r"""url\((["']?)(?!["']?(?:[#/]|[a-z]+:))""")


class PackedFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise looks for packed files beside the others; here they lie where a server may write."""

    def get_static_file(self, path: str, url: str, stat_cache: Mapping[str, Any] | None = None) -> StaticFile:
        """The file as it is, with its packed copy for browsers that can read one."""
        whole = joined_copy(Path(path))
        packed = packed_copy(whole)
        if packed is None:
            return super().get_static_file(path, url, stat_cache)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        return StaticFile(str(whole), headers.items(), encodings={"gzip": str(packed)})


@cache
def packed_copy(path: Path) -> Path | None:
    """The packed copy of a file, named by what is in it; None for what would not become smaller."""
    if path.suffix not in PACKABLE or path.stat().st_size < WORTH_BYTES:
        return None
    content = path.read_bytes()
    return _kept(content, ".gz", lambda: gzip.compress(content, 9, mtime=0))


@cache
def joined_copy(path: Path) -> Path:
    """A style sheet with those that it imports in their places; any other file as it is."""
    if path.suffix != ".css" or not IMPORT.search(sheet := path.read_text()):
        return path
    whole = IMPORT.sub(lambda found: _imported(path.parent, *found.groups()), sheet).encode()
    return _kept(whole, ".css", lambda: whole)


def _imported(folder: Path, name: str, layer: str | None) -> str:
    """What one import brings; its own files are found from where the other sheet lies."""
    place = PurePosixPath(name).parent
    text = RELATIVE.sub(lambda found: f"url({found[1]}{place}/", (folder / name).read_text())
    return f"@layer {layer} {{\n{text}}}\n" if layer else text


def _kept(content: bytes, suffix: str, make: Callable[[], bytes]) -> Path:
    """The file that is named by the content, made when it is not there yet."""
    path = Path(settings.DATA_FOLDER) / "packed" / f"{hashlib.sha256(content).hexdigest()[:20]}{suffix}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".new")
        made.write_bytes(make())
        made.replace(path)
    return path
