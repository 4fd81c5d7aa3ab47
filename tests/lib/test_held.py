"""Language and time zone of one answer, told from those of others."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone, translation
from django.utils.translation import trans_real

from foyer.lib.held import Held


def test_django_asks_here():
    """Both names are Django's own: a version that moves them is heard of."""
    with translation.override("de"), timezone.override("Asia/Kathmandu"):
        assert [type(held) for held in (trans_real._active, timezone._active)] == [Held, Held]
        assert trans_real._active.value.language() == "de"
        assert timezone._active.value.key == "Asia/Kathmandu"


def test_what_one_thread_speaks_is_unknown_to_another():
    with ThreadPoolExecutor(1) as other, translation.override("de"), timezone.override("Asia/Kathmandu"):
        assert other.submit(translation.get_language).result() == "en"
        assert other.submit(timezone.get_current_timezone_name).result() == "UTC"
        assert translation.get_language() == "de"


def test_a_thread_that_answers_again_begins_anew():
    def answered(language: str) -> tuple[str | None, str | None]:
        with translation.override(language):
            inside = translation.get_language()
        return inside, translation.get_language()

    with ThreadPoolExecutor(1) as pages:
        assert [pages.submit(answered, each).result() for each in ("de", "fr")] == [("de", "en"), ("fr", "en")]


def test_tasks_that_take_turns_keep_their_own():
    async def spoken(language: str) -> str | None:
        with translation.override(language):
            await asyncio.sleep(0)
            return translation.get_language()

    async def both() -> list[str | None]:
        return await asyncio.gather(spoken("de"), spoken("fr"))

    assert asyncio.run(both()) == ["de", "fr"]


def test_nothing_held_is_said_as_django_expects_it():
    held = Held()
    held.value = "de"
    del held.value
    with pytest.raises(AttributeError):
        held.value  # noqa: B018  asking is the test
