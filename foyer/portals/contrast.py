"""How well two colours stand out from each other, and what is readable on one (WCAG 2.2, 1.4.3). Pure."""

READABLE = 4.5
WHITE, INK, BLACK = "#FFFFFF", "#1F1D1A", "#000000"


def contrast(one: str, other: str) -> float:
    """From 1 to 21; colours are like #304AA6."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def readable_on(colour: str) -> str:
    """White, else ink, else black: one of white and black is readable on any colour."""
    return next((text for text in (WHITE, INK) if contrast(text, colour) >= READABLE), BLACK)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
