"""A body is parsed once into frozen hits, or refused with a short word (T22, T23, T34)."""

import json

import pytest

from foyer.visits.hit import MAX_BODY_BYTES, Refused, parse
from tests.visits.hits import body, hit


def refusal(data: bytes) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        parse(data)
    return caught.value.status, caught.value.reason


def test_a_page_view_is_read_with_its_fields():
    (found,) = parse(body(hit(url="https://shop.example/alder", title="Alder bench", language="de")))
    assert (found.type, found.url, found.title, found.language) == (
        "view",
        "https://shop.example/alder",
        "Alder bench",
        "de",
    )


def test_a_list_of_hits_is_read_in_its_order():
    assert [found.id for found in parse(body(hit(id="a"), hit("beat", id="b")))] == ["a", "b"]


def test_unknown_fields_are_ignored_so_that_newer_trackers_work():
    assert parse(body(hit(colour="green")))[0].type == "view"


def test_a_body_over_the_limit_is_too_big():
    assert refusal(b" " * (MAX_BODY_BYTES + 1)) == (413, "too_big")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"true", b"1", b'"x"', b"[]", b"[1]", b"{}", b"nan", b"[" * 60_000, b'{"a":' * 10_000,
        b"\xff\xfe", b"\x00", b'{"type":"view"}',
    ],
)  # fmt: skip
def test_what_is_no_hit_is_malformed(data):
    assert refusal(data) == (400, "malformed")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "purge"}, {"portal": ""}, {"portal": "x" * 41}, {"portal": "a b"}, {"browser": "short"},
        {"browser": "<script>alert(1)</script>"}, {"id": ""}, {"id": "x" * 41}, {"page": "x" * 41}, {"page": ""},
        {"url": ""}, {"url": "javascript:alert(1)"}, {"url": "//shop.example"}, {"seconds": -1}, {"seconds": "9"},
        {"at": 1e999}, {"at": 10**40}, {"at": None}, {"v": 2}, {"title": ["x"]}, {"portal": None},
        {"data": {"x": "y" * 5000}},
    ],
)  # fmt: skip
def test_a_field_of_the_wrong_kind_makes_the_hit_malformed(fields):
    assert refusal(body(hit(**fields))) == (400, "malformed")


def test_a_lone_surrogate_is_malformed_and_never_an_error():
    assert refusal(json.dumps(hit(title="X")).replace("X", "\\ud800").encode()) == (400, "malformed")


def test_hits_of_two_browsers_in_one_body_are_malformed():
    assert refusal(body(hit(), hit(browser="another-browser-0123456"))) == (400, "malformed")


def test_more_than_fifty_hits_are_malformed():
    assert refusal(body(*[hit() for _ in range(51)])) == (400, "malformed")
