"""Heads of requests that were read before: browsers of one make send the same head to the byte (P1)."""

from foyer.edge.http import Head

KEPT = 2_000
MAX_BYTES = 2_000
END = b"\r\n\r\n"


class KnownHeads:
    """Remembers heads of plain requests as the parser read them; it begins anew when there are too many."""

    def __init__(self) -> None:
        self._heads: dict[bytes, tuple[int, Head]] = {}

    def find(self, piece: bytes) -> tuple[Head, bytes] | None:
        """Head and body, if this is one whole request, and its head is known."""
        text, _, body = piece.partition(END)
        length, head = self._heads.get(text, _NONE)
        return (head, body) if head is not None and length == len(body) else None

    def learn(self, piece: bytes, length: int, head: Head) -> None:
        """Remembers the head of a request with so long a body, if this piece is all of it."""
        text, _, body = piece.partition(END)
        if len(body) != length or len(text) > MAX_BYTES:
            return
        if len(self._heads) >= KEPT:
            self._heads.clear()
        self._heads[text] = length, head


_NONE: tuple[int, None] = (-1, None)
