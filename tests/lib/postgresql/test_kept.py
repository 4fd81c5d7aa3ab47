"""What is asked again and again is kept by PostgreSQL, with all but the values in view (P5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.models import Conversation
from foyer.lib.postgresql.base import KEPT_AFTER
from foyer.lib.prepared import prepared
from tests.conversations.conftest import chat, shop, vera

__all__ = ["chat", "shop", "vera"]
pytestmark = pytest.mark.postgres
ODD = "100 % of 'it'"


@prepared
def open_with(name):
    """A value that changes, and three that do not."""
    found = Conversation.objects.filter(visitor_name=name, state="waiting", last_seq__gte=1)
    return found.exclude(rating_comment=ODD).values_list("pk", flat=True)


def kept():
    """The statements that the server keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [words for (words,) in cursor.fetchall() if "rating_comment" in words]


def test_values_are_parameters_and_constants_are_words(chat):
    asked = [open_with(name) for name in [chat.visitor_name, "Nobody", "%s", *["Nobody"] * KEPT_AFTER]]
    assert asked == [[chat.pk], *[[]] * (2 + KEPT_AFTER)]
    (words,) = kept()
    assert "$1" in words
    assert "$2" not in words
    assert "'waiting'" in words
    assert "'100 % of ''it'''" in words


def test_what_was_asked_can_be_seen(chat):
    with CaptureQueriesContext(connection) as asked:
        for _ in range(KEPT_AFTER + 1):
            open_with("Nobody")
    assert [("SELECT" in each["sql"], "Nobody" in each["sql"]) for each in asked][-1] == (True, True)


@pytest.mark.django_db(transaction=True)
def test_another_connection_learns_them_anew(chat):
    for _ in range(KEPT_AFTER + 1):
        assert open_with(chat.visitor_name) == [chat.pk]
    connection.close()
    assert open_with(chat.visitor_name) == [chat.pk]


def test_what_is_not_prepared_is_not_kept(chat):
    for _ in range(KEPT_AFTER + 1):
        Conversation.objects.filter(rating_comment="somebody said").count()
    assert [words for words in kept() if "somebody" in words] == []
