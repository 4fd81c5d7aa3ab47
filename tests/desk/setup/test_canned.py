"""Setup > Channels > Canned replies, and who may not (E13)."""

import pytest

from foyer.conversations.canned import create_canned_reply
from foyer.conversations.models import CannedReply

pytestmark = pytest.mark.django_db
PAGE = "/setup/canned-replies/"
DELIVERY = {"shortcut": "/delivery", "text": "Two weeks, {{visitor_first_name|there}}."}


@pytest.fixture
def shared(anna):
    return create_canned_reply(anna, "hours", "Nine to five.", for_everybody=True)


def test_a_reply_is_written_for_everybody_or_for_oneself(as_anna, anna):
    assert as_anna.post(PAGE, {**DELIVERY, "for": "everybody"}).url == PAGE
    as_anna.post(PAGE, {**DELIVERY, "for": "me"})
    assert [reply.owner for reply in CannedReply.objects.order_by("pk")] == [None, anna]


def test_an_agent_writes_his_own_and_only_reads_everybodys(as_boris, boris, shared):
    as_boris.post(PAGE, {**DELIVERY, "for": "everybody"})
    assert CannedReply.objects.get(shortcut="delivery").owner == boris
    page = as_boris.get(PAGE).content.decode()
    assert "Nine to five." in page
    assert f"{PAGE}{shared.pk}/" not in page
    assert as_boris.post(f"{PAGE}{shared.pk}/", DELIVERY).status_code == 403
    assert as_boris.post(f"{PAGE}{shared.pk}/deletion/").status_code == 403


def test_what_is_somebodys_own_is_not_there_for_others(as_anna, boris):
    """T7."""
    own = create_canned_reply(boris, "thanks", "Thank you.", for_everybody=False)
    assert "Thank you." not in as_anna.get(PAGE).content.decode()
    assert as_anna.post(f"{PAGE}{own.pk}/", DELIVERY).status_code == 404
    assert as_anna.post(f"{PAGE}{own.pk}/deletion/").status_code == 404


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}{{}}/"])
def test_what_is_refused_stays_in_its_form(as_anna, shared, path):
    answer = as_anna.post(path.format(shared.pk), {"shortcut": "two words", "text": "Kept, even so"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Kept, even so") == 1
    assert "up to 30 letters" in page


def test_a_reply_is_changed_and_deleted(as_anna, shared):
    as_anna.post(f"{PAGE}{shared.pk}/", {"shortcut": "hours", "text": "Ten to six."})
    shared.refresh_from_db()
    assert shared.text == "Ten to six."
    page = as_anna.post(f"{PAGE}{shared.pk}/deletion/", follow=True).content.decode()
    assert "The reply is deleted" in page
    assert "No canned replies yet" in page
