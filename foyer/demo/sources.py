"""Where the demo's visitors come from, and with which machines. Pure."""

# ruff: noqa: E501  tables: a line is a row

import dataclasses
from random import Random

from foyer.demo.shop import CATALOGUE, HOME, Page, piece_page


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A way to the shop: referrer, query of the landing page, and how many of a thousand visits come this way."""

    share: int
    referrer: str = ""
    query: str = ""
    lands_on: str = "home"


SOURCES = {
    "direct": Source(250),
    "google": Source(220, "https://www.google.com/"),
    "google_de": Source(70, "https://www.google.de/search?q=gartentisch+eiche+massiv", lands_on="piece"),
    "google_bench": Source(50, "https://www.google.de/search?q=gartenbank+eiche+wetterfest", lands_on="piece"),
    "google_at": Source(20, "https://www.google.at/search?q=hollywoodschaukel+eiche", lands_on="piece"),
    "google_en": Source(50, "https://www.google.com/search?q=oak+bench+salt+air", lands_on="piece"),
    "google_ads": Source(
        70,
        "https://www.google.com/",
        "utm_source=google&utm_medium=cpc&utm_campaign=terrace&gclid={click}",
        "catalogue",
    ),
    "bing_en": Source(25, "https://www.bing.com/search?q=parasol+3+m+wind", lands_on="piece"),
    "bing_fr": Source(25, "https://www.bing.com/search?q=banc+ch%C3%AAne+massif", lands_on="piece"),
    "ecosia": Source(25, "https://www.ecosia.org/search?q=pflanzkasten+holz", lands_on="catalogue"),
    "duckduckgo": Source(20, "https://duckduckgo.com/"),
    "qwant": Source(10, "https://www.qwant.com/?q=mobilier+jardin+bois", lands_on="catalogue"),
    "instagram": Source(
        55, "https://l.instagram.com/", "utm_source=instagram&utm_medium=social&utm_campaign=autumn", "piece"
    ),
    "pinterest": Source(40, "https://www.pinterest.com/", lands_on="piece"),
    "facebook": Source(20, "https://m.facebook.com/", "fbclid={click}", "home"),
    "newsletter": Source(35, "", "utm_source=newsletter&utm_medium=email&utm_campaign=november", "catalogue"),
    "magazine": Source(15, "https://www.gartenwelt.example/holzbaenke-im-test", lands_on="piece"),
}
_CLICK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789_-"

_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_ANDROID = "Mozilla/5.0 (Linux; Android 10; K) "


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """A browser on a device, as both show themselves."""

    agent: str
    screen: str


MACHINES = (
    Machine(f"{_WINDOWS}) {_WEBKIT}Chrome/142.0.0.0 Safari/537.36", "1920x1080"),
    Machine(f"{_IPHONE}Version/18.6 Mobile/15E148 Safari/604.1", "390x844"),
    Machine(f"{_ANDROID}{_WEBKIT}Chrome/142.0.0.0 Mobile Safari/537.36", "412x915"),
    Machine(f"{_MAC}AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", "1440x900"),
    Machine(f"{_WINDOWS}; rv:145.0) Gecko/20100101 Firefox/145.0", "1536x864"),
    Machine(f"{_WINDOWS}) {_WEBKIT}Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "1920x1080"),
    Machine("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "2560x1440"),
    Machine(f"{_IPAD}Version/18.6 Mobile/15E148 Safari/604.1", "820x1180"),
)
_MACHINE_SHARES = (27, 22, 18, 12, 8, 7, 3, 3)

# The first half of addresses that the country data knows; the second half is drawn.
NETWORKS = {
    "DE": "91.13", "AT": "80.108", "CH": "62.2", "FR": "2.15", "NL": "84.80", "GB": "81.100", "IE": "86.40", "IT": "87.19", "SE": "83.226",
    "PL": "83.30", "CZ": "94.112", "PT": "85.240", "BG": "78.90", "DK": "87.49", "NO": "84.208", "BE": "81.240", "ES": "88.0", "JP": "126.2",
    "US": "73.12",
}  # fmt: skip
_COUNTRY_SHARES = {
    "DE": 52,
    "AT": 10,
    "CH": 8,
    "FR": 8,
    "NL": 5,
    "GB": 5,
    "SE": 2,
    "IT": 2,
    "BE": 2,
    "PL": 2,
    "DK": 1,
    "US": 2,
    "ES": 1,
}
LANGUAGES = {
    "DE": "de-DE", "AT": "de-AT", "CH": "de-CH", "FR": "fr-FR", "NL": "nl-NL", "GB": "en-GB", "SE": "sv-SE", "IT": "it-IT", "BE": "nl-BE",
    "PL": "pl-PL", "DK": "da-DK", "US": "en-US", "ES": "es-ES", "IE": "en-IE", "CZ": "cs-CZ", "PT": "pt-PT", "BG": "bg-BG", "NO": "nb-NO",
    "JP": "ja-JP",
}  # fmt: skip


def any_source(random: Random) -> str:
    """The name of a source, by its share."""
    return random.choices(tuple(SOURCES), [source.share for source in SOURCES.values()])[0]


def any_country(random: Random) -> str:
    """A country that visitors come from."""
    return random.choices(tuple(_COUNTRY_SHARES), tuple(_COUNTRY_SHARES.values()))[0]


def any_machine(random: Random) -> Machine:
    """A browser that people use."""
    return random.choices(MACHINES, _MACHINE_SHARES)[0]


def any_address(random: Random, country: str) -> str:
    """An internet address of the country."""
    return f"{NETWORKS[country]}.{random.randint(1, 254)}.{random.randint(1, 254)}"


def landing(random: Random, source: Source, favourite: str) -> tuple[Page, str]:
    """The first page of a visit, and the query that its address carries."""
    page = {"home": HOME, "catalogue": CATALOGUE, "piece": piece_page(favourite)}[source.lands_on]
    return page, source.query.format(click="".join(random.choices(_CLICK_LETTERS, k=24)))
