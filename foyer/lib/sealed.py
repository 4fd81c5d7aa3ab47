"""Answers with a file that somebody sent: the browser guesses nothing of it, loads nothing and runs nothing (T17)."""

from pathlib import Path

from django.http import FileResponse

SEALED = "default-src 'none'; sandbox"


def sealed_file(
    path: Path, media_type: str, name: str, *, as_attachment: bool = False, policy: str = SEALED
) -> FileResponse:
    """The file as it lies there; `policy` is its Content-Security-Policy."""
    answer = FileResponse(path.open("rb"), as_attachment=as_attachment, filename=name, content_type=media_type)
    answer["Content-Security-Policy"] = policy
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
