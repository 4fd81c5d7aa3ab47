"""What the board and the forecast show (E16; mock-up deals)."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foyer.crm.access import may
from foyer.crm.board import CARDS, Board, Card, Column, Wanted, board_of
from foyer.crm.forecast import Forecast, Month, currency, forecasts_of, this_month
from foyer.crm.models import Deal, Pipeline
from foyer.crm.pipelines import default_pipeline, pipeline_word, pipelines_in_use, stage_word, stages_of
from foyer.desk.access import signed_in
from foyer.desk.live.here import people_here
from foyer.team.models import User
from foyer.team.queries import time_zone, today, user_names
from foyer.team.rights import Rights, rights_of

FORECAST_MONTHS = 6
PIPELINE = "pipeline"
MOST_CARDS = 500
"""Nobody scrolls further down a column; the list is for that."""
SHOWN = re.compile(r"(?P<stage>[0-9]{1,18}):(?P<cards>[0-9]{1,4})")


@dataclasses.dataclass(frozen=True, slots=True)
class ShownCard:
    """A deal on the board: with whom it is, whose, whether they are on the website now, and what comes next.

    What the user may not see is empty (T7). `day` is when it is to close, or was closed.
    """

    deal: Deal
    amount: Decimal | None
    whom: str
    owner: str
    day: dt.date | None
    online: bool
    next_text: str
    next_state: str
    movable: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ShownColumn:
    """A stage of the board; `more_url` shows more of its cards, empty when the list serves better."""

    column: Column
    name: str
    cards: list[ShownCard]
    is_closed: bool
    more_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a menu."""

    text: str
    url: str
    on: bool


@dataclasses.dataclass(frozen=True, slots=True)
class BoardPage:
    """The board with its menus."""

    board: Board
    columns: list[ShownColumn]
    stages: list[tuple[int, str]]
    pipelines: list[Choice]
    pipeline_name: str
    owners: list[Choice]
    wanted: Wanted
    closing_url: str
    query: str


@dataclasses.dataclass(frozen=True, slots=True)
class ForecastPage:
    """The months to come, each with its forecast."""

    months: list[Forecast]
    most: float
    currency: str
    pipelines: list[Choice]
    pipeline_name: str


def board_page(request: HttpRequest) -> BoardPage:
    """The board that the address asks for."""
    user, pipeline, wanted = signed_in(request), chosen_pipeline(request), wanted_of(request)
    found = board_of(user, pipeline, wanted)
    here = contacts_here(user, (card.deal for column in found.columns for card in column.cards))
    return BoardPage(
        board=found,
        columns=[_column(request, wanted, column, here, user) for column in found.columns],
        stages=[(stage.pk, stage_word(stage)) for stage in stages_of(pipeline)],
        pipelines=_pipelines(request, pipeline),
        pipeline_name=pipeline_word(pipeline),
        owners=_owners(request, wanted, user),
        wanted=wanted,
        closing_url=_address(request, closing="" if wanted.closing else "month")
        if rights_of(user).sees("deal", "close_date")
        else "",
        query=_address(request, wanted.cards),
    )


