"""What happened with the records: activities, notes, files, visits, chats, and an event for each and for more."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from foyer.conversations.models import Conversation, Message
from foyer.crm.models import Activity, Attachment, Note, Stage
from foyer.events.models import Event
from foyer.visits.models import Action, Visit
from tests.load.crowd import plan
from tests.load.crowd.plan import actor
from tests.load.crowd.pour import pour
from tests.load.crowd.staff import Staff

SUBJECTS = ("Call back", "Send the quote", "Ask for the address", "Prepare the visit", "Follow up")
EVENT = ("id", "kind", "at", "actor_id", "user_id", "subject_type", "subject_id", "data", "reacted_at")
URL = "https://shop.example/tables/oak"
HALF_HOUR = dt.timedelta(minutes=30)


class Happenings:
    """Writes them; `events` are gathered and stored at last, in the order of time."""

    def __init__(self, staff: Staff) -> None:
        self.staff, self.dice, self.time = staff, random.Random(2), plan.Time()
        self.users = [user.pk for user in (staff.boris, staff.clara, *staff.others)]
        self.events: list[tuple[Any, ...]] = []

    def write(self) -> None:
        columns = ("id", "kind", "subject", "actor_id", "owner_id", "due_at", "ends_at", "done_at", "created_at")
        pour(Activity, (*columns, "changed_at"), self.activities())
        pour(Note, ("id", "actor_id", "author_id", "text", "at"), self.notes())
        columns = ("id", "actor_id", "name", "media_type", "size", "stored", "uploaded_by_id", "at")
        pour(Attachment, columns, self.files())
        self.visits()
        columns = ("id", "portal_id", "actor_id", "state", "agent_id", "started_at", "last_at", "last_seq", "last_text")
        pour(Conversation, (*columns, "visitor_name", "last_kind", "ended_at"), self.conversations())
        pour(Message, ("id", "conversation_id", "seq", "kind", "author_id", "text", "at"), self.messages())
        self.changes()
        self.events.sort(key=lambda event: event[1])
        pour(Event, EVENT, ((n, *event, event[1]) for n, event in enumerate(self.events, 1)))

    def activities(self) -> Iterator[Any]:
        """Some are to be done; half of them should have been done already."""
        for pk, at in enumerate(self.time.in_order(plan.ACTIVITIES), 1):
            kind, whose, who = (
                self.dice.choice(("task", "call", "meeting")),
                self.somebody(),
                self.staff.owner(self.dice),
            )
            is_open = pk > plan.ACTIVITIES - plan.TO_DO
            due = self.time.now + dt.timedelta(hours=self.dice.randint(-2_000, 2_000)) if is_open else at
            done = None if is_open else at + HALF_HOUR
            yield pk, kind, self.dice.choice(SUBJECTS), whose, who, due, due + HALF_HOUR, done, at, at
            self.tell("ActivityCreated", at, whose, "activity", pk, activity_kind=kind, owner=who, is_done=False)
            if done:
                self.tell("ActivityDone", done, whose, "activity", pk, activity_kind=kind)

    def notes(self) -> Iterator[Any]:
        for pk, at in enumerate(self.time.in_order(plan.NOTES), 1):
            whose = self.somebody()
            yield pk, whose, self.dice.choice(self.users), "Wants **oak**, not pine; call again in May.", at
            self.tell("NoteWritten", at, whose, "note", pk, module="contact", record=1)

    def files(self) -> Iterator[Any]:
        for pk, at in enumerate(self.time.in_order(plan.FILES), 1):
            whose = self.somebody()
            yield pk, whose, f"quote-{pk}.pdf", "application/pdf", 52_000, f"stored-{pk}", self.users[0], at
            self.tell("FileAttached", at, whose, "file", pk, name=f"quote-{pk}.pdf")

    def visits(self) -> None:
        columns = ("id", "portal_id", "actor_id", "started", "ended", "day", "is_open", "pages", "seconds", "first_url")
        columns += ("first_title", "last_url", "browser", "os", "device", "country", "source_name", "ip")
        moments = self.time.in_order(plan.VISITS)
        pour(Visit, columns, (self.visit(pk, at) for pk, at in enumerate(moments, 1)))
        opened = (
            (pk, f"p{n}", "navigation", "Oak tables", URL, 40, moments[pk - 1])
            for pk in range(1, len(moments) + 1)
            for n in (0, 1)
        )
        pour(Action, ("visit_id", "page_key", "type", "title", "url", "seconds", "at"), opened)

    def visit(self, pk: int, at: dt.datetime) -> Any:
        browser, portal = self.browser(), self.staff.portals[pk % 5 == 0]
        if pk % 4 == 0:  # otherwise feeds would hold little else
            self.tell("VisitStarted", at, browser, "visit", pk, by=None, number=1)
        return (
            *(pk, portal.pk, browser, at, at + HALF_HOUR / 6, at.date(), False, 2, 80, URL, "Oak tables", URL),
            *("Firefox", "Linux", "desktop", "DE", "Google", "192.0.2.7"),
        )

    def conversations(self) -> Iterator[Any]:
        for pk, at in enumerate(self.time.in_order(plan.CONVERSATIONS), 1):
            browser, portal = self.browser(), self.staff.portals[pk % 5 == 0]
            last, agent = at + HALF_HOUR, self.dice.choice(self.users)
            state = "ended" if pk <= plan.CONVERSATIONS - 200 else self.dice.choice(("waiting", "open"))
            if state == "waiting":
                agent = None
            over = last if state == "ended" else None
            yield pk, portal.pk, browser, state, agent, at, last, 4, "Thank you.", "Visitor", "visitor", over
            self.tell("ConversationStarted", at, browser, "conversation", pk, by=None)
            for seq in range(1, 5):
                self.tell("MessageSent", at, browser, "conversation", pk, by=None, seq=seq, author="visitor")

    def messages(self) -> Iterator[Any]:
        for pk in range(1, plan.CONVERSATIONS + 1):
            for seq in range(1, 5):
                yield pk * 4 + seq, pk, seq, "visitor", None, "Do you have it in oak?", self.time.now

    def changes(self) -> None:
        """The longest feed, then changes of records until there are as many events as planned."""
        longest = actor("contact", plan.LONG_CONTACT)
        for pk, at in enumerate(self.time.in_order(plan.LONG_FEED), 1):
            if pk % 3:
                self.change(at, longest)
            else:
                self.tell("NoteWritten", at, longest, "note", 1 + pk % plan.NOTES, module="contact", record=1)
        stages = list(Stage.objects.values_list("pk", flat=True))
        while len(self.events) < plan.EVENTS:
            if self.dice.random() < 0.2:
                whose = self.dice.randint(actor("deal", 1), actor("deal", plan.DEALS))
                old, new = self.dice.sample(stages, 2)
                self.tell(
                    "DealMoved", self.time.before(), whose, "deal", whose, module="deal", old=old, new=new, state=""
                )
            else:
                self.change(self.time.before(), self.somebody())

    def change(self, at: dt.datetime, whose: int) -> None:
        field = self.dice.choice(("city", "description", "source"))
        self.tell("FieldChanged", at, whose, "record", whose, module="contact", field=field, old="", new="Linz", was="")

    def tell(
        self, kind: str, at: dt.datetime, whose: int, what: str, subject: int, by: int | None = -1, **data: Any
    ) -> None:
        user = self.dice.choice(self.users) if by == -1 else by
        self.events.append((kind, at, whose, user, what, subject, data))

    def somebody(self) -> int:
        """The actor of a record."""
        return self.dice.randint(1, plan.RECORD_ACTORS)

    def browser(self) -> int:
        return self.dice.randint(plan.RECORD_ACTORS + 1, plan.RECORD_ACTORS + plan.KNOWN_BROWSERS + plan.STRANGERS)
