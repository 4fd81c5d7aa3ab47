"""What the API tells of chats besides their words: files, and how a portal takes them (E13, E12, B22, E39, T7, T17)."""

import pytest

from foyer.conversations.actions import send_message
from foyer.conversations.files import keep_file, said_with
from foyer.conversations.models import ChatFile, Message
from foyer.identity.actions import browser_actor
from foyer.portals.actions import change_portal
from foyer.portals.signing_keys import add_public_key, new_signing_key, revoke_signing_key
from tests.api.conftest import make_chat
from tests.api.test_access import is_problem
from tests.portals.test_signing_keys import PRIVATE, public


@pytest.fixture
def sent(shop, anna, settings, tmp_path):
    """A page of HTML that Anna sent as a note; returns the path of its content."""
    settings.FILES = tmp_path / "files"
    chat = make_chat(shop, browser_actor(shop.pk, "v" * 24), anna)
    kept = keep_file("plan.txt", [b"<script>alert(1)</script>"], 1000)
    line = said_with(kept, lambda: send_message(chat, anna, kept.name, "f-1", Message.Kind.NOTE, kept))
    return f"conversations/{chat}/files/{line.file.pk}"


def test_a_file_is_told_with_its_message_and_comes_as_bytes(as_anna, sent):
    chat, _files, number = sent.removeprefix("conversations/").split("/")
    told = as_anna.get(f"conversations/{chat}/messages", limit=100).json()["items"][-1]["file"]
    answer = as_anna.get(sent)
    assert (told["id"], told["name"], told["size"]) == (int(number), "plan.txt", 25)
    assert (answer.getvalue(), answer["Content-Type"]) == (b"<script>alert(1)</script>", "application/octet-stream")
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_files_of_other_portals_and_chats_are_not_there(as_boris, as_anna, trade, sent, anna, shop):
    other = make_chat(trade, browser_actor(trade.pk, "t" * 24), anna)
    number = sent.rpartition("/")[2]
    for path in (f"conversations/{other}/files/{number}", sent.replace("files/", "files/9"), f"{sent}999999999999"):
        assert as_anna.get(path).status_code in {404, 422}
        assert as_boris.get(path).status_code in {404, 422}
    ChatFile.objects.update(stored="gone")
    assert is_problem(as_anna.get(sent), 404)


def test_a_portal_says_how_it_takes_chats(as_anna, shop, anna):
    change_portal(shop, anna, queue_mode="least_busy", most_chats=3)
    told = as_anna.get(f"portals/{shop.pk}").json()
    assert (told["queue"]["mode"], told["queue"]["most_chats"], told["hours"]) == ("least_busy", 3, None)


def test_of_signing_keys_the_public_part_is_told_and_never_a_secret(as_anna, as_boris, shop, anna):
    gone, _ = new_signing_key(shop, anna)
    revoke_signing_key(shop, anna, gone.kid)
    shared, secret = new_signing_key(shop, anna)
    own = add_public_key(shop, anna, public(PRIVATE))
    answer = as_boris.get(f"portals/{shop.pk}")
    told = {key["kid"]: (key["algorithm"], key["public_key"]) for key in answer.json()["signing_keys"]}
    assert told == {shared.kid: ("HS256", None), own.kid: ("EdDSA", public(PRIVATE))}
    assert secret not in answer.content.decode()
