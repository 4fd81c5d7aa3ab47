"""Who of some people is on a website now: the one question behind every green dot (D20, F110-F115)."""

from collections.abc import Collection

from foyer.identity.models import Actor
from foyer.portals.queries import portals_seen_by
from foyer.presence.board import board
from foyer.team.models import User
from foyer.team.rights import rights_of


def people_here(user: User, actor_ids: Collection[int]) -> set[int]:
    """Those of the actors of records whose person is on a website of the user's portals now. One query at most."""
    if not actor_ids or not board.here() or not rights_of(user).may("visit", "view"):
        return set()
    portals = {portal.pk for portal in portals_seen_by(user)}
    browsers = {visitor.actor_id for visitor in board.here() if visitor.portal_id in portals}
    found = Actor.objects.filter(pk__in=actor_ids, profile__actors__in=browsers)
    return set(found.values_list("pk", flat=True))
