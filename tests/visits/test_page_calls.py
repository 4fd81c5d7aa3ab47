"""What pages say by `foyer("set")` and `foyer("identify")`, and which events mark a visitor (E38, E10, T1, T27)."""

import time

import jwt
import pytest

from foyer.crm.queries import person_of
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.identity.actions import browser_actor, claim
from foyer.identity.models import Actor, Claim, Level
from foyer.identity.queries import is_signed
from foyer.identity.retract import take_off
from foyer.lib import clock
from foyer.portals.models import EmbedCode, SigningKey
from foyer.portals.signing_keys import secret_of
from foyer.visits.models import CustomEvent, SeenField, Visit
from tests.crm.people import lead
from tests.visits.hits import ago, hit
from tests.visits.test_fold import fold_all, tell

pytestmark = pytest.mark.django_db
VERA = {"name": "Vera Lindqvist", "email": "vera@lindqvist.example", "phone": "+46 40 123 45 67"}


def says(name, data, **facts):
    return hit("event", name=name, data=data, **facts)


def folded(journal, fold, *hits):
    tell(journal, hit(page="a", **ago(30)), *hits)
    fold_all(fold)
    react_to_pending()


def test_what_a_page_sets_is_told_and_is_no_doing(journal, fold, board):
    folded(journal, fold, says("$set", {"Plan": "Pro", "value": 3}, page="a"))
    assert {name: entry[1] for name, entry in Visit.objects.get().page_data.items()} == {"plan": "Pro", "value": 3}
    assert not board.here()[0].has_custom_event


def test_a_lone_value_that_is_set_has_no_name_of_ours(journal, fold):
    folded(journal, fold, says("$set", "Pro"))
    assert set(Visit.objects.get().page_data) == {"value"}


def test_who_a_page_says_it_is_becomes_a_claim_of_the_lowest_level(journal, fold):
    """T27."""
    folded(journal, fold, says("$identify", VERA))
    claims = Claim.objects.order_by("identifier__kind").values_list("identifier__value", "level", "way", "name")
    assert [claim[0] for claim in claims] == ["vera@lindqvist.example", "+46401234567"]
    assert {claim[1:] for claim in claims} == {(Level.TYPED, "page", "Vera Lindqvist")}
    assert Actor.objects.get().name == "Vera Lindqvist"


def test_it_makes_no_record_and_no_field_of_the_visit(journal, fold):
    """B11: anybody can write what a page says."""
    folded(journal, fold, says("$identify", VERA))
    visit = Visit.objects.get()
    assert person_of(visit.actor_id) is None
    assert (visit.page_data, SeenField.objects.count()) == (None, 0)


def test_somebody_known_is_known_by_it(journal, fold, portal):
    vera = lead("Vera Lindqvist", portal=portal, emails=["vera@lindqvist.example"])
    folded(journal, fold, says("$identify", {"email": "Vera@Lindqvist.example"}))
    assert person_of(Visit.objects.get().actor_id).id == vera.pk


def test_said_on_every_page_it_counts_once(journal, fold):
    folded(journal, fold, says("$identify", VERA), hit(page="b"), says("$identify", VERA))
    folded(journal, fold, says("$identify", VERA))
    assert CustomEvent.objects.count() == 1
    assert Event.objects.filter(kind="VisitorNamed").count() == 1
    assert Claim.objects.count() == 2


def test_what_somebody_took_off_stays_off(journal, fold):
    """D18: the website says it again on the next page."""
    folded(journal, fold, says("$identify", VERA, **ago(20)))
    actor, wrong = Actor.objects.get(), Claim.objects.get(identifier__kind="email").identifier
    take_off(actor.pk, wrong.pk, None)
    folded(journal, fold, says("$identify", {**VERA, "name": "V."}))
    assert Claim.objects.get(identifier=wrong).retracted_at


def test_a_page_that_says_hundreds_of_names_is_heard_five_times(journal, fold):
    """T36."""
    for number in range(8):
        folded(journal, fold, says("$identify", {"email": f"v{number}@lindqvist.example"}))
    assert Claim.objects.count() == 5


