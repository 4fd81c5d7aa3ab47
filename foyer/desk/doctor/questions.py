"""The questions of F135 to F139, each answered by what was seen, with a light and a link to what mends it (B14)."""

import dataclasses
from collections.abc import Callable, Iterator

from babel.lists import format_list
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foyer.desk.doctor.seen import Seen, Site, look
from foyer.desk.shell import formats
from foyer.team.models import User
from foyer.team.rights import rights_of

LIGHTS = ("good", "warn", "bad")
"""Green, amber, red."""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One finding: a light, a sentence, and where it is mended."""

    light: str
    sentence: str
    url: str = ""
    link: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A question as people ask it, with what was found."""

    key: str
    title: str
    answers: list[Answer]

    @property
    def light(self) -> str:
        """That of its worst answer."""
        return max((answer.light for answer in self.answers), key=LIGHTS.index, default="good")


def questions(user: User | None) -> list[Question]:
    """All five, for the one who asks; for the operator over all portals. A fixed number of queries."""
    seen = look(user)
    return [Question(key, title(), list(answers(seen))) for key, title, answers in QUESTIONS]


def _notifications(seen: Seen) -> Iterator[Answer]:
    """FAQ 1: code, switch, people."""
    yield from _switch(seen)
    for site in seen.sites:
        yield from _code(site, seen)
        if not site.portal.notify_visitors:
            sentence = _("%(portal)s: visitor notification is off, so no pop-up comes.") % {"portal": site.portal.name}
            yield Answer("bad", sentence, *_setup(site, seen, _("Switch it on")))
        elif not site.people:
            sentence = _("%(portal)s: nobody belongs to it, so nobody is told.") % {"portal": site.portal.name}
            yield Answer("bad", sentence, *_setup(site, seen, _("Choose users")))
        else:
            sentence = ngettext(
                "%(portal)s: %(count)s user is told of visitors while Foyer is open in a tab.",
                "%(portal)s: %(count)s users are told of visitors while Foyer is open in a tab.",
                site.people,
            )
            yield Answer("good", sentence % {"portal": site.portal.name, "count": site.people})


def _tab(seen: Seen) -> Iterator[Answer]:
    """FAQ 2: the profile hides it; nothing else does."""
    if seen.user is not None and not seen.user.is_administrator:
        if rights_of(seen.user).may("visit", "view"):
            yield Answer("good", _("Your profile shows the Visits tab."))
        else:
            yield Answer("bad", _("Your profile hides the Visits tab. An administrator can change that."))
        return
    for each in seen.without_visits:
        name = each.access_profile.name or each.access_profile.key if each.access_profile else ""
        sentence = _("%(user)s does not see it: the profile “%(profile)s” hides visits.")
        told = sentence % {"user": each.name, "profile": name}
        yield Answer("warn", told, reverse("access_profiles"), _("Open profiles"))
    if not seen.without_visits:
        yield Answer("good", _("Everybody’s profile shows the Visits tab."))


def _no_data(seen: Seen) -> Iterator[Answer]:
    """FAQ 3: no hit, refused hits, or only unknown visitors."""
    yield from _switch(seen)
    for site in seen.sites:
        yield from _code(site, seen)
        if site.portal.asks_consent:
            sentence = _("%(portal)s asks for consent: who does not agree is not seen.")
            link = _setup(site, seen, _("Open Privacy"))
            yield Answer("warn", sentence % {"portal": site.portal.name}, *link)
    if seen.visits and not seen.known:
        sentence = _("All of the newest visits are of unknown visitors; the other views show only leads and contacts.")
        yield Answer("warn", sentence, reverse("visits") + "?view=unknown", _("Show unknown visitors"))
    elif seen.known:
        sentence = ngettext(
            "Of the newest visits %(known)s is of a lead or contact.",
            "Of the newest visits %(known)s are of leads and contacts.",
            seen.known,
        )
        yield Answer("good", sentence % {"known": seen.known}, reverse("visits"), _("Open Visits"))


