"""What a landing address tells of a campaign: UTM values and the click ids of advertising networks (F122-F124)."""

import dataclasses
from urllib.parse import parse_qsl, urlsplit

from foyer.lib.text import clean_line

MAX_VALUE = 200
MAX_FIELDS = 100
UTM = ("source", "medium", "campaign", "term", "content", "id")
# Google Ads (three kinds), Microsoft, Meta, LinkedIn, TikTok, X, Pinterest, Snapchat, Reddit, Yandex.
CLICK_IDS = (
    "gclid",
    "wbraid",
    "gbraid",
    "msclkid",
    "fbclid",
    "li_fat_id",
    "ttclid",
    "twclid",
    "epik",
    "sccid",
    "rdt_cid",
    "yclid",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Campaign:
    """UTM values by their name without the prefix, and the click id with its kind."""

    utm: dict[str, str]
    click_id_kind: str = ""
    click_id: str = ""


NO_CAMPAIGN = Campaign({})


def campaign_of(url: str) -> Campaign:
    """Reads an address; an empty campaign when it holds none or cannot be read."""
    if "?" not in url:  # nearly all of them
        return NO_CAMPAIGN
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=MAX_FIELDS)
    except ValueError:
        return NO_CAMPAIGN
    told = {
        name.lower(): clean_line(value, MAX_VALUE) for name, value in reversed(pairs)
    }  # %00 becomes a NUL only here
    values = {name: value for name, value in told.items() if value}
    utm = {name: values[f"utm_{name}"] for name in UTM if f"utm_{name}" in values}
    kind = next((name for name in CLICK_IDS if name in values), "")
    return Campaign(utm, kind, values.get(kind, ""))
