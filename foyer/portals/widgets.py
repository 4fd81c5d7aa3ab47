"""Verbs of a portal's chat widget: its settings and texts, its logo, and back to how it is shipped."""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib.media import PICTURES, media_type_of, write_preview
from foyer.portals.models import Logo, Portal, WidgetText
from foyer.portals.queries import may_change
from foyer.portals.types import PortalChanged
from foyer.portals.widget_settings import CHECKS, Texts, WidgetRefused, as_typed, read_widget
from foyer.team.models import User
from foyer.team.types import Refusal

LOGO_SIDE = 192
MAX_LOGO_BYTES = 1_000_000
DIGEST_LETTERS = 20
DIGEST = re.compile(f"[0-9a-f]{{{DIGEST_LETTERS}}}")


def change_widget(portal: Portal, by: User, typed: Mapping[str, str]) -> Portal:
    """Settings and texts by the names of the form; what is left out stays.

    Raises WidgetRefused, which says what is wrong where, and then nothing is changed.
    """
    _require_right(portal, by)
    with transaction.atomic():
        _hold(portal)
        read = read_widget({**widget_as_typed(portal), **typed})
        if read.errors:
            raise WidgetRefused(read.errors)
        return _set(portal, by, read.settings, read.texts)


def reset_widget(portal: Portal, by: User) -> Portal:
    """Everything as it is shipped; the logo stays."""
    _require_right(portal, by)
    with transaction.atomic():
        _hold(portal)
        return _set(portal, by, _settings_of(Portal()), {})


def set_logo(portal: Portal, by: User, content: Iterable[bytes], size: int) -> Portal:
    """A picture for the head of the chat: looked at by its content, made anew, small (T17). Raises Refusal."""
    _require_right(portal, by)
    if size > MAX_LOGO_BYTES:
        raise Refusal(_("This picture is too large: at most 1 MB."))
    made = _made_anew(content)
    with transaction.atomic():
        Logo.objects.update_or_create(portal=portal, defaults={"content": made})
        portal.logo = hashlib.sha256(made).hexdigest()[:DIGEST_LETTERS]
        portal.save(update_fields=["logo"])
        _tell(portal, by, {"logo"})
    return portal


def remove_logo(portal: Portal, by: User) -> Portal:
    """The chat shows the faces alone again."""
    _require_right(portal, by)
    with transaction.atomic():
        Logo.objects.filter(portal=portal).delete()
        portal.logo = ""
        portal.save(update_fields=["logo"])
        _tell(portal, by, {"logo"})
    return portal


def logos(digests: Iterable[str]) -> dict[str, bytes]:
    """Digest → content; one query."""
    rows = Logo.objects.filter(portal__logo__in=list(digests)).values_list("portal__logo", "content")
    return {digest: bytes(content) for digest, content in rows}


def _set(portal: Portal, by: User, settings: Mapping[str, object], texts: Texts) -> Portal:
    wanted = {place: text for place, text in texts.items() if text}
    changed = {name for name, value in settings.items() if getattr(portal, name) != value}
    for name in changed:
        setattr(portal, name, settings[name])
    portal.save(update_fields=changed)
    if texts_of(portal) != wanted:
        changed.add("widget_texts")
        portal.widget_texts.all().delete()
        WidgetText.objects.bulk_create(
            WidgetText(portal=portal, language=language, key=key, text=text) for (language, key), text in wanted.items()
        )
    if changed:
        _tell(portal, by, changed)
    return portal


def _hold(portal: Portal) -> None:
    """As it is now, and nobody else changes it before we are done."""
    portal.refresh_from_db(from_queryset=Portal.objects.select_for_update())


def texts_of(portal: Portal) -> Texts:
    """The portal's own texts; one query, or none where they were fetched before."""
    return {(row.language, row.key): row.text for row in portal.widget_texts.all()}


def widget_as_typed(portal: Portal) -> dict[str, str]:
    """What holds now, as the form would send it."""
    return as_typed(_settings_of(portal), texts_of(portal))


def _settings_of(portal: Portal) -> dict[str, object]:
    return {name: getattr(portal, name) for name in CHECKS}


def _made_anew(content: Iterable[bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        sent, made = Path(folder, "sent"), Path(folder, "made")
        with sent.open("wb") as file:
            file.writelines(content)
        if media_type_of(sent) not in PICTURES or not write_preview(sent, made, LOGO_SIDE):
            raise Refusal(_("This is no picture that can be shown. Choose a PNG, JPEG, GIF or WebP file."))
        return made.read_bytes()


def _require_right(portal: Portal, by: User) -> None:
    if not may_change(by, portal):
        raise PermissionDenied


def _tell(portal: Portal, by: User, fields: Iterable[str]) -> None:
    record(PortalChanged(subject_id=portal.pk, portal_id=portal.pk, user_id=by.pk, fields=tuple(sorted(fields))))
