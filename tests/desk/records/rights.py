"""Profiles for the tests: what Boris may not."""

from foyer.team.models import AccessProfile


def limit(user, modules=None, fields=None):
    """The user gets a profile with these modules and fields; everything else stays allowed."""
    user.access_profile = AccessProfile.objects.create(name="Limited", modules=modules or {}, fields=fields or {})
    user.save(update_fields=["access_profile"])
