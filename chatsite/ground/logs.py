"""Logs: readable in a terminal, JSON in production, and never anything personal.

A log line may name a thing by its id. What people wrote, who they are and
what opens a door (passwords, tokens, links that log in) stays out.
"""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

PRIVATE = re.compile(
    r"passw|secret|token|authorization|cookie|e?mail|body|message_text|user_agent|^ip$", re.I
)
# The links of password resets and e-mail checks open an account: only their kind is logged.
DOOR = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^\s?]+")
QUERY = re.compile(r"\?\S*")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def discreet(_: Any, __: str, event: EventDict) -> EventDict:
    """Drop private fields; shorten what a path or a sentence would give away."""
    for name, value in event.items():
        if PRIVATE.search(name):
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = MAIL.sub("…@…", QUERY.sub("?…", DOOR.sub(r"\1…", value)))
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure_logs(style: str) -> dict[str, Any]:
    """Django's LOGGING for `console` or `json`; structlog and the standard library share it."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    discreet,
                    renderer,
                ],
            }
        },
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["terminal"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            # Every request is already one line of django_structlog's.
            "daphne.http_protocol": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }
