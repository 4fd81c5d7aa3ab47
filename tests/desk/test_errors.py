"""The pages that say what went wrong are there when nothing else is (R1, R2)."""

import pytest
from django.db import OperationalError

from foyer.desk.errors import broken


def test_when_something_breaks_there_is_still_a_page(rf):
    assert broken(rf.get("/")).status_code == 500


@pytest.mark.parametrize(("language", "words"), [("de", "Datenbank"), ("fr", "base de données"), ("en", "database")])
def test_while_the_database_is_away_a_page_says_that_it_goes_on(rf, language, words):
    """R1, R2."""
    try:
        raise OperationalError("the server closed the connection")
    except OperationalError:
        answer = broken(rf.get("/", headers={"Accept-Language": language}))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert words in answer.content.decode()
