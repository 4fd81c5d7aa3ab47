"""How the chat of the demo shop looks, and what it says."""

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw

GREEN, CREAM, INK = "#2F4A3A", "#FFFDF8", "#26241F"
LOOK = {
    "accent": GREEN,
    "theme": "own",
    "surface": CREAM,
    "text": INK,
    "radius": "16",
    "side": "end",
    "distance": "20",
    "launcher": "icon",
    "sounds": "on",
    "emoji": "on",
    "brand": "on",
    "ask_name": "required",
    "ask_email": "optional",
    "ask_phone": "hidden",
    "ask_question": "required",
    "greets_after_s": "45",
    "text_en_greeting": "Not sure what fits your terrace? We are in the workshop and gladly tell you.",
    "text_de_greeting": "Unsicher, was auf Ihre Terrasse passt? Wir sind in der Werkstatt und sagen es Ihnen gern.",
    "text_fr_greeting": "Vous hésitez pour votre terrasse ? Nous sommes à l’atelier et vous conseillons volontiers.",
    "text_en_offline": "The workshop is closed. Leave us your question, and the answer appears here.",
    "text_de_offline": "Die Werkstatt ist zu. Lassen Sie Ihre Frage da, die Antwort erscheint hier.",
    "text_fr_offline": "L’atelier est fermé. Laissez votre question, la réponse apparaîtra ici.",
    "text_en_thanks": "Thank you. Come and sit on our benches when you are near.",
    "text_de_thanks": "Danke. Kommen Sie probesitzen, wenn Sie in der Nähe sind.",
    "text_fr_thanks": "Merci. Venez essayer nos bancs si vous passez par ici.",
}
"""The form of Setup, filled in."""
WITH_CONSENT = {
    "consent_url": "https://trade.lindenandoak.example/privacy",
    "text_en_consent": "Linden & Oak may keep what I write here and use it to answer me.",
    "text_de_consent": "Linden & Oak darf speichern, was ich hier schreibe, und es für die Antwort verwenden.",
    "text_fr_consent": "Linden & Oak peut conserver ce que j’écris ici et s’en servir pour me répondre.",
}
"""What customers of the trade shop agree to before they chat."""
SIDE, GRID = 384, 34
LEFT = ((17, 18), (9, 18), (7.5, 12), (8, 7.5)), ((8, 7.5), (13, 8), (17, 11), (17, 18))
RIGHT = ((17.5, 21), (17.5, 15), (20.5, 12), (26, 11.5)), ((26, 11.5), (26.5, 16.5), (23.5, 21), (17.5, 21))
"""The leaves of the shop's mark (site/art/logo.svg), as curves on a grid of 34."""

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


def logo() -> bytes:
    """The shop's mark on cream, as a PNG."""
    image = Image.new("RGBA", (SIDE, SIDE), "#00000000")
    draw, unit = ImageDraw.Draw(image), SIDE / GRID
    draw.ellipse((0, 0, SIDE - 1, SIDE - 1), fill="#F8EFDD")
    draw.line((17 * unit, 27 * unit, 17 * unit, 15 * unit), fill=GREEN, width=round(1.8 * unit))
    for curves, colour in ((LEFT, "#6F8F5B"), (RIGHT, "#B9793C")):
        draw.polygon([point for curve in curves for point in _along(curve, unit)], fill=colour)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _along(curve: Curve, unit: float, steps: int = 24) -> Iterator[Point]:
    """Points of a Bézier curve."""
    for step in range(steps + 1):
        t = step / steps
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(share * point[axis] for share, point in zip(shares, curve, strict=True)) for axis in (0, 1))
        yield x * unit, y * unit
