"""Reading rows by a statement that is put together once (P4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.models import Conversation
from foyer.events.models import Event
from foyer.lib.reading import among, columns_of, read
from tests.conversations.conftest import chat, shop, vera

__all__ = ["chat", "shop", "vera"]


@pytest.mark.parametrize("model", [Conversation, Event])
def test_rows_are_what_django_reads(chat, model):
    found = read(model, columns_of(model), "ORDER BY id")
    expected = list(model.objects.order_by("id"))
    assert found
    assert [[getattr(row, name) for name in columns_of(model)] for row in found] == [
        [getattr(row, name) for name in columns_of(model)] for row in expected
    ]


def test_values_from_outside_are_parameters(chat):
    names = ["Vera Lindqvist", "'); DROP TABLE x; --"]
    found = read(Conversation, ("id",), f"WHERE visitor_name {among(names)}", names)
    assert found == [chat]


def test_a_column_that_was_left_out_is_read_when_it_is_asked_for(chat):
    (found,) = read(Conversation, ("last_seq", "id"), f"WHERE id {among([chat.pk])}", [chat.pk])
    assert (found.pk, found.last_seq) == (chat.pk, 1)
    with CaptureQueriesContext(connection) as asked:
        assert found.visitor_name == "Vera Lindqvist"
    assert len(asked) == 1
