"""Fills an empty database with the demo: two months of a small shop, up to now."""

import datetime as dt
from random import Random

from django.db import transaction

from foyer.demo.chats import chats_of_today, made_up_chats
from foyer.demo.conversations import store_chats
from foyer.demo.house import furnish
from foyer.demo.mailings import store_mailing
from foyer.demo.records import store_records
from foyer.demo.sales import store_sales
from foyer.demo.stays import made_up_stays, number_stays
from foyer.demo.visits import store_browsers, store_visits
from foyer.events.models import Event
from foyer.scoring.standing import refresh_all

SEED = 1998  # the year in which the Alder bench was drawn


@transaction.atomic
def fill(base_url: str, password: str, now: dt.datetime, seed: int = SEED) -> None:
    """Everything the demo shows, in one transaction; the same every time but for the dates and the secrets.

    `base_url` is where Foyer serves, like http://127.0.0.1:8000: the demo shop lies below it.
    """
    random = Random(seed)  # noqa: S311  decides nothing that must stay secret
    house = furnish(base_url, password)
    stays = made_up_stays(random, now)
    chats = [*made_up_chats(random, stays), *chats_of_today(random, stays, now)]
    stays = number_stays(stays)
    kept = {id(stay) for stay in stays}
    chats = [chat for chat in chats if id(chat.stay) in kept]
    store_browsers(stays, house.shop)
    store_visits(stays, house.shop, base_url, now)
    store_chats(chats, house, base_url)
    store_records(chats, house, now)
    store_sales(house, now)
    store_mailing(house, now)
    refresh_all()
    Event.objects.filter(reacted_at=None).update(reacted_at=now)