@pytest.mark.parametrize(
    "data", [{}, [], "x", {"email": 7, "phone": None, "name": {}}, {"email": "\x00", "phone": "1"}]
)
def test_nonsense_is_nobody(journal, fold, data):
    folded(journal, fold, says("$identify", data))
    assert Claim.objects.count() == 0


def test_calls_that_are_none_are_left_out(journal, fold):
    folded(journal, fold, says("$nonsense", {"a": 1}))
    assert (CustomEvent.objects.count(), Visit.objects.get().page_data) == (0, None)


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        (["added_to_basket"], "basket"),
        (["added_to_basket", "scrolled"], "basket"),
        (["added_to_basket", "ordered"], ""),
        (["added_to_basket", "left_form"], "left_form"),
        (["left_form", "sent_form"], ""),
        (["scrolled"], ""),
    ],
)
def test_events_put_a_mark_on_a_visitor_and_take_it_off(journal, fold, board, names, mark):
    """E10."""
    folded(journal, fold, *(says(name, {}, **ago(20 - index)) for index, name in enumerate(names)))
    assert board.here()[0].mark == mark


def test_a_page_without_a_chat_says_so(journal, fold, board):
    """B7: whoever looks at it cannot be invited."""
    folded(journal, fold, hit(page="b", chat="off"))
    assert board.here()[0].has_no_chat
    folded(journal, fold, hit(page="c"))
    assert not board.here()[0].has_no_chat


def signed(portal, **claims):
    key = SigningKey.objects.create(portal=portal, kid="k_new")
    audience = EmbedCode.objects.filter(portal=portal).first().key
    told = {"sub": "4711", "aud": audience, "exp": int(time.time()) + 3600, "email": "vera@lindqvist.example"}
    return jwt.encode(told | claims, secret_of(key.kid), "HS256", {"kid": key.kid}), key.kid


def test_what_the_server_has_signed_is_proven_and_its_token_is_kept_nowhere(journal, fold, portal):
    """E39."""
    token, _ = signed(portal)
    folded(journal, fold, says("$identify", {"token": token, "phone": "+46 40 123 45 67"}))
    assert dict(Claim.objects.values_list("way", "level")) == {"signed": Level.PROVEN, "page": Level.TYPED}
    assert is_signed(Visit.objects.get().actor_id)
    assert "token" not in CustomEvent.objects.get().data


@pytest.mark.parametrize("claims", [{"aud": "p_other"}, {"exp": 1}, {"sub": ""}, {"email": 7}])
def test_a_token_that_is_none_leaves_the_guest_as_he_is(journal, fold, portal, claims):
    """T3."""
    token, _ = signed(portal, **claims)
    folded(journal, fold, says("$identify", {"token": token, "name": "Vera"}))
    assert (Visit.objects.count(), Claim.objects.count()) == (1, 0)
    assert "token" not in CustomEvent.objects.get().data


@pytest.mark.parametrize("token", ["x", 7, ["x"], {"a": 1}, "e30.e30.e30", True])
def test_what_is_no_token_is_no_error(journal, fold, token):
    folded(journal, fold, says("$identify", {"token": token, "email": "vera@lindqvist.example"}))
    assert list(Claim.objects.values_list("way", "level")) == [("page", Level.TYPED)]


def test_after_a_key_was_taken_back_its_tokens_prove_nothing(journal, fold, portal):
    """T3: replay after rotation."""
    token, kid = signed(portal)
    SigningKey.objects.filter(kid=kid).update(revoked_at=clock.now())
    folded(journal, fold, says("$identify", {"token": token}))
    assert not Claim.objects.exists()


def test_who_only_types_an_address_that_is_proven_for_another_is_not_verified(journal, fold, portal):
    """T1."""
    token, _ = signed(portal)
    folded(journal, fold, says("$identify", {"token": token}))
    mallory = browser_actor(portal.pk, "mallory-browser-0123456789")
    claim(mallory, "email", "vera@lindqvist.example", event_ref="m", level=Level.TYPED, way="chat_form")
    assert not is_signed(mallory.pk)
