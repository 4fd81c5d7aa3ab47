"""The demo's organisation: Linden & Oak with its two users and two portals, and the password they share."""

import dataclasses
import secrets
from pathlib import Path

from foyer.conversations.canned import create_canned_reply
from foyer.demo.look import LOOK, WITH_CONSENT, logo
from foyer.demo.stays import ZONE
from foyer.lib import clock
from foyer.portals.actions import change_portal, create_portal
from foyer.portals.models import Portal
from foyer.portals.signing_keys import new_signing_key
from foyer.portals.widgets import change_widget, set_logo
from foyer.team.actions import create_organisation, create_user, set_availability
from foyer.team.models import Role, State, User
from foyer.team.teams import create_team, set_members

COMPANY = "Linden & Oak"
ANNA = "anna@foyer.test"
BORIS = "boris@foyer.test"
HOLIDAYS = ("12-25 Christmas", "01-01 New Year")
PORTAL = "Demo shop"
TEAM = "Showroom"
LOCAL_HOSTS = ("127.0.0.1", "localhost")
CANNED_REPLIES = {
    "delivery": "Delivery takes 5 to 8 working days. We call the day before and agree on two hours.",
    "hello": "Hello {{visitor_first_name|there}}, {{agent_first_name}} from {{organisation}} here. How can I help?",
    "oak": "Our oak is oiled, not varnished: oil it once a year and it stays outside in any weather.",
    "thanks": "You are welcome, {{visitor_first_name}}. Have a good day.",
}
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  what passwords are made of
PASSWORD_GROUPS, GROUP_LENGTH = 4, 4


@dataclasses.dataclass(frozen=True, slots=True)
class House:
    """What the filling needs to know of the organisation."""

    anna: User
    boris: User
    shop: Portal

    def user(self, name: str) -> User | None:
        """Anna, Boris, or nobody."""
        return {"anna": self.anna, "boris": self.boris}.get(name)


def is_furnished() -> bool:
    """Whether this is the demo's own database."""
    return User.objects.filter(email=ANNA).exists() and demo_portal() is not None


def demo_portal() -> Portal | None:
    """The portal of the demo shop, when it is there."""
    return Portal.objects.filter(name=PORTAL, created_by__email=ANNA).first()


def furnish(base_url: str, password: str) -> House:
    """Makes organisation, users and portals."""
    anna = create_organisation(COMPANY, "Europe/Berlin", "en", "EUR", "Anna Berger", ANNA, password)
    boris = create_user(BORIS, "Boris Keller", password, Role.AGENT)
    shop = create_portal(anna, PORTAL, base_url, users=[anna, boris])
    Portal.objects.filter(pk=shop.pk).update(
        site_url=f"{base_url}/demo/",
        domains=list(LOCAL_HOSTS),
        hours={"on": True, "zone": "Europe/Berlin", "week": ["0:00-24:00"] * 7, "days": _holidays()},
    )
    change_widget(shop, anna, LOOK)
    set_logo(shop, anna, [logo()], 0)
    new_signing_key(shop, anna)
    trade = create_portal(anna, "Trade shop", "https://trade.lindenandoak.example", push_as="contact", users=[boris])
    change_widget(trade, anna, LOOK | WITH_CONSENT)
    change_portal(trade, anna, queue_mode="longest_idle", owner_s=30, last_agent_s=15, most_chats=4)
    set_members(create_team(anna, TEAM), anna, [anna, boris])
    for user in (anna, boris):
        set_availability(user, State.ONLINE)
    _write_canned_replies(anna, boris)
    return House(anna, boris, shop)


def _holidays() -> str:
    """All but today: whoever tries the demo at Christmas finds somebody, too."""
    today = clock.now().astimezone(ZONE).strftime("%m-%d")
    return "\n".join(day for day in HOLIDAYS if not day.startswith(today))


def kept_password(data: Path) -> str:
    """The password of both users, made once; kept in DATA with owner-only rights, so that each start can print it."""
    path = data / "demo_password"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(_new_password() + "\n")
    return path.read_text().strip()


def change_passwords(password: str) -> None:
    """Sets the password of both users, where the kept one was lost."""
    for user in User.objects.filter(email__in=(ANNA, BORIS)):
        user.set_password(password)
        user.save(update_fields=["password"])


def _new_password() -> str:
    groups = ("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(PASSWORD_GROUPS))
    return "-".join(groups)


def _write_canned_replies(anna: User, boris: User) -> None:
    for shortcut, text in CANNED_REPLIES.items():
        create_canned_reply(anna, shortcut, text, for_everybody=True)
    create_canned_reply(boris, "stock", "I look into the warehouse and am back in a minute.", for_everybody=False)
