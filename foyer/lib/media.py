"""What a file is by its content; and previews of pictures, made anew so that nothing of the sender is shown (T17)."""

import struct
import zlib
from pathlib import Path
from typing import Final

import filetype
from PIL import Image, ImageFile, ImageOps

UNKNOWN: Final = "application/octet-stream"
PDF: Final = "application/pdf"
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
MAX_PIXELS = 40_000_000
"""A picture with more is not opened: its small file may fill the memory."""
PREVIEW_SIDE = 1600
_HEAD_BYTES = 8192

_BROKEN = (
    *(OSError, ValueError, TypeError, SyntaxError, EOFError, LookupError, ArithmeticError, MemoryError),
    *(struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning),
)
"""What broken pictures make the decoders raise."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False


def media_type_of(path: Path) -> str:
    """The type that the content has, whatever the name says; UNKNOWN for text, HTML, SVG and all that has no mark."""
    with path.open("rb") as file:
        found = filetype.guess(file.read(_HEAD_BYTES))
    return str(found.mime) if found else UNKNOWN


def write_preview(source: Path, target: Path, side: int = PREVIEW_SIDE) -> bool:
    """A WebP of at most `side` pixels a side, without the data cameras put in; False when it is no sound picture."""
    try:
        with Image.open(source, formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return False
            opened.draft("RGB", (side, side))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((side, side))
            plain = Image.new("RGBA" if _is_see_through(picture) else "RGB", picture.size)
            plain.paste(picture.convert(plain.mode))
            plain.save(target, "WEBP", quality=82)
    except _BROKEN:
        target.unlink(missing_ok=True)
        return False
    return True


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a picture that was written here."""
    with Image.open(path, formats=_FORMATS) as opened:
        return opened.size


def _is_see_through(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
