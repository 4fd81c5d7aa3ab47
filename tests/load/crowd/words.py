"""Names for very many people and companies: made of syllables, so that most differ and some are alike."""

import random

_HEADS = (
    "Bar",
    "Ber",
    "Dor",
    "Fal",
    "Gar",
    "Hol",
    "Kar",
    "Lin",
    "Mar",
    "Nor",
    "Pol",
    "Ran",
    "Sal",
    "Tor",
    "Val",
    "Wen",
)
_MIDDLES = ("ba", "de", "di", "ga", "ka", "le", "li", "ma", "me", "ni", "ra", "ro", "sa", "ti", "to", "va")
_ENDS = ("berg", "dorf", "feld", "gren", "hof", "lund", "mann", "ner", "quist", "ski", "stein", "thal", "vic", "wald")
FIRST = (
    *("Ada", "Anton", "Bea", "Carl", "Dana", "Emil", "Eva", "Filip", "Gita", "Hanna", "Ida", "Jan", "Jonas", "Karla"),
    *("Lea", "Leo", "Mara", "Max", "Mia", "Nils", "Noor", "Olga", "Paul", "Petra", "Rosa", "Said", "Tom", "Vera"),
)
TRADES = ("Furniture", "Foods", "Logistics", "Media", "Optics", "Paper", "Tools", "Textiles", "Travel", "Works")
CITIES = ("Berlin", "Bern", "Graz", "Linz", "Lyon", "Nantes", "Utrecht", "Wien", "Zürich", "")


def surname(dice: random.Random) -> str:
    """One of some thousands."""
    return dice.choice(_HEADS) + dice.choice(_MIDDLES) + dice.choice(_ENDS)


def company(dice: random.Random) -> str:
    """A name and a trade."""
    return f"{surname(dice)} {dice.choice(TRADES)}"
