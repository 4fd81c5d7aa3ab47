"""The demo shop's pages as visitors walk through them: addresses, titles, and how long people stay. Pure."""

import dataclasses
from random import Random

FOLDER = "/demo/"
MAX_PAGES = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A piece of furniture as the shop shows it."""

    name: str
    price: str
    line: str
    picture: str


BENCH = Piece("Alder bench", "€420", "Solid oak, pegged and oiled. The one that everybody ends up on.", "bench")
PIECES = {
    "alder-bench": BENCH,
    "heron-armchair": Piece("Heron armchair", "€290", "Wide arms for cup and book.", "armchair"),
    "orchard-table": Piece("Orchard table", "€980", "Seats eight, with one bench.", "table"),
    "finch-folding-chair": Piece("Finch folding chair", "€120", "Hangs flat on the wall.", "folding"),
    "willow-lounger": Piece("Willow lounger", "€495", "Five positions, two wheels.", "lounger"),
    "wren-side-table": Piece("Wren side table", "€145", "For the second coffee.", "side"),
    "canopy-parasol": Piece("Canopy parasol", "€340", "Three metres of shade.", "parasol"),
    "rill-planter": Piece("Rill planter", "€165", "With liner and drain.", "planter"),
    "lark-swing": Piece("Lark swing", "€740", "For one, or two who get on.", "swing"),
}
_POPULARITY = (30, 14, 13, 8, 9, 6, 8, 7, 5)


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page of the shop; `usual_s` is how long people look at it, in seconds."""

    path: str
    title: str
    usual_s: int


HOME = Page(FOLDER, "Linden & Oak", 25)
CATALOGUE = Page(f"{FOLDER}catalogue.html", "Garden furniture", 60)
CONTACT = Page(f"{FOLDER}contact.html", "Contact", 70)
# From a page people go on to one of these; the numbers are weights, `None` is any piece of furniture.
_NEXT: dict[str, tuple[tuple[Page | None, ...], tuple[int, ...]]] = {
    HOME.path: ((CATALOGUE, None, CONTACT), (6, 3, 1)),
    CATALOGUE.path: ((None, HOME, CONTACT), (8, 1, 1)),
    CONTACT.path: ((HOME, CATALOGUE, None), (3, 3, 2)),
    "": ((CATALOGUE, None, CONTACT, HOME), (5, 4, 2, 1)),
}


def piece_page(slug: str) -> Page:
    """The page of a piece of furniture; the bench has the product page itself."""
    query = "" if slug == "alder-bench" else f"?piece={slug}"
    return Page(f"{FOLDER}product.html{query}", PIECES[slug].name, 75)


def any_piece(random: Random) -> str:
    """A piece that somebody might look at."""
    return random.choices(tuple(PIECES), _POPULARITY)[0]


def walk(random: Random, first: Page, favourite: str, eagerness: float) -> list[Page]:
    """The pages of one visit from `first` on, never the same twice in a row; `eagerness` 0 to 1 makes it longer."""
    pages = [first]
    while len(pages) < MAX_PAGES and random.random() < 0.35 + 0.5 * eagerness:
        last = pages[-1]
        targets, weights = _NEXT.get(last.path, _NEXT[""])
        target = random.choices(targets, weights)[0] or piece_page(_piece(random, favourite))
        if target != last:
            pages.append(target)
    return pages


def seconds_on(random: Random, page: Page, eagerness: float) -> int:
    """How long somebody looks at a page: mostly short, sometimes long."""
    return max(2, min(1500, round(random.lognormvariate(0, 0.9) * page.usual_s * (0.5 + eagerness))))


def _piece(random: Random, favourite: str) -> str:
    return favourite if random.random() < 0.5 else any_piece(random)
