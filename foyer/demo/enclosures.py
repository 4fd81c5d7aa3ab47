"""Files in the demo's chats: a drawing that a visitor sends, and an offer that an agent sends."""

import io
from collections.abc import Callable, Iterable

from PIL import Image, ImageDraw

from foyer.conversations.files import keep_file
from foyer.conversations.models import ChatFile, Message

LIMIT = 1_000_000
SAND, DECK, WOOD, LEAF = "#f3ead9", "#cdbb9b", "#8a5a35", "#5f7f52"


def enclose(messages: Iterable[Message]) -> None:
    """Lines that are called like one of the files get it."""
    for message in messages:
        if message.text in MADE:
            kept = keep_file(message.text, [MADE[message.text]()], LIMIT)
            ChatFile.objects.create(
                message=message,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
                stored=kept.stored,
                width=kept.width,
                height=kept.height,
            )


def _terrace() -> bytes:
    """A terrace from above, with six benches and two beds."""
    picture = Image.new("RGB", (960, 640), SAND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, 900, 580), fill=DECK)
    for y in range(60, 580, 26):
        pen.line((60, y, 900, y), fill=SAND, width=2)
    for left in (140, 400, 660):
        for top in (130, 460):
            pen.rounded_rectangle((left, top, left + 170, top + 52), 10, fill=WOOD)
    for left in (80, 800):
        pen.ellipse((left, 270, left + 90, 370), fill=LEAF)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _offer() -> bytes:
    """A page of PDF with one line."""
    words = b"BT /F1 20 Tf 72 760 Td (Offer 2026-117: six Alder benches) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return body + head + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


MADE: dict[str, Callable[[], bytes]] = {"terrace.webp": _terrace, "offer-2026-117.pdf": _offer}
