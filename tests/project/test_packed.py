"""What browsers fetch of the desk, packed for the way (P7)."""

import gzip
import re
from urllib.parse import urljoin

import pytest
from django.templatetags.static import static
from django.test import Client

TABLER = "vendor/tabler/tabler.min.css"


def fetched(name: str, accepts: str) -> tuple[bytes, str]:
    answer = Client().get(static(name), headers={"accept-encoding": accepts})
    return b"".join(answer), answer.headers.get("Content-Encoding", "")


def test_style_sheets_come_packed_to_who_can_read_that():
    packed, encoding = fetched(TABLER, "gzip, deflate, br")
    plain, none = fetched(TABLER, "")
    assert (encoding, none) == ("gzip", "")
    assert gzip.decompress(packed) == plain
    assert len(packed) * 4 < len(plain)


@pytest.mark.parametrize("name", ["vendor/inter/inter-latin.woff2", "brand/icon-32.png", "js/zone.js"])
def test_what_would_not_become_smaller_comes_as_it_is(name):
    assert fetched(name, "gzip")[1] == ""


def test_all_styles_of_a_page_come_in_one_file():
    styles = fetched("css/desk.css", "")[0].decode()
    assert "@import" not in styles
    assert styles.index("@layer kit, desk;") < styles.index("@layer kit {") < styles.index("@layer desk {")
    assert ".f-setbody {" in styles


def test_what_a_joined_style_sheet_fetches_is_where_it_says():
    styles = fetched("css/desk.css", "")[0].decode()
    fonts = set(re.findall(r"url\([\"']?(\.[^)\"']+)", styles))
    assert fonts
    assert {Client().get(urljoin(static("css/desk.css"), font)).status_code for font in fonts} == {200}
