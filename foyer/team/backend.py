"""Who is signed in, with all that every page asks about them (P5)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from foyer.events.kept import edition_in_force
from foyer.lib.prepared import prepared
from foyer.team.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in by e-mail and password as allauth does; reads the user with profile and chat status in one query."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session; None when they may no longer sign in."""
        return next((user for user in _users(user_id) if self.user_can_authenticate(user)), None)


@prepared
def _users(user_id: Any) -> QuerySet[User]:
    users = User.objects.select_related("access_profile", "availability").annotate(edition=edition_in_force())
    return users.filter(pk=user_id)
