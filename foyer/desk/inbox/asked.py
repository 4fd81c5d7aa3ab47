"""Which conversations the address of the inbox asks for: a view, perhaps a tag, or words to look for (E13)."""

import dataclasses
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from foyer.conversations.queries import MORE_VIEWS, VIEWS
from foyer.lib.text import clean_line, id_from

MAX_WORDS = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """`words` are looked for in all conversations, whatever view and tag say."""

    view: str
    tag: int | None
    words: str

    def query(self, **more: str | int) -> str:
        """The same in an address, with something added."""
        own = {"view": self.view, "tag": self.tag or "", "q": self.words}
        return urlencode({name: value for name, value in {**own, **more}.items() if value != ""})

    def address(self, **more: str | int) -> str:
        """The inbox that shows it."""
        return f"{reverse('inbox')}?{self.query(**more)}"


def asked_of(request: HttpRequest, counts: Mapping[str, int], home: str = "") -> Asked:
    """Without a view it is `home`, or the first that has any. What makes no sense is as if it were not there."""
    view = request.GET.get("view", "") or home
    if view not in (*VIEWS, *MORE_VIEWS):
        view = next((each for each in VIEWS if counts[each]), VIEWS[0])
    return Asked(view, id_from(request.GET.get("tag", "")), clean_line(request.GET.get("q", ""), MAX_WORDS))
