"""Who is signed in, with all that every page asks about them (P5)."""

from allauth.account.auth_backends import AuthenticationBackend

from foyer.events.kept import edition_in_force
from foyer.team.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in by e-mail and password as allauth does; reads the user with profile and chat status in one query."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session; None when they may no longer sign in."""
        users = User.objects.select_related("access_profile", "availability").annotate(edition=edition_in_force())
        found = users.filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
