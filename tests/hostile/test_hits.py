"""Every hostile line in every field of a hit, from body to database: stored clean, and the fold goes on (T15-T23)."""

import json
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import DataError
from django.db.models import CharField, JSONField, TextField

from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.hits import Collector, Sender
from foyer.visits.hit import Refused
from foyer.visits.models import Action, CustomEvent, Visit
from foyer.visits.storing import save
from tests.hostile.lines import ADDRESSES, ALL, is_clean
from tests.visits.hits import KEY, hit

FIELDS = (
    "title",
    "url",
    "query",
    "referrer",
    "language",
    "screen",
    "page",
    "agent",
    "referer",
    "name",
    "id",
    "data",
    "key",
)


@pytest.fixture
def collector(portal, journal):
    book = PortalBook()
    book.replace(
        [PortalEntry(key=KEY, portal_id=portal.pk, domains=("shop.example",), is_enabled=True, show_chat_icon=True)]
    )
    return Collector(journal, book, hits_per_second=0)


def browser(number: int) -> str:
    return f"hostile-browser-{number:06d}"


def told(number: int, field: str, line: str) -> tuple[list[dict], Sender]:
    """A view and an event of one browser, with the line in one field."""
    view, event = hit(browser=browser(number)), hit("event", browser=browser(number), name="event", data={})
    header = line.encode("utf-8", "surrogatepass").decode("latin-1")
    sender = Sender("192.0.2.1", header if field == "agent" else "Firefox", "https://shop.example")
    if field == "query":
        view["url"] += (
            f"?q={quote(line.encode('utf-8', 'surrogatepass'))}&utm_source={line}&gclid={quote(line, errors='replace')}"
        )
        view["referrer"] = f"https://www.google.com/search?q={quote(line.encode('utf-8', 'surrogatepass'))}"
    elif field == "referer":
        sender = Sender("192.0.2.1", "Firefox", "", f"https://shop.example/{header}")
    elif field == "data":
        event["data"] = {"value": line, line: [line]}
    elif field == "key":
        event["data"] = line
    elif field in {"name", "id"}:
        event[field] = line
    elif field != "agent":
        view[field] = line
    return [view, event], sender


def take(collector: Collector, hits: object, sender: Sender) -> bool:
    try:
        collector.take(hits if isinstance(hits, bytes) else json.dumps(hits).encode(), sender, lambda stored: None)
    except Refused as refused:
        return refused.status >= 500
    return True


def settle(journal, fold) -> None:
    """What was taken is on disk and folded."""
    journal.close()
    while fold.fold_next():
        pass


@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_line_in_a_field_is_refused_or_stored_clean(collector, journal, fold, field):
    takes = [take(collector, *told(number, field, line)) for number, line in enumerate(ALL)]
    assert take(collector, [hit(browser=browser(999_999))], Sender("192.0.2.1", "Firefox", "https://shop.example"))
    settle(journal, fold)
    assert any(takes)
    assert Visit.objects.filter(actor__ref__endswith="999999").exists() or Visit.objects.count()
    assert dirty_texts() == []


ODD_DATA = [
    b'{"a":1e999}', b'{"a":-1e999}', b'{"a":1E400}', b"1e999", b'{"a":1e-999}', b'{"a":NaN}', b'{"a":1,"a":2}',
    b'{"a":"\\u0000"}', b'{"\\u0000":1}', b'{"a":"\\ud800"}', b'"\\udfff"', b"null", b"[]",
    b'{"a":%s}' % (b"9" * 4000), b'{"a":0.%s}' % (b"1" * 3000), b'{"a":%s1%s}' % (b"[" * 600, b"]" * 600),
    b'{"a":%s1%s}' % (b"[" * 1500, b"]" * 1500), b'{"a":%s1%s}' % (b'{"a":' * 400, b"}" * 400),
]  # fmt: skip


@pytest.mark.parametrize("data", ODD_DATA)
def test_odd_data_of_an_event_never_stops_the_fold(collector, journal, fold, data):
    view, event = hit(), hit("event", name="odd", data="DATA")
    body = json.dumps([view, event]).encode().replace(b'"DATA"', data)
    take(collector, body, Sender("192.0.2.1", "Firefox", "https://shop.example"))
    take(collector, [hit(browser=browser(1))], Sender("192.0.2.1", "Firefox", "https://shop.example"))
    settle(journal, fold)
    assert Visit.objects.filter(actor__ref__endswith=browser(1)).exists()
    assert dirty_texts() == []


def test_only_web_addresses_become_pages(collector, journal, fold):
    for number, line in enumerate(ADDRESSES):
        take(collector, *told(number, "url", line))
    settle(journal, fold)
    urls = {*Visit.objects.values_list("first_url", flat=True), *Action.objects.values_list("url", flat=True)}
    assert urls
    assert [url for url in urls if not url.lower().startswith(("http://", "https://"))] == []


def test_a_referrer_that_is_no_web_address_tells_no_source(collector, journal, fold):
    lines = [line for line in ADDRESSES if not line.strip("\x01 ").lower().startswith("http")]
    for number, line in enumerate(lines):
        take(collector, *told(number, "referrer", line))
    settle(journal, fold)
    assert set(Visit.objects.values_list("medium", flat=True)) == {"direct"}


def dirty_texts() -> list[str]:
    """Every text and JSON of every table that holds a NUL or half a pair."""
    found = []
    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
        ]
        for row in model.objects.values_list(*names) if names else ():
            found += [
                f"{model.__name__}.{name}" for name, value in zip(names, row, strict=True) if not clean_value(value)
            ]
    return sorted(set(found))


def clean_value(value: object) -> bool:
    if isinstance(value, dict):
        return all(clean_value(key) and clean_value(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(clean_value(inner) for inner in value)
    return not isinstance(value, str) or is_clean(value)


def test_events_are_kept_where_their_data_is_sound(collector, journal, fold):
    take(
        collector,
        [hit(), hit("event", name="buy", data={"sum": 3})],
        Sender("192.0.2.1", "Firefox", "https://shop.example"),
    )
    settle(journal, fold)
    assert CustomEvent.objects.get().data == {"sum": 3}


def test_an_entry_that_cannot_be_stored_stops_nobody_else(collector, journal, fold, monkeypatch):
    def save_but_not_the_broken(visits, zone):
        if any(page.title == "broken" for visit in visits for page in visit.pages.values()):
            raise DataError("no text")
        save(visits, zone)

    monkeypatch.setattr("foyer.visits.fold.save", save_but_not_the_broken)
    for number, title in enumerate(("sound", "broken", "sound too")):
        take(
            collector,
            [hit(browser=browser(number), title=title)],
            Sender("192.0.2.1", "Firefox", "https://shop.example"),
        )
    settle(journal, fold)
    assert sorted(Visit.objects.values_list("last_title", flat=True)) == ["sound", "sound too"]