def forecast_page(request: HttpRequest) -> ForecastPage:
    """This month and the next ones."""
    user, pipeline, month = signed_in(request), chosen_pipeline(request), this_month()
    months = [month]
    while len(months) < FORECAST_MONTHS:
        last = months[-1].end
        months.append(Month(last, (last + dt.timedelta(days=31)).replace(day=1)))
    forecasts = forecasts_of(user, pipeline, months, wanted_of(request).owner)
    most = max((float(each.total) for each in forecasts), default=0.0) or 1.0
    return ForecastPage(forecasts, most, currency(), _pipelines(request, pipeline), pipeline_word(pipeline))


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for; what cannot be read is left out."""
    owner, me = request.GET.get("owner", ""), signed_in(request).pk
    chosen = me if owner == "me" else int(owner) if owner.isascii() and owner.isdecimal() and len(owner) < 18 else None
    rights = rights_of(signed_in(request))
    return Wanted(
        owner=chosen if rights.sees("deal", "owner") else None,
        closing=request.GET.get("closing") == "month" and rights.sees("deal", "close_date"),
        cards=_cards_of(request),
    )


def chosen_pipeline(request: HttpRequest) -> Pipeline:
    """The pipeline that was looked at last, or the default one."""
    wanted = request.GET.get(PIPELINE) or request.session.get(PIPELINE, "")
    there = pipelines_in_use()
    found = next((each for each in there if str(each.pk) == str(wanted)), None)
    if found is not None and PIPELINE in request.GET:
        request.session[PIPELINE] = str(found.pk)
    return found or next((each for each in there if each.is_default), None) or default_pipeline()


def contacts_here(user: User, deals: Iterable[Deal]) -> set[int]:
    """The contacts of these deals that are on a website now, by the actor of their record."""
    return people_here(user, {deal.contact.actor_id for deal in deals if deal.contact})


def _column(request: HttpRequest, wanted: Wanted, column: Column, here: set[int], user: User) -> ShownColumn:
    stage, cards = column.stage, [_card(card, here, user) for card in column.cards]
    more = {**wanted.cards, stage.pk: len(cards) + CARDS}
    more_url = _address(request, more) if column.more and len(cards) < MOST_CARDS else ""
    return ShownColumn(column, stage_word(stage), cards, stage.meaning in {"won", "lost"}, more_url)


def _card(card: Card, here: set[int], user: User) -> ShownCard:
    deal, rights = card.deal, rights_of(user)
    is_open = deal.state == Deal.State.OPEN
    text, state = next_step_words(card) if is_open and rights.may("activity", "view") else ("", "")
    return ShownCard(
        deal=deal,
        amount=deal.amount if rights.sees("deal", "amount") else None,
        whom=_whom(deal, rights),
        owner=user_names().get(deal.owner_id or 0, "") if rights.sees("deal", "owner") else "",
        day=_day(deal, rights),
        online=bool(deal.contact and rights.sees("deal", "contact") and deal.contact.actor_id in here),
        next_text=text,
        next_state=state,
        movable=may(user, "edit", deal) and rights.field("deal", "stage") == "write",
    )


def _whom(deal: Deal, rights: Rights) -> str:
    if deal.account and rights.sees("deal", "account"):
        return deal.account.name
    return deal.contact.name if deal.contact and rights.sees("deal", "contact") else ""


def _day(deal: Deal, rights: Rights) -> dt.date | None:
    key = "close_date" if deal.state == Deal.State.OPEN else "closed_at"
    day: dt.date | None = getattr(deal, key) if rights.sees("deal", key) else None
    return day


def next_step_words(card: Card) -> tuple[str, str]:
    """What is wrong with the next step, in words, with how bad it is; nothing while all is well."""
    if card.next_at is None:
        return _("no next step"), "none"
    days = (today() - card.next_at.astimezone(time_zone()).date()).days
    if days > 0:
        return _("%(days)s d late") % {"days": days}, "bad"
    return (_("today"), "warn") if days == 0 else ("", "")


def _pipelines(request: HttpRequest, chosen: Pipeline) -> list[Choice]:
    return [
        Choice(pipeline_word(each), _address(request, pipeline=str(each.pk)), each == chosen)
        for each in pipelines_in_use()
    ]


def _owners(request: HttpRequest, wanted: Wanted, user: User) -> list[Choice]:
    if not rights_of(user).sees("deal", "owner"):
        return []
    return [
        Choice(_("Everybody’s deals"), _address(request, owner=""), wanted.owner is None),
        Choice(_("My deals"), _address(request, owner="me"), wanted.owner == user.pk),
    ]


def _cards_of(request: HttpRequest) -> dict[int, int]:
    """Of which stages more cards were asked for, and how many; what cannot be read is left out."""
    asked = [found for text in request.GET.getlist("shown") if (found := SHOWN.fullmatch(text))]
    return {int(found["stage"]): max(CARDS, min(int(found["cards"]), MOST_CARDS)) for found in asked}


def _address(request: HttpRequest, cards: Mapping[int, int] | None = None, **changes: str) -> str:
    kept = {name: request.GET.get(name, "") for name in ("owner", "closing")} | changes
    shown = [f"{stage}:{number}" for stage, number in (cards or {}).items()]
    return "?" + urlencode({name: text for name, text in kept.items() if text} | {"shown": shown}, doseq=True)
