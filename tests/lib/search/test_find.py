"""Asking the index (E15)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib.search.documents import Document
from foyer.lib.search.find import find, find_each
from foyer.lib.search.index import drop, put
from foyer.lib.search.sights import Part, Sight
from foyer.lib.search.words import corrections, learn, number_words, words_in, words_typed

pytestmark = pytest.mark.django_db
EVERYTHING = [Sight("lead"), Sight("deal")]


def people(*names: str, kind: str = "lead", owner: int | None = None) -> None:
    put(
        Document(kind=kind, ref=number, owner=owner, title=name, names=(name,), reach=(f"p{number}@x.example",))
        for number, name in enumerate(names, 1)
    )


def titles(query: str, sights=EVERYTHING) -> list[str]:
    return [hit.title for hit in find(query, Part(tuple(sights), 20))]


def looks_through(monkeypatch, matches: int) -> None:
    for database in ("on_sqlite", "on_postgresql"):
        monkeypatch.setattr(f"foyer.lib.search.{database}.MATCHES", matches)


@pytest.mark.parametrize("query", ["vera", "VERA", "lind", "lindqvist vera", "lindqvist, v", "p1@x", "p1@x.example"])
def test_words_are_found_in_any_order_and_case_by_their_beginnings(query):
    people("Vera Lindqvist", "Paula Kern")
    assert titles(query) == ["Vera Lindqvist"]


@pytest.mark.parametrize("query", ["Müller", "muller", "MULLER", "Lefèvre", "lefevre", "Ærø"])
def test_accents_make_no_difference(query):
    people("Jürgen Müller", "Pierre Lefèvre", "Ærø Havn")
    assert len(titles(query)) == 1


@pytest.mark.parametrize("query", ["lindqist", "lindqvits", "lindqqvist", "lindkvist", "ilndqvist"])
def test_one_typo_is_forgiven(query):
    people("Vera Lindqvist", "Paula Kern")
    assert titles(query) == ["Vera Lindqvist"]


def test_two_typos_are_not():
    people("Vera Lindqvist")
    assert titles("landkvist") == []


@pytest.mark.parametrize("typed", ["+46 70 174 06 21", "0046701740621", "070-174 06 21", "070 174", "1740621", "06 21"])
def test_a_phone_is_found_in_every_spelling_and_by_its_end(typed):
    put([Document(kind="lead", ref=1, owner=None, title="Vera", reach=tuple(number_words("+46701740621")))])
    assert titles(typed) == ["Vera"]


def test_names_weigh_more_than_what_stands_beside():
    put([Document(kind="lead", ref=1, owner=None, title="Paula Kern", names=("Paula Kern",), more=("Berlin",))])
    put([Document(kind="lead", ref=2, owner=None, title="Berlin Films", names=("Berlin Films",))])
    assert titles("berlin") == ["Berlin Films", "Paula Kern"]


def test_two_letters_list_titles_in_their_order():
    people("Vera Z", "Vera A", "Paul")
    assert titles("ve") == ["Vera A", "Vera Z"]


def test_only_what_may_be_seen_is_found():
    people("Vera Lindqvist", owner=7)
    assert titles("vera", [Sight("deal")]) == []
    assert titles("vera", [Sight("lead", owners=(8,))]) == []
    assert titles("ve", [Sight("lead", owners=(8,))]) == []
    assert titles("vera", [Sight("lead", owners=(7, 8))]) == ["Vera Lindqvist"]


def test_ones_own_are_found_below_any_number_of_newer_ones(monkeypatch):
    looks_through(monkeypatch, 3)
    people("Vera Bergmann", owner=7)
    people(*(f"Anna Berg{letter}" for letter in "abcdefgh"), kind="deal", owner=8)
    mine = [Sight("lead", owners=(7,)), Sight("deal", owners=(7,))]
    assert titles("berg", mine) == titles("ve", mine) == ["Vera Bergmann"]
    assert titles("an", mine) == []


def test_who_may_not_see_addresses_finds_nobody_by_them():
    people("Vera Lindqvist")
    assert titles("p1", [Sight("lead", reach=False)]) == []
    assert titles("vera", [Sight("lead", reach=False)]) == ["Vera Lindqvist"]


@pytest.mark.parametrize("owners", [None, (7,)])
@pytest.mark.parametrize(("reach", "more"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_sight_looks_only_where_it_may(reach, more, owners):
    """T7: by names whatever is hidden."""
    beside = {"reach": ("vera@x.example",), "more": ("Malmö",)}
    put([Document(kind="lead", ref=1, owner=7, title="Vera Lang", names=("Vera Lang",), **beside)])
    sights = [Sight("lead", owners, reach=reach, more=more)]
    assert [bool(titles(query, sights)) for query in ("lang", "vera@x", "malmö")] == [True, reach, more]


def test_a_document_replaces_the_one_before_and_leaves_when_dropped():
    people("Vera Lindqvist")
    people("Paula Kern")
    assert (titles("vera"), titles("paula")) == ([], ["Paula Kern"])
    drop("lead", [1])
    assert titles("paula") == []


@given(st.text(max_size=120))
def test_whatever_is_typed_is_answered(query):
    assert isinstance(find(query, Part(tuple(EVERYTHING), 20)), list)


@pytest.mark.parametrize(
    "query", ['"', "vera*", "NEAR(", "a OR b", "names:vera", "'; --", "x" * 5_000, "%", "\\", "\x00", ":*"]
)
def test_signs_of_query_languages_mean_nothing(query):
    people("Vera Lindqvist")
    assert set(titles(query)) <= {"Vera Lindqvist"}


@given(st.text("abcdefghij", min_size=5, max_size=10), st.integers(0, 9), st.sampled_from("xyz"))
def test_every_word_is_found_from_one_letter_beside_it(word, place, letter):
    learn([word])
    typo = word[: place % len(word)] + letter + word[place % len(word) + 1 :]
    assert word in corrections(typo)


def test_words_of_a_text_and_of_a_query_are_cut_alike():
    assert words_in("Jean-Luc O’Connor, Malmö (SE)") == ["jean", "luc", "o", "connor", "malmo", "se"]
    assert words_typed("Jean-Luc O’Connor") == ["jean", "luc", "o", "connor"]
    assert words_typed("+46 (70) 174-06") == ["467017406"]


def test_a_short_beginning_lists_titles_in_their_order():
    people("Berta Öztürk", "beate Kern", "Bénédicte Roux", "Paula Brandt")
    assert titles("b") == ["beate Kern", "Bénédicte Roux", "Berta Öztürk"]


def test_one_kind_is_found_below_thousands_of_others(monkeypatch):
    looks_through(monkeypatch, 2)
    people("Berta asks", kind="conversation")
    people("Berta Roth", "Berta Kern", "Berta Lind")
    assert titles("berta", [Sight("conversation")]) == ["Berta asks"]


def test_what_is_called_so_is_found_below_thousands_that_only_have_it_beside(monkeypatch):
    looks_through(monkeypatch, 2)
    put([Document(kind="lead", ref=9, owner=None, title="Berlin Films", names=("Berlin Films",))])
    put(
        Document(kind="deal", ref=n, owner=None, title=f"Offer {n}", names=("Offer",), more=("Berlin",))
        for n in range(6)
    )
    put([Document(kind="lead", ref=10, owner=None, title="Berlin Bread", names=("Berlin Bread",))])
    assert sorted(titles("berlin")[:2]) == ["Berlin Bread", "Berlin Films"]


def test_several_lists_are_asked_for_at_once_each_with_its_own_limit_and_sights():
    people("Vera Lind", "Vera Kern", "Vera Roth")
    people("Vera asks", "Vera orders", kind="conversation", owner=4)
    parts = [Part((Sight("lead"),), 2), Part((Sight("conversation", (4,)),), 5), Part((), 5)]
    leads, chats, nothing = find_each("vera", parts)
    assert ([hit.title for hit in leads], [hit.title for hit in chats]) == (
        ["Vera Roth", "Vera Kern"],
        ["Vera orders", "Vera asks"],
    )
    assert nothing == []


def test_a_typo_is_forgiven_for_the_list_that_has_too_little():
    people("Vera Lindqvist", "Vera Lindqvist", "Vera Lindqvist")
    people("Pia Lindqvits", "Ida Lindqvits", "Eva Lindqvits", kind="deal")
    leads, deals = find_each("lindqvits", [Part((Sight("lead"),), 9), Part((Sight("deal"),), 9)])
    assert ([hit.title for hit in leads], len(deals)) == (["Vera Lindqvist"] * 3, 3)
