"""Whoever types the e-mail and phone of somebody else is sent not one byte of theirs, whatever the way in (T1, T4).

Every way is tried before the first message of a chat and after it; then everything is asked for that a visitor can
ask for. The agent sees that it was only said; the record stays as it was.
"""

import pytest

from foyer.crm.models import Lead
from foyer.edge import visitor_files
from foyer.identity.models import Claim, Level
from foyer.lib.buckets import Buckets
from foyer.presence.invitations import invitations
from tests.edge.conftest import no_connection_outlives_the_test, reactions, shop, visitors
from tests.edge.sockets import in_thread, settled
from tests.hostile.victim import CANARIES, EMAIL, HIS, PHONE, Mallory, alike, plant
from tests.hostile.ways import WAYS, asks_for_everything, introduces_himself_so

__all__ = ["no_connection_outlives_the_test", "reactions", "shop", "visitors"]
pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"name": "Vera", "email": EMAIL, "phone": PHONE}
NOBODY = {"name": "Nora", "email": "nora@lindqvist.example", "phone": "+46 70 174 06 99"}
HER_FIELDS = ("first_name", "last_name", "company", "description")


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path, monkeypatch, mail_works):
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr("foyer.edge.polling.WAIT_S", 0.2)
    monkeypatch.setattr(visitor_files, "files_allowed", Buckets(1, 50))
    yield
    invitations.replace([])


@pytest.fixture
def her(anna, shop, reactions, _quick):
    return plant(anna, shop)


@pytest.fixture
def mallory(visitors, shop, anna, tmp_path):
    mallory = Mallory(visitors)
    mallory.shop, mallory.anna, mallory.folder = shop, anna, tmp_path
    return mallory


@pytest.mark.parametrize("has_begun", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_not_one_byte_of_hers_reaches_him(mallory, her, way, has_begun):
    before = await in_thread(_of_her, her)
    await mallory.open()
    if has_begun and way is not introduces_himself_so:
        await mallory.begin(id="mallorys-0000")
    await way(mallory, SAID)
    await settled()
    await asks_for_everything(mallory)

    assert len(mallory.bytes) > 1000
    assert [word for word in CANARIES if word.encode() in mallory.bytes] == []
    assert await in_thread(_of_her, her) == before
    assert await in_thread(_levels_of_his, mallory) <= {Level.TYPED}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_known_and_unknown_addresses_answer_alike(mallory, her, way):
    """T4: the same status, headers and frames, whatever is known of the address."""
    answers = []
    for browser, said in ((HIS, SAID), (HIS.replace("mallory", "malachi"), NOBODY)):
        mallory.browser, mallory.token, mallory.answers = browser, None, []
        await mallory.open()
        await way(mallory, said)
        await settled()
        await mallory.open(since=0)
        answers.append(alike(mallory.answers, *said.values()))
    assert answers[0] == answers[1]


def _of_her(her):
    return Lead.objects.filter(pk=her.pk).values(*HER_FIELDS).get()


def _levels_of_his(mallory):
    return set(
        Claim.objects.filter(actor__ref__endswith=mallory.browser).exclude(way="record").values_list("level", flat=True)
    )
