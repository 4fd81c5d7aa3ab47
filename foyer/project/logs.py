"""Structured logs: one line an event, as text for people or JSON for machines; no secret in any (T21, T31)."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_WORDS = ("token", "password", "secret", "authorization", "cookie")
REFUSALS = "django.security"


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replaces the value of every key that names a secret (T31)."""
    for key in event:
        if any(word in key.lower() for word in SECRET_WORDS):
            event[key] = "…"
    return event


def tell_refusals_briefly(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What was refused to somebody outside is one line: nobody fills the log with our traces (T36)."""
    if str(event.get("logger", "")).startswith(REFUSALS):
        event.pop("exc_info", None)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    hide_secrets,
    tell_refusals_briefly,
]


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """A dictConfig for the standard library, with structlog's own loggers going the same way."""
    structlog.configure(
        processors=[
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {"django.request": {"level": "ERROR"}, "uvicorn": {"level": "WARNING"}},
    }
