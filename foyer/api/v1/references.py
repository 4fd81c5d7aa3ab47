"""What one resource tells of another: users, portals, people."""

from typing import Literal

from ninja import Schema

from foyer.crm.types import PersonCard
from foyer.portals.models import Portal
from foyer.team.models import User

VisitorType = Literal["customer", "potential", "lead", "contact", "unknown"]


class UserRef(Schema):
    """Somebody who works here (D4)."""

    id: int
    name: str
    email: str


class PortalRef(Schema):
    """A website."""

    id: int
    name: str


class PersonRef(Schema):
    """A lead or contact."""

    module: Literal["lead", "contact"]
    id: int
    name: str


def user_ref(user: User | None) -> UserRef | None:
    """Nobody is null."""
    return UserRef(id=user.pk, name=user.name, email=user.email) if user else None


def portal_ref(portal: Portal | None) -> PortalRef | None:
    """No portal is null."""
    return PortalRef(id=portal.pk, name=portal.name) if portal else None


def person_ref(card: PersonCard | None) -> PersonRef | None:
    """An unknown visitor is null (F35)."""
    return PersonRef(module=card.module, id=card.id, name=card.name) if card else None
