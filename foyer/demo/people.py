"""The people of the demo: whom Linden & Oak knows. All made up; numbers are from ranges kept free for fiction."""

# ruff: noqa: E501  tables: a line is a row

import dataclasses
from decimal import Decimal
from typing import Literal

Module = Literal["lead", "contact"]

Stage = Literal["new", "quote", "negotiation", "confirmed", "won"]


@dataclasses.dataclass(frozen=True, slots=True)
class Sale:
    """A deal of a contact. `began` and `closed` are days ago."""

    name: str
    amount: Decimal
    stage: Stage
    began: int
    closed: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Persona:
    """A lead or contact. `owner` is a log-in or nothing, `piece` what they look at, `source` a name of `sources`."""

    module: Module
    first_name: str
    last_name: str
    email: str
    phone: str
    company: str
    city: str
    country: str
    language: str
    owner: str
    status: str
    piece: str
    source: str
    visits: int
    sale: Sale | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def _won(name: str, amount: str, began: int, closed: int) -> Sale:
    return Sale(name, Decimal(amount), "won", began, closed)


def _open(name: str, amount: str, began: int, stage: Stage = "quote") -> Sale:
    return Sale(name, Decimal(amount), stage, began)


def _lead(*facts: str, visits: int) -> Persona:
    return _persona("lead", facts, visits, None)


def _contact(*facts: str, visits: int, sale: Sale | None = None) -> Persona:
    return _persona("contact", facts, visits, sale)


def _persona(module: Module, facts: tuple[str, ...], visits: int, sale: Sale | None) -> Persona:
    first, last, email, phone, company, place, language, owner, status, piece, source = facts
    city, country = place.rsplit(" ", 1)
    return Persona(
        module, first, last, email, phone, company, city, country, language, owner, status, piece, source, visits, sale
    )


