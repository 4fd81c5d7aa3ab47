"""The menu of a conversation: joining a colleague, tags; notes that name one; and who may not (E13)."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.models import Block
from foyer.crm.models import Tag
from foyer.portals.models import Portal
from tests.desk.chats import HTMX, browser, chat
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop, boris):
    return accept_conversation(chat(browser(shop), name="Lena Ewert").pk, boris)


def page_of(client, talk):
    return client.get(f"/inbox/{talk.pk}/").content.decode()


def test_a_colleague_joins_answers_and_leaves(as_anna, anna, talk):
    path = f"/inbox/{talk.pk}/joining/"
    assert path in page_of(as_anna, talk)
    assert 'value="agent"' not in page_of(as_anna, talk)
    assert as_anna.post(path).url == f"/inbox/{talk.pk}/#write"
    assert 'value="agent" checked' in page_of(as_anna, talk)
    assert "Boris Brandt, Anna Albers" in page_of(as_anna, talk)
    as_anna.post(path, {"leave": "1"})
    assert 'value="agent"' not in page_of(as_anna, talk)
    assert "Anna Albers left the chat" in page_of(as_anna, talk)


def test_who_has_it_and_what_is_over_are_not_joined(as_boris, as_anna, talk):
    path = f"/inbox/{talk.pk}/joining/"
    assert path not in page_of(as_boris, talk)
    end_conversation(talk.pk, "agent")
    assert path not in page_of(as_anna, talk)
    assert "This chat is over." in as_anna.post(path, follow=True).content.decode()


def test_tags_are_put_on_a_chat_and_shown_with_it(as_boris, talk):
    path = f"/inbox/{talk.pk}/tags/"
    assert "<dialog" in as_boris.get(path, **HTMX).content.decode()
    as_boris.post(path, {"tags": "delivery, <b>VIP</b>"})
    assert Tag.objects.count() == 2
    assert "&lt;b&gt;VIP&lt;/b&gt;" in page_of(as_boris, talk)
    assert 'value="&lt;b&gt;VIP&lt;/b&gt;, delivery"' in as_boris.get(path).content.decode()


def test_a_note_that_names_somebody_stands_out_until_they_look(as_anna, as_boris, anna, boris, talk):
    send_message(talk.pk, boris, "@Anna 8 % is **fine**", "1", "note")
    popup = as_anna.get(f"/inbox/{talk.pk}/popup/?named").content.decode()
    assert "Boris Brandt named you in a note" in popup
    assert "8 % is fine" in popup
    assert "names you" in as_anna.get("/inbox/?view=team").content.decode()
    assert f'href="/inbox/{talk.pk}/"' in as_anna.get("/activities/day/").content.decode()
    assert '<span class="f-mention">@Anna</span> 8 % is <strong>fine</strong>' in page_of(as_anna, talk)
    assert as_anna.get(f"/inbox/{talk.pk}/popup/?named").status_code == 204
    assert "names you" not in as_anna.get("/inbox/?view=team").content.decode()


def test_a_visitor_is_blocked_with_a_reason_and_let_in_again(as_boris, shop, talk):
    path = f"/inbox/{talk.pk}/blocking/"
    assert "Block Lena Ewert?" in as_boris.get(path, **HTMX).content.decode()
    as_boris.post(path, {"reason": "<i>Spam</i>"})
    assert "Blocked by Boris Brandt, " in page_of(as_boris, talk)
    assert "&lt;i&gt;Spam&lt;/i&gt;" in page_of(as_boris, talk)
    as_boris.post(path, {"off": "1"})
    assert "Blocked by" not in page_of(as_boris, talk)


def test_the_address_is_offered_where_it_is_kept_whole(as_boris, shop, talk):
    visit(shop, talk.actor, minutes_ago=5, ip="203.0.113.7")
    dialog = f"/inbox/{talk.pk}/blocking/"
    assert "203.0.113.7, for a day" in as_boris.get(dialog).content.decode()
    as_boris.post(dialog, {"address": "1"})
    assert Block.objects.get().address == "203.0.113.7"
    Portal.objects.update(kept_address="short")
    assert "203.0.113.7" not in as_boris.get(dialog).content.decode()


@pytest.mark.parametrize("place", ["joining", "tags", "blocking"])
def test_a_chat_that_is_not_seen_is_neither_joined_nor_tagged_nor_blocked(as_boris, other_shop, place):
    """T7."""
    hidden = chat(browser(other_shop))
    assert as_boris.post(f"/inbox/{hidden.pk}/{place}/", {"tags": "x"}).status_code == 404
    assert not hidden.tags.exists()
    assert not Block.objects.exists()