def _missed(seen: Seen) -> Iterator[Answer]:
    """FAQ 4: what happens, and what has happened."""
    yield Answer(
        "good",
        _(
            "A chat that nobody takes in time goes to Missed, where it can still be taken up. The owner gets a task,"
            " and it rings again when somebody comes online while the visitor is there, who is told and can leave"
            " an address."
        ),
        reverse("inbox") + "?view=missed",
        _("Open Missed"),
    )
    if seen.waiting:
        sentence = ngettext(
            "%(count)s missed chat still waits.", "%(count)s missed chats still wait.", seen.waiting
        ) % {"count": seen.waiting}
        yield Answer("bad", sentence, reverse("inbox") + "?view=missed", _("Take it up"))
    elif seen.missed:
        sentence = ngettext(
            "%(count)s chat was missed in the last seven days.",
            "%(count)s chats were missed in the last seven days.",
            seen.missed,
        )
        yield Answer("warn", sentence % {"count": seen.missed})
    else:
        yield Answer("good", _("No chat was missed in the last seven days."))
    if seen.online:
        names = format_list(seen.online, locale=(get_language() or "en")[:2])
        sentence = ngettext("%(names)s is online for chats.", "%(names)s are online for chats.", len(seen.online))
        yield Answer("good", sentence % {"names": names})
    else:
        yield Answer("warn", _("Nobody is online for chats. Set your chat status at the top of any page."))


def _twice(seen: Seen) -> Iterator[Answer]:
    """FAQ 5: it cannot be here (D3); with the newest visit as an example."""
    sentence = _(
        "They are not: each visit stands in one stream only. A won deal makes a customer, an open one a potential"
        " customer; everybody else stands under leads and contacts."
    )
    yield Answer("good", sentence, reverse("crm_view"), _("Open CRM view"))
    if seen.example is None:
        return
    visit, card = seen.example
    words = {"name": card.name or _("No name"), "kind": KINDS[card.kind]()}
    told = _("For example %(name)s: %(kind)s.") % words
    yield Answer("good", told, reverse("visit", kwargs={"visit_id": visit.pk}), _("Open the visit"))
    if card.also:
        told = _("%(name)s has more than one record; their visits are counted once.") % words
        yield Answer("warn", told, reverse(card.module, kwargs={"record_id": card.id}), _("Open the record"))


def _switch(seen: Seen) -> Iterator[Answer]:
    if not seen.is_on:
        sentence = _("Visitor tracking and chat are off for all portals.")
        yield Answer("bad", sentence, *_page(seen, reverse("portals"), _("Activate")))
    if not seen.sites and seen.user is not None and not seen.user.is_administrator:
        yield Answer("bad", _("You belong to no portal. An administrator can add you to one."))
    elif not seen.sites:
        yield Answer("bad", _("There is no portal yet."), *_page(seen, reverse("portals"), _("Create portal")))


def _code(site: Site, seen: Seen) -> Iterator[Answer]:
    name = {"portal": site.portal.name}
    if not site.portal.is_enabled:
        yield Answer("bad", _("%(portal)s is disabled.") % name, *_setup(site, seen, _("Enable")))
    elif site.last_hit is None:
        sentence = _("%(portal)s: the code was never seen on the website.") % name
        yield Answer("bad", sentence, *_setup(site, seen, _("Get the code")))
    else:
        sentence = _("%(portal)s: the code was last seen %(at)s.")
        yield Answer("good", sentence % (name | {"at": formats.full(site.last_hit)}))


def _setup(site: Site, seen: Seen, text: str) -> tuple[str, str]:
    return _page(seen, reverse("portal_setup", kwargs={"portal_id": site.portal.pk}), text)


def _page(seen: Seen, url: str, text: str) -> tuple[str, str]:
    """A page of the settings, for those who may open it."""
    return (url, text) if seen.user is None or seen.user.is_administrator else ("", "")


KINDS: dict[str, Callable[[], str]] = {
    "customer": lambda: _("customer, because a deal was won"),
    "potential": lambda: _("potential customer, because a deal is open"),
    "contact": lambda: _("contact, without a deal that is open or won"),
    "lead": lambda: _("lead, without a deal that is open or won"),
}
QUESTIONS: tuple[tuple[str, Callable[[], str], Callable[[Seen], Iterator[Answer]]], ...] = (
    ("notifications", lambda: _("Why am I not notified of visits to my website?"), _notifications),
    ("tab", lambda: _("Why do I not see the Visits tab?"), _tab),
    ("data", lambda: _("Why does the Visits tab seem to have no data?"), _no_data),
    ("missed", lambda: _("What happens when an agent misses a chat?"), _missed),
    ("twice", lambda: _("Why does a visit stand in both streams?"), _twice),
)
