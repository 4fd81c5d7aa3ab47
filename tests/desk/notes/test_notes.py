"""Notes as people read and write them (F32, E16, T15)."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from foyer.crm.actions import write_note
from foyer.crm.models import Note
from foyer.desk.notes.rendering import TAGS, note_html
from foyer.team.models import AccessProfile
from tests.crm.people import lead
from tests.hostile.lines import XSS

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def vera(shop):
    return lead()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** and _i_", "<p><strong>b</strong> and <em>i</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# no head", "<p># no head</p>"),
        ("@Boris Brandt, look", '<p><span class="f-mention">@Boris Brandt</span>, look</p>'),
        ("boris@boris.example", "<p>boris@boris.example</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
    ],
)
def test_markdown_becomes_what_it_says(text, html):
    assert note_html(text, ["Boris Brandt"]) == html


def test_links_lead_out_without_a_trace():
    html = note_html("[list](https://shop.example)")
    assert 'rel="noopener noreferrer nofollow"' in html
    assert 'target="_blank"' in html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc"]
)
def test_addresses_that_run_are_no_links(address):
    assert "href" not in note_html(f"[x]({address}) <{address}>")


class Found(HTMLParser):
    """The elements and attributes that stand in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= set(attrs)


@pytest.mark.parametrize("line", XSS)
def test_nothing_in_a_note_runs(line):
    found = Found(str(note_html(f"{line}\n\n[{line}]({line})\n\n![x](<{line}>)", [line])))
    assert found.tags <= TAGS
    assert {name for name, _value in found.attributes} <= {"href", "rel", "target", "class", "start", "title"}
    addresses = [value for name, value in found.attributes if name == "href"]
    assert {urlsplit(value).scheme for value in addresses} <= {"", "http", "https", "mailto", "tel"}


def test_a_note_is_changed_in_place(as_boris, boris, vera):
    note = write_note(vera, boris, "one")
    assert "<textarea" in as_boris.get(f"/notes/{note.pk}/?edit=1", headers=HTMX).content.decode()
    page = as_boris.post(f"/notes/{note.pk}/", {"text": "**two**", "version": "1"}, headers=HTMX).content.decode()
    assert "<strong>two</strong>" in page


def test_what_is_refused_keeps_what_was_typed(as_boris, boris, vera):
    note = write_note(vera, boris, "one")
    Note.objects.filter(pk=note.pk).update(version=2)
    page = as_boris.post(f"/notes/{note.pk}/", {"text": "mine", "version": "1"}, headers=HTMX).content.decode()
    assert "Somebody changed this record meanwhile" in page
    assert "mine</textarea>" in page


def test_a_note_of_somebody_else_is_only_read(as_boris, anna, vera):
    note = write_note(vera, anna, "one")
    assert "<textarea" not in as_boris.get(f"/notes/{note.pk}/?edit=1", headers=HTMX).content.decode()
    assert as_boris.post(f"/notes/{note.pk}/", {"text": "x"}).status_code == 403
    assert as_boris.post(f"/notes/{note.pk}/deletion/").status_code == 403


def test_a_note_on_a_record_that_is_not_seen_is_not_there(as_boris, boris, anna, shop):
    note = write_note(lead(owner=anna), anna, "@Boris secret")
    boris.access_profile = AccessProfile.objects.create(name="Own", modules={"lead": {"scope": "own"}})
    boris.save()
    assert as_boris.get(f"/notes/{note.pk}/").status_code == 404
    assert as_boris.post(f"/notes/{note.pk}/deletion/").status_code == 404
    assert b"secret" not in as_boris.get("/activities/day/").content


def test_colleagues_are_offered_by_any_part_of_their_name(as_boris, anna):
    assert "Anna Albers" in as_boris.get("/colleagues/?q=alb").content.decode()
    assert "Anna" not in as_boris.get("/colleagues/?q=zz%00").content.decode()


def test_who_left_is_not_offered(as_boris, anna):
    anna.is_active = False
    anna.save()
    assert "Anna" not in as_boris.get("/colleagues/?q=an").content.decode()
