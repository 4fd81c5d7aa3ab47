"""Every hostile line in every field of a chat, refused with a code or stored clean (T15, T21, T22)."""

import json

import pytest

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import Rejected, clean_text, client_id, start_form
from foyer.conversations.models import Conversation
from foyer.edge.socket import Closed, _parsed
from foyer.events.dispatch import react_to_pending
from tests.hostile.lines import ALL, dealt
from tests.hostile.test_hits import dirty_texts

GOOD = {"name": "Vera", "text": "Hello", "title": "Home"}
CODES = {
    "malformed", "name_missing", "text_missing", "text_long", "email_invalid", "phone_invalid", "consent_missing",
    "ended",
}  # fmt: skip


def received(frame: dict[str, object]) -> dict[str, object]:
    """The frame as it is after the way through the socket; half a pair of surrogates ends the socket there."""
    try:
        return _parsed(json.dumps({"t": "start", **frame}))
    except Closed:
        raise Rejected("malformed") from None


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.parametrize("field", ["id", "name", "email", "phone", "text", "url", "title", "language"])
def test_a_hostile_line_in_a_start_is_refused_or_stored_clean(shop, field):
    for number, line in enumerate(dealt(ALL, len(field), of=16)):
        # Addresses of their own, but for the names: joining all of them to one person would be most of the time.
        whose = "vera" if field == "name" else f"vera{number}"
        common = {"id": f"client-id-{number:04d}", "url": "https://shop.example/", "email": f"{whose}@posthaus.example"}
        frame = {**common, **GOOD, field: line}
        try:
            form = start_form(received(frame), str(received(frame).get("language", "")))
            _, session = chat.start(shop.pk, f"hostile-browser-{number:06d}", form)
        except Rejected as rejected:
            assert rejected.code in CODES, line  # noqa: PT017  some are refused
        else:
            chat.snapshot(session, 0)
    while react_to_pending():
        pass
    assert Conversation.objects.exists()
    assert dirty_texts() == []
    pages = set(Conversation.objects.values_list("page_url", flat=True))
    assert [page for page in pages if page and not page.lower().startswith(("http://", "https://"))] == []


def test_hostile_lines_of_a_running_chat_come_back_as_they_were_said(shop):
    _, session = chat.start(shop.pk, "hostile-browser-000000", start_form({"id": "client-id-0001", **GOOD}, "en"))
    sent = 0
    for number, line in enumerate(ALL):
        for frame in ({"id": f"c{number}", "text": line}, {"id": line, "text": f"said {number}"}):
            try:
                taken = received(frame)
                chat.send(session, clean_text(taken), client_id(taken))
                sent += 1
            except Rejected as rejected:
                assert rejected.code in CODES, line  # noqa: PT017  some are refused
    assert sent > len(ALL)
    assert "<script>window.__xss=1</script>" in [frame["text"] for frame in chat.snapshot(session, 0)[1]]
    assert dirty_texts() == []
