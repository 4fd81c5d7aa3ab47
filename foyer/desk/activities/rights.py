"""What the user may do with activities at all."""

from django.http import Http404

from foyer.team.models import User
from foyer.team.rights import rights_of


def may_create(user: User) -> bool:
    """Whether buttons that make activities are shown."""
    return rights_of(user).may("activity", "create")


def require_module(user: User) -> None:
    """A hidden module is not there (F229)."""
    if not rights_of(user).may("activity", "view"):
        raise Http404