PEOPLE = (
    # customers: a deal was won (F61)
    _contact("Sofie", "Jansen", "sofie@jansentuinen.example", "", "Jansen Tuinen", "Utrecht NL", "nl", "boris", "", "heron-armchair", "newsletter",
             visits=9, sale=_won("Heron chairs for the orangery", "3240", 96, 82)),
    _contact("Marek", "Dvořák", "marek.dvorak@parkhotel.example", "", "Parkhotel Dvořák", "Brno CZ", "cs", "anna", "", "alder-bench", "direct",
             visits=7, sale=_won("Forty benches for the park", "12900", 210, 193)),
    _contact("Oskar", "Brandt", "oskar.brandt@posteo.example", "+49 171 3920044", "", "Hamburg DE", "de", "boris", "", "rill-planter", "direct",
             visits=5, sale=_won("Planters and a bench", "840", 175, 173)),
    _contact("Ines", "Rocha", "ines.rocha@casarocha.example", "", "Casa Rocha", "Porto PT", "pt", "anna", "", "orchard-table", "newsletter",
             visits=6, sale=_won("Orchard table with benches", "1560", 58, 45)),
    _contact("Birgit", "Kolb", "birgit.kolb@gmx.example", "", "", "Graz AT", "de", "boris", "", "willow-lounger", "google",
             visits=4, sale=_won("Willow lounger", "495", 146, 145)),
    _contact("Henk", "de Wit", "henk@dewithoveniers.example", "", "De Wit Hoveniers", "Zwolle NL", "nl", "anna", "", "orchard-table", "direct",
             visits=8, sale=_won("Two Orchard tables", "2130", 112, 97)),
    # potential customers: a deal is open (F62)
    _contact("Jonas", "Seidel", "seidel@hotel-seeblick.example", "+49 171 3920017", "Hotel Seeblick", "Konstanz DE", "de", "anna", "", "alder-bench", "direct",
             visits=12, sale=_open("Terrace furniture, 40 seats", "18400", 34, "negotiation")),
    _contact("Liam", "O’Connor", "liam@walledgarden.example", "", "The Walled Garden", "Cork IE", "en", "anna", "", "heron-armchair", "pinterest",
             visits=7, sale=_open("Heron set for the garden", "3480", 21)),
    _contact("Karin", "Nyberg", "karin.nyberg@skargard.example", "+46 70 174 06 33", "Skärgårdens Pensionat", "Norrtälje SE", "sv", "boris", "", "wren-side-table",
             "google", visits=4, sale=_open("Eight Wren tables", "1160", 9, "confirmed")),
    _contact("Félix", "Martin", "felix.martin@jardinsmartin.example", "+33 6 39 98 01 22", "Jardins Martin", "Nantes FR", "fr", "boris", "", "alder-bench", "bing_fr",
             visits=6, sale=_open("Benches for a courtyard", "2640", 17)),
    _contact("Agata", "Sikora", "agata.sikora@poczta.example", "", "", "Poznań PL", "pl", "anna", "", "lark-swing", "instagram",
             visits=5, sale=_open("Lark swing", "740", 6, "new")),
    # contacts without a deal
    _contact("Claire", "Moreau", "claire.moreau@courrier.example", "+33 6 39 98 04 51", "", "Lyon FR", "fr", "anna", "", "canopy-parasol", "newsletter", visits=6),
    _contact("Thomas", "Wirth", "thomas.wirth@wirth-architekten.example", "", "Wirth Architekten", "Zürich CH", "de", "boris", "", "orchard-table", "direct", visits=5),
    _contact("Ellen", "Hughes", "ellen.hughes@hughes.example", "+44 7700 900123", "", "Bristol GB", "en", "boris", "", "canopy-parasol", "bing_en", visits=4),
    _contact("Hana", "Suzuki", "hana.suzuki@niwa.example", "", "Studio Niwa", "Kyoto JP", "ja", "anna", "", "finch-folding-chair", "google_en", visits=5),
    _contact("Daniel", "Weiss", "daniel.weiss@weiss-gaerten.example", "", "Weiss Gärten", "Wien AT", "de", "anna", "", "rill-planter", "ecosia", visits=3),
    _contact("Sabine", "Krüger", "sabine.krueger@web.example", "+49 171 3920052", "", "Leipzig DE", "de", "boris", "", "wren-side-table", "google_de", visits=4),
    _contact("Margot", "Peeters", "margot@peeters.example", "", "", "Gent BE", "nl", "anna", "", "heron-armchair", "facebook", visits=3),
    _contact("Erik", "Lund", "erik.lund@lundhage.example", "", "Lund Hage", "Bergen NO", "nb", "boris", "", "alder-bench", "google", visits=3),
    _contact("Hugo", "Bernard", "hugo.bernard@courrier.example", "", "", "Bordeaux FR", "fr", "anna", "", "willow-lounger", "qwant", visits=3),
    # leads
    _lead("Vera", "Lindqvist", "vera@lindqvist.example", "+46 70 174 06 21", "Lindqvist Landskap AB", "Malmö SE", "sv", "anna", "contacted", "alder-bench",
          "google_en", visits=5),
    _lead("Giulia", "Ferri", "giulia.ferri@posta.example", "", "", "Verona IT", "it", "", "new", "lark-swing", "instagram", visits=4),
    _lead("Amir", "Rahimi", "amir.rahimi@posteo.example", "+49 171 3920068", "", "Köln DE", "de", "boris", "contacted", "willow-lounger", "instagram", visits=5),
    _lead("Nina", "Petrova", "nina.petrova@poshta.example", "", "", "Plovdiv BG", "de", "anna", "new", "orchard-table", "google_de", visits=6),
    _lead("Paula", "Kern", "paula.kern@gmx.example", "", "", "Linz AT", "de", "boris", "new", "lark-swing", "google_at", visits=4),
    _lead("Luisa", "Bauer", "luisa.bauer@web.example", "+49 171 3920071", "Kita Sonnenhof", "München DE", "de", "anna", "qualified", "alder-bench", "google_de", visits=5),
    _lead("Emma", "Fischer", "emma.fischer@posteo.example", "", "", "Bremen DE", "de", "boris", "contacted", "heron-armchair", "pinterest", visits=3),
    _lead("Pierre", "Lefèvre", "pierre.lefevre@courrier.example", "+33 6 39 98 07 14", "Auberge du Lac", "Annecy FR", "fr", "anna", "qualified", "orchard-table",
          "google_ads", visits=6),
    _lead("Camille", "Roux", "camille.roux@courrier.example", "", "", "Rennes FR", "fr", "", "new", "finch-folding-chair", "bing_fr", visits=3),
    _lead("Anders", "Holm", "anders.holm@holm.example", "", "", "Aarhus DK", "da", "boris", "lost", "canopy-parasol", "google", visits=2),
    _lead("Sean", "Murphy", "sean.murphy@murphy.example", "", "", "Galway IE", "en", "anna", "new", "alder-bench", "google_en", visits=3),
    _lead("Katarzyna", "Zielińska", "k.zielinska@poczta.example", "", "", "Gdańsk PL", "pl", "boris", "contacted", "lark-swing", "facebook", visits=4),
    _lead("Lena", "Hoffmann", "lena.hoffmann@gmx.example", "+49 171 3920085", "Café Hoffmann", "Freiburg DE", "de", "anna", "contacted", "finch-folding-chair",
          "google_ads", visits=5),
    _lead("Mehmet", "Yıldız", "mehmet.yildiz@web.example", "", "", "Berlin DE", "de", "boris", "new", "orchard-table", "google", visits=3),
    _lead("Rosa", "Delgado", "rosa.delgado@correo.example", "", "", "Valencia ES", "es", "", "new", "canopy-parasol", "pinterest", visits=2),
    _lead("Johanna", "Berg", "johanna.berg@berg.example", "+46 70 174 06 47", "", "Uppsala SE", "sv", "anna", "qualified", "rill-planter", "newsletter", visits=4),
    _lead("Peter", "Graf", "peter.graf@bluewin.example", "", "", "Luzern CH", "de", "boris", "lost", "willow-lounger", "duckduckgo", visits=2),
    _lead("Chiara", "Conti", "chiara.conti@posta.example", "", "Agriturismo Conti", "Siena IT", "it", "anna", "contacted", "orchard-table", "google_en", visits=5),
    _lead("Yuki", "Tanaka", "yuki.tanaka@tegami.example", "", "", "Osaka JP", "ja", "", "new", "wren-side-table", "pinterest", visits=2),
    _lead("Olivia", "Bennett", "olivia.bennett@bennett.example", "+44 7700 900187", "", "Leeds GB", "en", "boris", "new", "heron-armchair", "google_ads", visits=3),
    _lead("Isabel", "Costa", "isabel.costa@correio.example", "", "", "Lisboa PT", "pt", "anna", "contacted", "rill-planter", "instagram", visits=3),
)  # fmt: skip

# What colleagues wrote on the record: who, how many days ago, what.
NOTES = {
    "vera@lindqvist.example": ("boris", 0.02, "8 % is fine from six pieces, delivery to Malmö included."),
    "seidel@hotel-seeblick.example": ("anna", 12, "Terrace opens on 1 April. Wants forty seats, benches against the wall, chairs towards the lake."),
    "liam@walledgarden.example": ("anna", 5, "Asked for dark oil. Check with the workshop whether we have enough for six chairs."),
    "nina.petrova@poshta.example": ("anna", 4, "Will measure the gate first: the table comes in two parts, 92 cm wide."),
    "amir.rahimi@posteo.example": ("boris", 6, "Comes to the workshop with his wife to try the lounger."),
    "marek.dvorak@parkhotel.example": ("anna", 20, "Happy with the forty benches. Thinks about tables for next summer."),
    "luisa.bauer@web.example": ("anna", 9, "Kindergarten: seat height 32 cm, rounded edges. The board decides at the end of the month."),
    "pierre.lefevre@courrier.example": ("anna", 3, "Needs the quote in French, delivery to Annecy before Easter."),
}  # fmt: skip
