"""Questions whose statement is put together once give what Django's own give (P5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from foyer.conversations.models import Conversation, Message
from foyer.lib.prepared import prepared
from tests.conversations.conftest import chat, shop, vera

__all__ = ["chat", "shop", "vera"]


@prepared
def chats(ids, started_by):
    """With a related record and an annotation."""
    found = Conversation.objects.filter(pk__in=ids, started_at__lte=started_by).select_related("portal")
    return found.annotate(lines=Count("messages")).order_by("pk")


@prepared
def named(name, *, column):
    """Only one column, which is part of the question."""
    return Conversation.objects.filter(visitor_name=name).values_list(column, flat=True)


def test_rows_come_with_what_belongs_to_them_in_one_query(chat):
    with CaptureQueriesContext(connection) as asked:
        (found,) = chats([chat.pk, 0], chat.started_at)
        portal, lines = found.portal, found.lines
    assert len(asked) == 1
    assert (found, portal, lines) == (chat, chat.portal, Message.objects.count())


def test_each_call_has_its_own_values(chat):
    assert chats([chat.pk], chat.started_at) == [chat]
    assert chats([chat.pk + 1], chat.started_at) == []
    assert chats([chat.pk], chat.started_at.replace(year=2000)) == []
    assert chats([chat.pk], chat.started_at) == [chat]


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(chat):
    assert chats([chat.pk], chat.started_at) == [chat]
    with ThreadPoolExecutor(max_workers=1) as pool, CaptureQueriesContext(connection) as asked_here:
        assert pool.submit(chats, [chat.pk], chat.started_at).result() == [chat]
        pool.submit(connections.close_all).result()
    assert len(asked_here) == 0


def test_any_number_of_values_is_looked_for_also_none(chat):
    assert [len(chats([chat.pk] * number, chat.started_at)) for number in (0, 1, 2, 30)] == [0, 1, 1, 1]


def test_what_is_named_makes_another_question(chat):
    assert named(chat.visitor_name, column="pk") == [chat.pk]
    assert named(chat.visitor_name, column="portal") == [chat.portal_id]


def test_values_from_outside_are_parameters(chat):
    assert named("' OR 1=1 --", column="pk") == []
    assert named("%s", column="pk") == []
