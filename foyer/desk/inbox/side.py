"""The right side of the inbox: who it is, how sure we are, where they are now, what was before (F164, F165)."""

import dataclasses

from foyer.channels.webchat.models import ChatSession
from foyer.conversations.models import Conversation
from foyer.conversations.queries import conversations_of
from foyer.crm.access import all_visible, sees_identifier, visible
from foyer.crm.models import Account
from foyer.crm.modules import AnyRecord
from foyer.crm.queries import card_of
from foyer.crm.types import PersonCard
from foyer.desk.deals.beside import DealLine, deals_beside
from foyer.desk.inbox.forms import LeadForm, NoteForm, PhoneForm, owner_of_new
from foyer.desk.inbox.listing import name_of
from foyer.desk.records.details import OUTSIDE, Line, Part, changeable_fields, details_of
from foyer.desk.records.words import way_word
from foyer.identity.models import Identifier
from foyer.identity.queries import actors_of, identifiers_of, identifiers_of_actors, is_signed
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.presence.board import Visitor, board
from foyer.scoring.scores import NOBODY, scores_of
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.models import Visit
from foyer.visits.queries import visits_of

VISITS_SHOWN = 5
CHATS_SHOWN = 5
DEALS_SHOWN = 5
PHONES = "phones"
SHOWN_ANYWAY = {"salutation", "first_name", "last_name", "owner"}


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """An identifier as the pane shows it; `raw` is what a link needs."""

    id: int
    kind: str
    value: str
    raw: str
    level: int
    way: str


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """What is known of the person of a conversation.

    `owner` is who would get a new lead, `sales` the colleague who can be told something about the one there is.
    `parts` are the fields of the card, empty for who may not see it; it is not `is_open` for them. `company` is the
    account of a contact, with fields of its own (F190), `agreed` to what the visitor agreed before the chat (B20).
    """

    conversation: Conversation
    card: PersonCard | None
    name: str
    face: str
    here: Visitor | None
    identifiers: list[Shown]
    sure: int
    is_signed: bool
    score: int
    chats: list[Conversation]
    visits: list[Visit]
    deals: list[DealLine]
    owner: User
    sales: User | None
    is_open: bool
    may_phone: bool
    may_lay_out: bool
    parts: list[Part]
    company: "Company | None"
    form: LeadForm | None = None
    note: NoteForm | None = None
    phone: PhoneForm | None = None
    agreed: ChatSession | None = None

    @property
    def phones(self) -> list[Shown]:
        """The phone numbers, one of which a new one may replace."""
        return [known for known in self.identifiers if known.kind == Identifier.Kind.PHONE]

    @property
    def email(self) -> str:
        """The best known e-mail address."""
        return next((known.value for known in self.identifiers if known.kind == Identifier.Kind.EMAIL), "")


@dataclasses.dataclass(frozen=True, slots=True)
class Company:
    """The account of a contact: its name, and its fields in one list."""

    account: Account
    lines: list[Line]


def side_of(
    user: User,
    chat: Conversation,
    *,
    form: LeadForm | None = None,
    note: NoteForm | None = None,
    phone: PhoneForm | None = None,
) -> Side:
    """A fixed number of queries, whoever it is. The forms are those that were refused."""
    card, actors = card_of(user, chat.actor_id), actors_of(chat.actor_id)
    record = record_of(user, card) if card else None
    identifiers = [_shown(known) for known in identifiers_seen(user, chat, card)]
    others = conversations_of(user).filter(actor__in=actors).exclude(pk=chat.pk).order_by("-started_at", "-pk")
    return Side(
        conversation=chat,
        card=card,
        name=name_of(chat, card),
        face=(card.name if card else "") or chat.visitor_name,
        here=next((visitor for visitor in board.here() if visitor.actor_id in set(actors)), None),
        identifiers=identifiers,
        sure=max((known.level for known in identifiers), default=0),
        is_signed=is_signed(chat.actor_id),
        score=scores_of([chat.actor_id]).get(chat.actor_id, NOBODY).score,
        chats=list(others[:CHATS_SHOWN]),
        visits=list(visits_of(user).filter(actor__in=actors).order_by("-started", "-pk")[:VISITS_SHOWN]),
        deals=deals_beside(user, record, actors, DEALS_SHOWN, with_account=True) or [],
        owner=owner_of_new(chat.portal, user),
        sales=sales_of(user, card.owner_id) if card else None,
        is_open=record is not None,
        may_phone=record is not None and PHONES in changeable_fields(user, record),
        may_lay_out=user.is_administrator,
        parts=_parts(user, record) if record else [],
        company=_company_of(user, record) if record else None,
        form=form,
        note=note,
        phone=phone,
        agreed=ChatSession.objects.filter(conversation=chat).exclude(consent="").first(),
    )


def record_of(user: User, card: PersonCard) -> AnyRecord | None:
    """The record itself, for who may see it (F188, F229)."""
    return all_visible(card.module, user).filter(pk=card.id).first()


def identifiers_seen(user: User, chat: Conversation, card: PersonCard | None) -> list[KnownIdentifier]:
    """How the person is known: what was shown in this browser, and of the rest what the user's profile shows (T7)."""
    known, rights = identifiers_of(chat.actor_id), rights_of(user)
    if card is None or all(sees_identifier(rights, card.module, each.kind) for each in known):
        return known
    own = {each.id for each in identifiers_of_actors([chat.actor_id])}
    return [each for each in known if each.id in own or sees_identifier(rights, card.module, each.kind)]


def sales_of(user: User, owner_id: int | None) -> User | None:
    """The owner, who can be told (F183); nobody tells themselves."""
    return User.objects.filter(pk=owner_id or 0, is_active=True).exclude(pk=user.pk).first()


def _parts(user: User, record: AnyRecord) -> list[Part]:
    """The layout's fields that are filled, without those that the pane shows anyway (F189, F190)."""
    parts = [(part, [line for line in part.lines if _tells(line)]) for part in details_of(record, user).parts]
    return [dataclasses.replace(part, lines=tuple(lines)) for part, lines in parts if lines]


def _company_of(user: User, record: AnyRecord) -> Company | None:
    account_id = getattr(record, "account_id", None) if rights_of(user).sees("contact", "account") else None
    account = visible("account", user).filter(pk=account_id or 0).first()
    if account is None:
        return None
    return Company(account, [line for part in _parts(user, account) for line in part.lines if line.key != "name"])


def _tells(line: Line) -> bool:
    return bool(line.shown.text) and line.key not in SHOWN_ANYWAY and line.field.kind not in OUTSIDE


def _shown(known: KnownIdentifier) -> Shown:
    value = phone_for_people(known.value) if known.kind == Identifier.Kind.PHONE else known.value
    return Shown(known.id, known.kind, value, known.value, known.level, way_word(known.way))
