"""Names of files that strangers gave them: without folders, tricks and length (T17)."""

import re

from foyer.lib.text import clean_line

MAX_NAME = 200
MAX_ENDING = 12
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def file_name(name: str) -> str:
    """The name without folders, controls and signs that turn text around; never empty, its ending is kept."""
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1], MAX_NAME * 2)
    cleaned = _NOT_IN_NAMES.sub("_", last).strip(" .") or "file"
    if len(cleaned) <= MAX_NAME:
        return cleaned
    begin, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        return cleaned[:MAX_NAME]
    return f"{begin[: MAX_NAME - len(ending) - 1]}.{ending}"


def with_ending(name: str, endings: tuple[str, ...]) -> str:
    """The name with an ending that fits: one of these, or the first of them put behind it."""
    ending = name.rpartition(".")[2].lower()
    return name if ending in endings else file_name(f"{name}.{endings[0]}")
