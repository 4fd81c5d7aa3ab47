"""Outgoing mail, from one address: smtp://user:password@host:587 or smtps://…:465."""

from typing import Any
from urllib.parse import unquote, urlsplit

DEFAULT_SENDER = "Foyer <foyer@localhost>"
TIMEOUT_S = 20


def mail_settings(url: str, sender: str) -> dict[str, Any]:
    """Django's settings for mail. Without an address nothing is sent, and pages say so instead of pretending."""
    common = {"DEFAULT_FROM_EMAIL": sender or DEFAULT_SENDER, "EMAIL_TIMEOUT": TIMEOUT_S, "MAIL_IS_SET_UP": bool(url)}
    if not url:
        return {**common, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port == 587,
    }
